"""Briefs as conversations: written from the submission, approved by the owner, published only in those words."""

from datetime import UTC, datetime

from bot.programme import briefs
from storage import briefs as tables
from storage import matching
from storage.briefs import Brief, BriefState
from storage.calls import CallKind, CallState
from storage.db import Db
from tests.applicants import BRAZIL, NORWAY, say, submit, the_call
from tests.cast import FAY, FJORD, IPE
from tests.house import House

TEXT = "A queue that people can see"


def _selected(house: House, *, told: bool = True) -> None:
    """Two owners are selected and, unless it is too early, have their letters."""
    house.person(FAY).command("/sweetspot edition new Second edition")
    submit(house, BRAZIL, NORWAY)
    say(house, "close challenge because the form was closed")
    say(house, "decide challenge 1,2 select because they are ripe words: Welcome.")
    if told:
        say(house, "notify challenge")
    house.until("2026-10-01T12:30:00+00:00")


def _written(house: House, number: int = 1, **words: str) -> None:
    say(house, f"brief {number}")
    assert house.person(FAY).submit(**words).errors == {}
    house.person(FAY).close()
    house.until("2026-10-01T13:00:00+00:00")


def _approved(house: House, number: int = 1) -> None:
    _written(house, number)
    house.person(IPE.lead if number == 1 else FJORD.lead).press("Approve")
    house.flush()


def _latest(house: House, number: int = 1) -> Brief:
    def find(db: Db) -> Brief | None:
        challenge = matching.numbered(db, 1, number)
        return tables.latest(db, challenge.id) if challenge else None

    found = house.read(find)
    assert found
    return found


def test_a_brief_starts_with_what_was_submitted_and_the_owner_reads_all_of_it(empty_house: House) -> None:
    _selected(empty_house)
    form = empty_house.person(FAY).command("/sweetspot call brief 1").view
    assert form
    assert "How can we make the queue fair?" in str(form.payload)
    empty_house.person(FAY).close()
    _written(empty_house, title=TEXT, context_0="Two million people wait.")
    asked = empty_house.person(IPE.lead).dm()[-1].text
    assert TEXT in asked
    assert "Two million people wait." in asked
    assert "A form." in asked
    assert "only if you approve it, in exactly these words" in asked
    assert _latest(empty_house).state == BriefState.ASKED


def test_an_approval_keeps_who_when_and_which_version(empty_house: House) -> None:
    _selected(empty_house)
    _approved(empty_house)
    brief = _latest(empty_house)
    assert (brief.version, brief.state) == (1, BriefState.APPROVED)
    assert brief.answered_by_id
    assert brief.answered_at == datetime(2026, 10, 1, 13, tzinfo=UTC)
    assert "was approved by Marina Teles" in empty_house.person(IPE.lead).dm()[-1].text
    noted = [message.text for room in empty_house.sandbox.state.channels.values() for message in room.messages]
    assert any("Ipê Lab approved the brief of challenge 1" in text for text in noted)


def test_nobody_but_its_lead_or_deputy_approves(empty_house: House) -> None:
    _selected(empty_house)
    _written(empty_house)
    asked = empty_house.person(IPE.lead).dm()[-1]
    empty_house.person(FJORD.lead).press("brief.approve", message=asked)
    empty_house.person(FAY).press("brief.approve", message=asked)
    assert _latest(empty_house).state == BriefState.ASKED


def test_a_wish_goes_to_the_facilitators_and_the_next_version_is_asked_anew(empty_house: House) -> None:
    _selected(empty_house)
    _written(empty_house)
    marina = empty_house.person(IPE.lead)
    first = marina.dm()[-1]
    marina.press("Suggest a change")
    assert "wish" in marina.submit(wish=" ").errors
    assert marina.submit(wish="Please leave out the ministry's name").errors == {}
    marina.close()
    empty_house.flush()
    noted = [message.text for room in empty_house.sandbox.state.channels.values() for message in room.messages]
    assert any("leave out the ministry's name" in text for text in noted)
    assert _latest(empty_house).state == BriefState.CHANGE_WANTED
    _written(empty_house, title=TEXT)
    marina.press("brief.approve", message=first)
    assert "There is a newer version" in marina.dm()[-1].text
    assert _latest(empty_house).state == BriefState.ASKED
    marina.press("Approve")
    assert (_latest(empty_house).version, _latest(empty_house).state) == (2, BriefState.APPROVED)


def test_only_approved_words_are_published_and_the_others_are_named(empty_house: House) -> None:
    _selected(empty_house)
    assert "1 (no text yet); 2 (no text yet)" in say(empty_house, "publish challenge")
    _approved(empty_house)
    _written(empty_house, 2)
    refused = say(empty_house, "publish challenge")
    assert "2 (not answered yet)" in refused
    assert "1 (" not in refused
    assert empty_house.read(lambda db: briefs.published(db, 1)) == []
    assert the_call(empty_house).state == CallState.DECIDED
    said = say(empty_house, "publish challenge anyway")
    assert "1. Queues in Ipê Lab" in said
    assert "Left out until their owner approves: 2 (not answered yet)" in said
    assert the_call(empty_house).state == CallState.PUBLISHED


def test_what_is_published_is_what_the_solution_call_offers(empty_house: House) -> None:
    _selected(empty_house)
    assert "No challenge's brief is published yet" in say(empty_house, "open solution until 2027-05-31 Europe/Paris")
    _written(empty_house, title=TEXT)
    empty_house.person(IPE.lead).press("Approve")
    say(empty_house, "publish challenge anyway")
    say(empty_house, "close solution because it opened too early")
    said = say(empty_house, "extend solution until 2027-06-30 Europe/Paris because the briefs are there")
    assert f"1. {TEXT}" in said
    assert the_call(empty_house, CallKind.SOLUTION).state == CallState.EXTENDED
    challenge = empty_house.read(lambda db: matching.numbered(db, 1, 1))
    assert challenge
    assert (challenge.title, challenge.state) == (TEXT, "published")


def test_a_later_change_needs_a_new_approval_and_the_published_words_stand_until_then(empty_house: House) -> None:
    _selected(empty_house)
    _approved(empty_house)
    say(empty_house, "publish challenge anyway")
    _written(empty_house, title=TEXT)
    assert "1 (not answered yet)" in say(empty_house, "publish challenge")
    assert [one.title for one in empty_house.read(lambda db: briefs.published(db, 1))] == ["Queues in Ipê Lab"]
    empty_house.person(IPE.lead).press("Approve")
    say(empty_house, "publish challenge anyway")
    assert [one.title for one in empty_house.read(lambda db: briefs.published(db, 1))] == [TEXT]


def test_no_owner_is_asked_before_the_letter(empty_house: House) -> None:
    _selected(empty_house, told=False)
    say(empty_house, "brief 1")
    errors = empty_house.person(FAY).submit(title=TEXT).errors
    assert "has not been told that it was selected" in errors["title"]
    empty_house.until("2026-10-03T08:00:00+00:00")
    assert empty_house.person(IPE.lead).dm() == []
    assert "it is under review" in say(empty_house, "publish challenge")


def test_a_long_text_is_not_cut(empty_house: House) -> None:
    _selected(empty_house)
    first = "Many words. " * 240
    _written(empty_house, context_0=first)

    def lengthen(db: Db, _now: datetime) -> None:
        brief = db.get_one(Brief, 1)
        brief.context = first + "\n" + "The last line."

    empty_house.bot.writer.commit(lengthen)
    _written(empty_house)
    assert _latest(empty_house).context.endswith("The last line.")
    assert _latest(empty_house).context.count("Many words.") == 240
