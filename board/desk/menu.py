"""How much waits, for the desk's menu: counted only on pages that show it, and once."""

from functools import cached_property

from flask_login import current_user

from board.desk import waiting


class Counts:
    """What `desk_base.html` asks by word: `get("today")`, `get("review")`, `get("hours")`."""

    @cached_property
    def _jobs(self) -> list[waiting.Job]:
        return waiting.jobs(current_user.person) if current_user.is_authenticated else []

    @property
    def jobs(self) -> list[waiting.Job]:
        return self._jobs

    def get(self, word: str) -> int:
        if word == "today":
            return len(self._jobs)
        if word == "flags":
            return sum(job.address == "/desk/flags" for job in self._jobs)
        if word == "hours":
            return sum(job.icon == "hours" for job in self._jobs)
        return sum(job.state == "in_review" for job in self._jobs) if word == "review" else 0

    __getitem__ = get


def on_every_page() -> dict[str, Counts]:
    return {"desk_counts": Counts()}
