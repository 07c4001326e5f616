"""One row of a sheet in full, beside its original."""

import json

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.areas import workdays
from board.db import session
from board.imports import answering, in_words, queries, row_form
from board.imports.controls import WAYS
from board.imports.models import UploadRow
from board.imports.overview import PAGE, frame_of
from board.imports.row_form import RowForm
from board.imports.understood import Understood, understood
from board.imports.views import blueprint
from board.positions import standing
from board.positions.words import ListKind
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/desk/imports/rows/<int:row_id>", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_import_row(row_id: int) -> tuple[str, int] | Response:
    row = queries.fetch_row(current_user.person, row_id)
    told = understood(row, standing.answers_for(row.upload.area_id))
    start = row_form.starting(row.upload, told)
    form = RowForm(data=start)
    form.frame = frame_of(row.upload)
    if form.validate_on_submit() and request.form.get("act") != "look":
        back = f"/desk/imports/{row.upload_id}?page={(row.item - 1) // PAGE + 1}#row-{row.item}"
        said = f"第 {row.item} 行改好了。"
        answering.answer_row(row, row_form.answers(form, request.form.get("shown", ""), told))
        session.commit()
        return done(said, back)
    return _page(form, row, told, RowForm(None, data=start, meta={"csrf": False}))


def _page(form: RowForm, row: UploadRow, told: Understood, as_shown: RowForm) -> tuple[str, int]:
    spans = form.spans if request.method == "POST" else told.spans
    calendar = workdays.calendar_of(*(span.starts_at for span in spans))
    return page(
        "imports/row.html",
        form=form,
        upload=row.upload,
        row=row,
        told=told,
        list={"is_task_list": row.upload.kind == ListKind.task},
        rules="",
        times=in_words.times(spans),
        warnings=in_words.warnings(spans, calendar, clock.now()),
        guessed=[WAYS[name].word for name in told.guessed if name in WAYS],
        asked=[
            (WAYS[one.field].question, in_words.where_it_stands(one, told.sheet), one.said, one.why)
            for one in told.asked
            if one.field in WAYS
        ],
        shown=json.dumps(as_shown.as_json(), ensure_ascii=False),
    )
