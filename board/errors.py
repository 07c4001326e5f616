"""Refusals: exceptions whose text is the sentence the person will read."""


class RuleBroken(Exception):  # noqa: N818 - named for the rule, not for the machine
    """An act was refused. `field` names the answer it concerns; `way_on` is (address, words);
    `about` is (table, id) of the row it concerns, for the audit log."""

    sentence = "这一步现在做不了，请刷新页面再试。"

    def __init__(
        self,
        sentence: str | None = None,
        *,
        field: str | None = None,
        way_on: tuple[str, str] | None = None,
        about: tuple[str, int] | None = None,
    ) -> None:
        super().__init__(sentence or self.sentence)
        self.about = about
        self.field = field
        self.way_on = way_on


class NotFound(Exception):  # noqa: N818
    """Nothing of that name exists for this person (shown as 404)."""


class NotAllowed(Exception):  # noqa: N818
    """It exists in the person's area, but their role does not cover the act (shown as 403)."""
