"""Ten minutes to take back what was done to many at once; what somebody did since stays."""

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.positions import bulk, queries, reviewing, search, services, snapshot
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import State
from board.reuse import changing, copying, undoing
from board.reuse.changing import Change
from board.reuse.copying import Way
from board.reuse.moving import By
from tests import factories


@pytest.fixture
def on(community):
    return factories.make_list(area=community)


def make(on, state="draft", by=None, **values):
    position = factories.make_position(
        opportunity_list=on, state=state, written_by=by, targets=("11",), guarantees=("05",), **values
    )
    factories.make_shift(position=position, quota=10)
    return position


def undo(on, by):
    undone = undoing.undo(on, by=by)
    session.commit()
    return undone


def copied(on, by):
    created = copying.copy_list(on, [p.id for p in on.positions], Way(1, By.date), by=by)
    session.commit()
    return created


def published(on, editor, reviewer):
    position = make(on, by=editor)
    reviewing.submit(position)
    session.commit()
    reviewing.approve(position, saw=reviewing.seen(position), by=reviewer)
    bulk.note(on, "publish", {position.id: {}}, by=reviewer)
    session.commit()
    return position


def actions():
    return list(session.scalars(select(AuditRow.action).order_by(AuditRow.id)))


def test_an_undone_copy_is_gone_with_the_list_it_made_and_the_audit_says_so(on, editor):
    make(on)
    created = copied(on, editor)

    undone = undo(created, editor)

    assert (undone.count, undone.left, undone.list_is_gone) == (1, (), True)
    assert factories.count_rows(OpportunityList) == 1
    assert factories.count_rows(Position) == 1
    assert actions()[-3:] == ["position.remove", "bulk.undo_copy", "list.remove"]
    assert "bulk.copy" in actions()


def test_a_copied_draft_that_was_changed_since_stays_and_is_named(on, editor):
    make(on)
    make(on)
    created = copied(on, editor)
    services.write_position(created.positions[0], {"title": "改过的"}, by=editor)
    session.commit()

    undone = undo(created, editor)

    assert (undone.count, undone.left, undone.list_is_gone) == (1, ("改过的",), False)
    assert [p.title for p in created.positions] == ["改过的"]


def test_what_an_import_wrote_over_says_again_what_it_said(on, editor):
    position = make(on, original={"row": 3}, guessed=["quota"])
    begin_writing()
    before = {position.id: snapshot.fields_of(position) | {"original": position.original}}
    services.rewrite(position, {"title": "表里的名称"})
    position.original, position.guessed = {"row": 4}, []
    bulk.note(on, "import", before, by=editor)
    session.commit()

    undo(on, editor)

    assert (position.title, position.original, position.guessed) == ("助老送餐", {"row": 3}, ["quota"])
    assert session.get(OpportunityList, on.id) is not None


def test_changed_drafts_are_as_before_with_their_shifts(on, editor):
    position = make(on)
    was = snapshot.fields_of(position)
    changing.change(on, [position.id], Change(days=7, quota=4, contact_name="张姐"), by=editor)
    session.commit()
    assert snapshot.fields_of(position) != was

    undo(on, editor)

    assert snapshot.fields_of(position) == was
    assert factories.count_rows(Shift) == 1


def test_a_published_position_gets_its_contact_and_its_places_back(on, editor, reviewer, resident):
    position = published(on, editor, reviewer)
    factories.make_signup(shift=position.shifts[0], person=resident)
    changing.change(on, [position.id], Change(quota=4, contact_name="张姐"), by=editor)
    session.commit()

    undone = undo(on, editor)

    assert undone.count == 1
    assert (position.contact_name, position.shifts[0].quota) == ("李老师", 10)


def test_what_was_handed_in_is_a_draft_again_unless_a_colleague_decided(on, editor, reviewer):
    waiting, decided = make(on, by=editor), make(on, by=editor, title="已审的岗位")
    reviewing.submit_list(on, by=editor)
    session.commit()
    reviewing.approve(decided, saw=reviewing.seen(decided), by=reviewer)
    session.commit()

    undone = undo(on, editor)

    assert (waiting.state, decided.state) == (State.draft, State.published)
    assert undone.left == ("已审的岗位",)


def test_handing_in_and_then_what_came_before_it_are_taken_back_one_after_the_other(on, editor):
    make(on)
    created = copied(on, editor)
    reviewing.submit_list(created, by=editor)
    session.commit()

    assert undo(created, editor).kind == "submit"
    assert undo(created, editor).kind == "copy"
    assert factories.count_rows(OpportunityList) == 1


def test_what_was_published_by_mistake_goes_back_to_review_and_leaves_the_board(on, editor, reviewer):
    position = published(on, editor, reviewer)
    assert position.next_start is not None

    undo(on, reviewer)

    assert (position.state, position.next_start, position.published_at) == (State.in_review, None, None)
    assert queries.hands_on(position) == {editor.id}
    assert not found("助老送餐")
    reviewing.approve(position, saw=reviewing.seen(position), by=reviewer)
    session.commit()
    assert found("助老送餐")


def found(words):
    question = search.ask(words)
    condition = question.way.condition(Position.id)
    return list(session.scalars(select(Position.id).where(condition), question.given))


def test_a_position_somebody_signed_up_for_stays_public_and_is_named(on, editor, reviewer, resident):
    position = published(on, editor, reviewer)
    factories.make_signup(shift=position.shifts[0], person=resident, state="withdrawn")

    with pytest.raises(undoing.NothingUndone, match="“助老送餐”"):
        undoing.undo(on, by=reviewer)

    session.rollback()
    assert position.state == State.published


def test_a_position_with_a_proposed_change_stays_public(on, editor, reviewer):
    from board.positions import proposals

    position = published(on, editor, reviewer)
    proposals.propose(position, {"content": "新的内容"}, by=editor)
    session.commit()

    with pytest.raises(undoing.NothingUndone):
        undoing.undo(on, by=reviewer)


def test_nothing_is_undone_twice_by_others_or_after_ten_minutes(on, editor, reviewer, clock_at):
    make(on)
    created = copied(on, editor)
    reviewing.submit_list(created, by=editor)
    session.commit()

    with pytest.raises(undoing.NothingToUndo):
        undoing.undo(created, by=reviewer)
    undo(created, editor)
    clock_at.move(minutes=10)
    with pytest.raises(undoing.NothingToUndo):
        undoing.undo(created, by=editor)


# The button


def test_a_reviewer_takes_back_what_they_published(browser, on, editor, reviewer):
    position = published(on, editor, reviewer)
    browser.as_(reviewer).get(f"/desk/lists/{on.number}")

    page = browser.press("撤销")

    assert page.has("撤销了：1 个岗位又回到审核中")
    assert session.get_one(Position, position.id).state == State.in_review
    assert "撤销" not in page.buttons


def test_the_button_is_shown_to_whoever_did_it_and_while_there_is_something_left(
    browser, on, editor, reviewer, clock_at
):
    position = make(on, by=editor)
    reviewing.submit_list(on, by=editor)
    session.commit()
    address = f"/desk/lists/{on.number}"
    assert "撤销" not in browser.as_(reviewer).get(address).buttons
    assert browser.as_(editor).get(address).has("提交了 1 个岗位审核，10:10 以前可以撤销")

    reviewing.approve(position, saw=reviewing.seen(position), by=reviewer)
    session.commit()

    assert "撤销" not in browser.get(address).buttons


def test_what_can_no_longer_be_taken_back_is_said(browser, on, editor, clock_at):
    make(on, by=editor)
    reviewing.submit_list(on, by=editor)
    session.commit()
    browser.as_(editor).get(f"/desk/lists/{on.number}")
    clock_at.move(minutes=11)

    page = browser.press("撤销")

    assert page.has("没有可以撤销的了：已经过了 10 分钟，或刚才撤销过")


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("manager", 403)])
def test_only_staff_of_the_community_take_back(browser, on, request, who, status):
    browser.as_(request.getfixturevalue(who)).post(f"/desk/lists/{on.number}/undo", status=status)


def test_taking_back_is_a_post(browser, on, editor):
    browser.as_(editor).get(f"/desk/lists/{on.number}/undo", 405)
    browser.post("/desk/lists/510115-2011-01/undo", status=404)
