"""What saving a sheet came to, or would come to, in sentences a clerk understands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from board.imports.fitting import WORDS
from board.imports.matching import Paired, names
from board.imports.merging import Merge
from board.positions import services
from board.positions.models import OpportunityList, Position

_OTHER_WORDS = "别的内容"


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of the rows: drafts added and changed; what was left alone, and why."""

    opportunity_list: OpportunityList
    added: int
    changed: int
    unchanged: int
    left_alone: Sequence[Position]  # waits for review, or public
    gone: Sequence[Position]  # no longer in the sheet
    kept: Sequence[Merge]  # a hand said it otherwise since
    submitted: int = 0

    def handed_in(self, count: int) -> "Saved":
        return replace(self, submitted=count)

    @property
    def drafts(self) -> int:
        """How many rows have a draft now."""
        return self.added + self.changed + self.unchanged

    @property
    def sentence(self) -> str:
        """What became true, for the page that follows."""
        done = f"{self.submitted} 个岗位提交审核了。" if self.submitted else self._saved()
        return "".join([done, *remarks(self)])

    def _saved(self) -> str:
        if not self.changed and not self.unchanged:
            return f"存成草稿了，{self.added} 个岗位。" if self.added else "草稿没有要改的。"
        return f"草稿更新了：{_counted((self.added, '新加'), (self.changed, '改了'), (self.unchanged, '没有变'))}。"


def of(on: OpportunityList, added: int, merges: Sequence[Merge], pairs: Paired) -> Saved:
    """What these merges and these new drafts came to on the list."""
    changed = sum(bool(merge.changes) for merge in merges)
    return Saved(
        opportunity_list=on, added=added, changed=changed, unchanged=len(merges) - changed,
        left_alone=[p for _, p in pairs.rows if p is not None and p.state not in services.OPEN_TO_WRITING],
        gone=pairs.gone, kept=[merge for merge in merges if merge.kept],
    )  # fmt: skip


def would_be(saved: Saved) -> str:
    """The same, before it is done."""
    counted = _counted((saved.added, "新加"), (saved.changed, "改"), (saved.unchanged, "不变"))
    return f"存的时候会更新“{saved.opportunity_list.title}”，不会多出一份：{counted or '没有要改的'}。"


def _counted(*parts: tuple[int, str]) -> str:
    return "，".join(f"{words} {count} 个" for count, words in parts if count)


def remarks(saved: Saved) -> Iterator[str]:
    """What a clerk should know beside it, a sentence each."""
    if saved.left_alone:
        yield f"在审核或已经公布的不动：{names(saved.left_alone)}。"
    if saved.kept:
        yield f"手改过的照旧，不按表改回：{_kept(saved.kept)}。"
    if saved.gone:
        yield f"表里没有了的也留着：{names(saved.gone)}，不要的话在清单里删掉。"


def _kept(merges: Sequence[Merge]) -> str:
    words = [f"“{m.position.title}”的{'、'.join(dict.fromkeys(map(_word, m.kept)))}" for m in merges[:2]]
    return "；".join(words) + (f"，等 {len(merges)} 个" if len(merges) > len(words) else "")


def _word(field: str) -> str:
    return WORDS.get(field, _OTHER_WORDS)
