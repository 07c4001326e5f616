"""The zip of a batch, made by the worker: the papers of those who agreed, and a list that says who is not in it."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, select, update

from board import clock, dates, rounding
from board.accounts.models import Person
from board.areas.models import Area
from board.certificates import batches, contents, paper, queries, services
from board.certificates.batches import Asked
from board.certificates.contents import Period
from board.certificates.models import Answer, CertificateBatch, CertificateRequest, ServiceCertificate
from board.certificates.services import Site
from board.db import begin_writing, session
from board.jobs.worker import GiveUp, Hold
from board.sheets.writing import Cell, Column, Page, book

_SAID: Final = {Answer.asked: "还没有回答", Answer.no: "没有同意", Answer.yes: "同意了，没有可以写的时长"}
_COLUMNS: Final = (
    Column("志愿者编号", 14), Column("姓名", 14), Column("结果", 24), Column("证明编号", 20), Column("期间", 30),
    Column("服务时间", 24), Column("次数", 8),
)  # fmt: skip


@dataclass
class Packed:
    """Of one person: what is in the zip."""

    asked: Asked
    certificates: list[ServiceCertificate] = field(default_factory=list)


class Packer:
    """Makes the zip of one batch; begun again, it comes to the same certificates."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def __call__(self, hold: Hold) -> None:
        """The handler of the job."""
        batch = session.get(CertificateBatch, int(hold.payload["batch"]))
        if batch is None:
            raise GiveUp("gone")
        packed = [Packed(asked) for asked in batches.asked_in(batch)]
        agreed = [one for one in packed if one.asked.request.answer == Answer.yes]
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for done, one in enumerate(agreed):
                hold.tell(done, len(agreed))
                self._add(archive, one, batch)
            archive.writestr(_entry("list.xlsx"), _list(batch, packed))
        with hold.finishing():
            batch = session.get_one(CertificateBatch, batch.id)
            batch.content, batch.packed_at = whole.getvalue(), clock.now()

    def _add(self, archive: zipfile.ZipFile, one: Packed, batch: CertificateBatch) -> None:
        person = one.asked.request.person
        for area in [batch.area] if batch.area else queries.recording_areas(person):
            certificate = self._issued(person, area, batch)
            if certificate is not None:
                one.certificates.append(certificate)
                archive.writestr(_entry(f"{certificate.number}.pdf"), paper.pdf(certificate))

    def _issued(self, person: Person, area: Area, batch: CertificateBatch) -> ServiceCertificate | None:
        """In a transaction of its own, like one they asked for themselves: what is there already is taken."""
        begin_writing()
        services.one_at_a_time(person.id)
        found = contents.of(person, area, Period(batch.since, batch.until), clock.now())
        has_any = bool(found.total.minutes) and person.closed_at is None
        certificate = (
            services.the_same_or_new(person, found, self.site, asked_by=batch.asked_by) if has_any else None
        )
        session.commit()
        return certificate


def _entry(name: str) -> zipfile.ZipInfo:
    """A file of now, as people in Wenjiang read the clock."""
    entry = zipfile.ZipInfo(name, clock.local(clock.now()).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _list(batch: CertificateBatch, packed: Sequence[Packed]) -> bytes:
    """Everybody by number; of a unit, whose liaison may not know who did not agree, only how many."""
    named = [one for one in packed if batch.area_id is not None or one.asked.request.answer == Answer.yes]
    notes = [] if batch.area_id is not None else _counted(one for one in packed if one not in named)
    title = f"{batch.asker}：{batch.purpose}"
    rows = [row for one in named for row in _rows(one)]
    return book([Page("证明", _COLUMNS, rows, title=title, notes=notes)])


def _counted(left_out: Iterable[Packed]) -> list[str]:
    said = [one.asked.request.answer for one in left_out]
    return [
        f"{_SAID[answer]}：{said.count(answer)} 人" for answer in (Answer.no, Answer.asked) if answer in said
    ]


def _rows(one: Packed) -> Iterator[Sequence[Cell]]:
    request = one.asked.request
    agreed = request.answer == Answer.yes
    head = (request.person.volunteer_no, request.person.name if agreed else request.person.masked_name)
    if not one.certificates:
        yield (*head, _SAID[Answer(request.answer)], "", "", "", "")
    for certificate in one.certificates:
        days = f"{dates.long_date(certificate.since)}至{dates.long_date(certificate.until)}"
        yield (
            *head,
            "开了",
            certificate.number,
            days,
            rounding.words(certificate.minutes),
            certificate.times,
        )


def forget_old() -> int:
    """Zips are gone a week after they were packed; how many. A step of the tick."""
    old = CertificateBatch.content.is_not(None), CertificateBatch.packed_at <= clock.now() - batches.KEPT
    if session.scalar(select(CertificateBatch.id).where(*old).limit(1)) is None:
        return 0
    begin_writing()
    count = _empty(*old)
    session.commit()
    return count


def forget_of(person: Person) -> None:
    """No zip has a paper of this person any more; whoever asked packs anew. Inside a write transaction."""
    theirs = select(CertificateRequest.batch_id).where(CertificateRequest.person_id == person.id)
    _empty(CertificateBatch.content.is_not(None), CertificateBatch.id.in_(theirs))


def _empty(*where: ColumnElement[bool]) -> int:
    emptied = update(CertificateBatch).where(*where).values(content=None, packed_at=None)
    done = session.execute(
        emptied.returning(CertificateBatch.id), execution_options={"synchronize_session": False}
    )
    return len(done.all())
