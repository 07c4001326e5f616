"""Uploads for tests, as if their sheets had been read: what matters to a test is written in it."""

from datetime import date, datetime, timedelta

from board import clock
from board.db import session
from board.imports.models import Progress, Upload, UploadRow
from board.positions.models import StandingAnswers
from board.positions.snapshot import packed_values
from board.positions.words import Category, Guarantee, ListKind, Target
from board.reading.lists import ReadRow
from tests.factories import committed

SATURDAY = datetime(2026, 12, 5, 9, tzinfo=clock.SHANGHAI)


def read_row(**says):
    """A row about which nothing is open."""
    told = {
        "sheet": "Sheet1", "row": 3, "kind": ListKind.opportunity, "title": "周末电影放映员", "content": "布置座椅",
        "categories": (Category.culture,), "targets": (Target.public,), "quota": 3, "place": "邻里广场",
        "contact_name": "社区服务站", "contact_phone": "028-00001001", "risk_note": "无特殊风险",
        "guarantee_note": "提供饮水", "shifts": (span(SATURDAY),),
        "cells": (("岗位名称", "周末电影放映员"), ("服务时间", "12月5日 9:00-11:00")),
    }  # fmt: skip
    return ReadRow(**(told | says))


def span(starts, hours=2):
    return starts, starts + timedelta(hours=hours)


def make_upload(area, by, *rows, **values):
    """Read, and not saved yet."""
    told = {
        "file_name": "清单.xlsx", "digest": "0" * 64, "content": b"", "state": Progress.read, "rows_read": len(rows),
        "rows_total": len(rows), "title": "清泉社区2026年12月清单",
        "period_start": date(2026, 12, 1), "period_end": date(2026, 12, 31),
    }  # fmt: skip
    with committed():
        upload = Upload(area_id=area.id, uploaded_by=by.id, at=clock.now(), **(told | values))
        session.add(upload)
        session.flush()
        for item, row in enumerate(rows, start=1):
            session.add(UploadRow(upload_id=upload.id, item=item, reading=row.as_json()))
    return upload


def keep_standing(area, by, **answers):
    """The community answers this every time."""
    told = {"targets": (Target.elders,), "guarantees": (Guarantee.water,)} | answers
    with committed():
        session.add(
            StandingAnswers(
                area_id=area.id, values=packed_values(told), changed_by=by.id, changed_at=clock.now()
            )
        )


def answers_of(upload, item=1):
    return session.query(UploadRow).filter_by(upload_id=upload.id, item=item).one().answers
