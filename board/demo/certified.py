"""Certificates of the demo: one that stands, and one that was taken back; 清泉社区 says who issues."""

from datetime import timedelta

from board import clock
from board.certificates import endings, issuers, services
from board.certificates.contents import Period
from board.certificates.issuers import Issuer
from board.certificates.services import Site
from board.certificates.words import CAUSE_WORDS, Cause
from board.db import session
from board.demo import acts
from board.demo.people import Cast
from board.notices import limits


def make(cast: Cast) -> None:
    """By the clock of yesterday: what was confirmed long ago, as its volunteers asked for it."""
    now, site = clock.now(), Site(limits.current().origin, is_demo=True)
    area, editor = cast[3].area, cast[3]
    with clock.standing_at(lambda: now - timedelta(days=1)):
        with acts.acting(editor):
            told = Issuer(
                name=issuers.usual_name(area), head="李建华", handler=editor.name, phone="028-00001001"
            )
            issuers.keep(area, told, by=editor)
            session.commit()
        for person in (cast[1], cast.neighbours[0]):
            with acts.acting(person):
                certificate = services.issue(person, area, Period(), site=site)
                session.commit()
    with acts.acting(editor):
        endings.revoke(certificate, reason=CAUSE_WORDS[Cause.wrong_content], by=editor)
        session.commit()
