"""The review page of what was uploaded: everything on it is one form, and any button keeps what was typed."""

from collections.abc import Sequence
from typing import Any

from flask import flash, g, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import dates
from board.db import apart, session
from board.imports import answering, in_words, original, planning, queries, saving, typed
from board.imports.controls import WAYS
from board.imports.models import Upload
from board.imports.overview import Overview, Shared, frame_of
from board.imports.shown_row import ShownRow, Typed
from board.positions.forms import ListForm
from board.positions.words import LIST_KIND_WORDS
from board.web.act import done
from board.web.forms import Form, page
from board.web.paging import row_number

Answer = tuple[str, int] | Response


def page_of(upload: Upload) -> Answer:
    """The rows as they are understood now. A POST keeps what was answered, then does what its button says."""
    about = ListForm(prefix="list", data=_facts(upload), meta={"csrf": False})
    if request.method != "POST" or g.get("refusal"):
        return _page(upload, about, Typed())
    came = typed.read(request.form, about, frame_of(upload))
    upload_id = upload.id
    with apart():
        answering.keep(upload_id, came.said)
    session.rollback()  # what is read from here on knows the answers
    if came.typed.errors or about.errors:
        return _page(upload, about, came.typed)
    return _go_on(upload)


def _go_on(upload: Upload) -> Response:
    act, _, number = request.form.get("act", "").partition("-")
    here = f"/desk/imports/{upload.id}"
    if act in {"draft", "submit"}:
        return _save(upload, act, here)
    if act == "page":
        return redirect(f"{here}?page={row_number(number) or 1}", 303)
    if act == "row" and row_number(number):
        return redirect(f"/desk/imports/rows/{number}", 303)
    return redirect(f"{here}?page={_page_number()}{_next_stop(number)}", 303)


def _save(upload: Upload, act: str, here: str) -> Response:
    first = Overview(upload, queries.rows_of(upload)).first_open() if act == "submit" else None
    if first:
        flash("还有问题没答，先答这一个。", "refusal")
        return redirect(f"{here}?page={first[0]}#{first[1]}", 303)
    save = saving.submit if act == "submit" else saving.save
    saved = save(upload, by=current_user.person)
    number, sentence = saved.opportunity_list.number, saved.sentence
    session.commit()
    return done(sentence, f"/desk/lists/{number}")


def _next_stop(item: str) -> str:
    """Back to the row whose button was pressed, so that nobody has to look for it."""
    quick = request.form.get("quick", "").partition("-")[0].removeprefix("r")
    row = row_number(item) or row_number(quick)
    return f"#row-{row}" if row else ""


def _page_number() -> int:
    return row_number(request.args.get("page")) or 1


def _page(upload: Upload, about: ListForm, came: Typed) -> tuple[str, int]:
    view = Overview(upload, queries.rows_of(upload))
    number = min(_page_number(), view.pages)
    rows, shared = view.shown(number, came), view.shared(came)
    form = _form(about, came)
    return page(
        "imports/review.html",
        form=form,
        upload=upload,
        about=about,
        about_words=_about_words(upload),
        facts=_facts(upload),
        saved=upload.opportunity_list,
        dock=_dock(view),
        view=view,
        number=number,
        rows=rows,
        shared=shared,
        problems=_problems(came),
        source=in_words.source(upload, len(view.rows)),
        shown=typed.packed(_shown(upload, rows, shared)),
        originals=original.tables(view.rows, number),
        plan=planning.plan(upload),
    )


def _form(about: ListForm, came: Typed) -> Form:
    form = Form()
    if refusal := g.get("refusal"):
        form.refuse(refusal)
    form.form_errors += came.errors.values()
    form.form_errors += [sentence for errors in about.errors.values() for sentence in errors]
    return form


def _dock(view: Overview) -> tuple[str, str]:
    """What is open, and what the buttons do about it."""
    if view.open_questions:
        rest = "点“提交审核”去答第一个；也可以先存草稿，原表的字都留着。"
        return f"还有 {view.open_questions} 个问题没答", rest
    return f"{len(view.kept)} 行都清楚了", "猜的对就不用动；想晚点再改，先存草稿。"


def _problems(came: Typed) -> list[tuple[str, str, str]]:
    """The control, whose it is, and the sentence: for the summary on top."""
    return [(name, _whose(name), sentence) for name, sentence in came.errors.items()]


def _whose(name: str) -> str:
    row, _, field = name.partition("-")
    word = WAYS[field].word
    return f"整份清单的{word}" if row == "all" else f"第 {row.removeprefix('r')} 行{word}"


def _facts(upload: Upload) -> dict[str, Any]:
    return vars(saving.list_text(upload))


def _about_words(upload: Upload) -> str:
    facts = _facts(upload)
    return f"{LIST_KIND_WORDS[facts['kind']]}，{dates.day_range(facts['period_start'], facts['period_end'])}"


def _shown(upload: Upload, rows: Sequence[ShownRow], shared: Sequence[Shared]) -> typed.Shown:
    """What a browser sends back untouched. A refused text is not among it: it is still to be read."""
    asking = [question.control for row in rows for question in row.questions]
    guessed = [control for row in rows for cell in row.cells.values() for control in cell.controls]
    controls = [*asking, *guessed, *(one.control for one in shared)]
    texts = {control.name: control.value for control in controls if control.value and not control.error}
    texts |= {f"list-{name}": typed.text_of_about(fact) for name, fact in _facts(upload).items()}
    kept = [row.item for row in rows if row.kept]
    return typed.Shown(texts, [control.name for control in asking], [row.item for row in rows], kept)
