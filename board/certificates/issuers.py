"""Who issues: the name of the community's committee, and the people and the phone its certificates name."""

from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas.models import Area, Level
from board.certificates.models import CertificateIssuer
from board.db import begin_writing, session

_COMMITTEES: Final = {
    Level.community: "居民委员会",
    Level.village: "村民委员会",
    Level.street: "办事处",
    Level.town: "人民政府",
}


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """What the paper says of the recording community."""

    name: str
    head: str = ""
    handler: str = ""
    phone: str = ""


def of(area: Area) -> Issuer:
    """What its staff wrote down, else the name that such a community has by law."""
    kept = kept_of(area)
    if kept is None:
        return Issuer(name=usual_name(area))
    return Issuer(name=kept.name, head=kept.head, handler=kept.handler, phone=kept.phone)


def kept_of(area: Area) -> CertificateIssuer | None:
    return session.scalar(select(CertificateIssuer).where(CertificateIssuer.area_id == area.id))


def usual_name(area: Area) -> str:
    """涌泉街道清泉社区居民委员会, 万春镇高山村村民委员会."""
    above = area.parent.name if area.is_community and area.parent else ""
    return f"{above}{area.name}{_COMMITTEES.get(area.level, '')}"


def keep(area: Area, issuer: Issuer, *, by: Person) -> None:
    """From now on certificates of this community name these; those already issued stay as they are."""
    begin_writing()
    area_id, staff_id = area.id, by.id
    # Two clerks who both write it down first meet at the area's row.
    session.execute(select(Area.id).where(Area.id == area_id).with_for_update(key_share=True))
    kept = session.scalar(select(CertificateIssuer).where(CertificateIssuer.area_id == area_id))
    told = asdict(issuer) | {"changed_at": clock.now(), "changed_by": staff_id}
    if kept is None:
        session.add(CertificateIssuer(area_id=area_id, **told))
    else:
        for name, value in told.items():
            setattr(kept, name, value)
    audit.record("certificates.keep_issuer", area)
