"""The facilitators' Monday and their outlook: who is due, late or quiet; what is to come; pause and resume."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlmodel import select

from bot.messages import monday as boards
from bot.messages import people as words
from bot.messages.kinds import kind_name
from bot.messages.reader import Reader
from bot.programme import monday, signals
from bot.programme import people as folk
from schedules import registry
from storage import teams
from storage.checkins import Signal
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team, TeamKind
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, TELAR
from tests.house import House

DAY_AFTER_ASKED = "2026-10-16T08:00:00+00:00"
AFTER_DUE = "2026-10-20T08:00:00+00:00"


def _monday(house: House) -> str:
    return house.person(FAY).command("/sweetspot monday").text


def test_due_then_late_then_quiet(house: House) -> None:
    assert "Nothing waits for you" in _monday(house)
    house.until(DAY_AFTER_ASKED)
    said = _monday(house)
    assert "Asked, not answered yet*: Ipê Lab, Fjord Services, Maple Desk" in said
    assert "Ipê Lab (15 days)" in said
    assert "and Kotare, Telar." in said
    house.until(AFTER_DUE)
    said = _monday(house)
    assert "Late with their check-in." in said
    assert [team.name in said.partition("Late with")[2] for team in (IPE, FJORD, MAPLE)] == [True] * 3


def test_a_sign_of_life_ends_the_quiet(house: House) -> None:
    house.until(DAY_AFTER_ASKED)
    house.person(KOTARE.lead).command("/sweetspot team thank Telar for patience")
    said = _monday(house)
    assert "Kotare" not in said.partition("No sign")[2]
    assert "Telar" in said.partition("No sign")[2]


def test_it_comes_to_the_facilitators_room_on_monday_at_nine(house: House) -> None:
    house.until("2026-10-05T06:59:00+00:00")
    assert [item for item in house.person(FAY).sees("room-facilitators") if "Monday" in item.text] == []
    house.until("2026-10-05T07:00:00+00:00")
    assert len([item for item in house.person(FAY).sees("room-facilitators") if "Monday" in item.text]) == 1


def test_what_cannot_be_delivered_is_told(house: House) -> None:
    def fail(db: Db) -> None:
        row = db.exec(select(Delivery).where(Delivery.kind == "thanks.received")).one()
        row.state, row.reason = DeliveryState.FAILED, "user_not_found"

    house.person(KOTARE.lead).command("/sweetspot team thank Telar for patience")
    house.bot.writer.commit(lambda db, _: fail(db))
    assert "thanks, or a recognition to Catalina Rojas: user_not_found" in _monday(house)


def test_what_was_refused_is_sent_again_by_a_button(house: House) -> None:
    test_what_cannot_be_delivered_is_told(house)
    fay = house.person(FAY)
    assert "sent again" in fay.press("Try again").text
    house.until("2026-10-01T15:00:00+00:00")
    assert len([item for item in house.person(TELAR.lead).dm() if "patience" in item.text]) == 1
    assert "Not delivered" not in _monday(house)


def test_a_note_from_the_draft_reaches_the_lead_in_working_hours(house: House) -> None:
    house.until(AFTER_DUE)
    fay = house.person(FAY)
    fay.command("/sweetspot monday")
    fay.press(f"note.team:{_team(house, MAPLE.name)}")
    assert fay.view
    assert "late is fine" in str(fay.view.payload)
    fay.submit(text="Shall we <!channel> speak on Thursday?")
    house.until("2026-10-20T12:59:00+00:00")
    june = house.person(MAPLE.lead)
    assert [item for item in june.dm() if "speak on Thursday" in item.text] == [], "it is eight in the morning there"
    house.until("2026-10-20T13:30:00+00:00")
    (note,) = [item for item in june.dm() if "speak on Thursday" in item.text]
    assert note.text.startswith("Fay Lindqvist writes to you")
    assert "&lt;!channel&gt;" in note.text


def test_a_signal_is_answered_and_settled_in_one_step(house: House) -> None:
    house.until("2026-10-15T14:00:00+00:00")
    house.person(MAPLE.lead).press("Talk to a person")
    house.flush()
    fay = house.person(FAY)
    assert "Maple Desk: talk to a person" in fay.command("/sweetspot monday").text
    fay.press("Write to them")
    fay.submit(text="Here I am.")
    house.flush()
    assert [item for item in house.person(MAPLE.lead).dm() if "Here I am" in item.text]
    assert "talk to a person" not in _monday(house)
    settled = house.read(lambda db: [row.settled_by_id for row in db.exec(select(Signal))])
    assert settled == [house.read(lambda db: db.exec(select(Person.id).where(Person.name == FAY.name)).one())]


def test_a_signal_is_put_off_until_monday(house: House) -> None:
    house.until("2026-10-15T14:00:00+00:00")
    house.person(MAPLE.lead).press("Talk to a person")
    house.flush()
    assert "Monday 19 October" in house.person(FAY).press("Next Monday").text
    assert "talk to a person" not in _monday(house)
    house.until("2026-10-19T07:00:00+00:00")
    assert "Maple Desk: talk to a person" in _monday(house)


def test_home_has_the_board_and_is_fresh_after_a_press(house: House) -> None:
    house.until("2026-10-15T14:00:00+00:00")
    house.person(MAPLE.lead).press("Talk to a person")
    house.flush()
    fay = house.person(FAY)
    home = fay.home()
    assert home
    assert "Maple Desk: talk to a person" in str(home.payload)
    fay.press_at_home("Write to them")
    fay.submit(text="Here I am.")
    home = fay.home()
    assert home
    assert "talk to a person" not in str(home.payload)
    other = house.person(IPE.lead).home()
    assert other
    assert "Monday" not in str(other.payload)


def test_a_side_that_is_not_heard_of_is_a_signal_on_monday(house: House) -> None:
    for day in ("2026-10-15T14:00:00+00:00", "2026-11-12T14:00:00+00:00"):
        house.until(day)
        for team in (IPE, FJORD):
            who = house.person(team.lead)
            who.command("/sweetspot checkin answer")
            who.submit(hypothesis="Fewer calls", tried="A board", result="Mixed")
            who.close()
    house.until("2026-11-16T09:00:00+00:00")
    kinds = house.read(lambda db: [(row.kind, row.team_id) for row in db.exec(select(Signal))])
    assert kinds.count((signals.ONE_SIDED, _team(house, MAPLE.name))) == 1
    assert not [one for one in kinds if one[1] == _team(house, IPE.name)]


def test_the_board_does_not_ask_more_where_there_are_more_teams(house: House) -> None:
    house.until(AFTER_DUE)
    few = _queries(house)
    house.bot.writer.commit(lambda db, now: _crowd(db, house.edition_id, now))
    assert _queries(house) <= few + 3


def test_home_fits_when_everything_wants_a_person(house: House) -> None:
    """Slack takes 100 blocks: with a full board, and the menu of somebody who is also in many teams."""
    house.bot.writer.commit(lambda db, now: _crowd(db, house.edition_id, now))
    lines = [monday.Line(number, f"A team with quite a long name, number {number}", number) for number in range(40)]
    full = monday.Board(
        loop=3,
        first=[monday.Raised(one.team_id, one.team, "silent", house.clock.now()) for one in lines],
        asked=lines,
        late=lines,
        rooms=[monday.HalfMade(one.team, "Slack: is_archived") for one in lines],
        undelivered=[
            monday.Undelivered(str(one.team_id), "checkin.ask", one.team, "no address", True) for one in lines
        ],
        overdue=lines,
        quiet=lines,
        away=[monday.Away(one.team, one.team, house.clock.now().date()) for one in lines],
        due=lines,
    )
    many = [("checkin.answer", f"checkin.answer:{number}", str(number)) for number in range(40)]
    person = house.read(lambda db: _card(db, house))
    shown = words.home(Reader(), person, many, boards.at_home(Reader(), full))
    rows = [block["elements"] for block in shown["blocks"] if block["type"] == "actions"]
    assert max(len(row) for row in rows) <= 5
    assert len([one for row in rows for one in row if one["action_id"].startswith("checkin.answer")]) == 40
    assert house.person(FAY).home()


def _card(db: Db, house: House) -> dict[str, Any]:
    person = db.exec(select(Person).where(Person.name == FAY.name)).one()
    return folk.card(db, house.clock.now(), db.get_one(Edition, house.edition_id), person)


def _queries(house: House) -> int:
    """How many statements the board takes."""
    asked: list[str] = []
    event.listen(house.bot.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    edition = house.read(lambda db: db.get_one(Edition, house.edition_id))
    house.read(lambda db: monday.board(db, edition, house.clock.now()))
    return len(asked)


def _crowd(db: Db, edition_id: int, now: datetime) -> None:
    """Thirty more teams, none of which was heard of, each with something that went wrong."""
    for number in range(30):
        team = Team(edition_id=edition_id, kind=TeamKind.COHORT, name=f"Team {number}", created_at=now - timedelta(40))
        db.add(team)
        db.flush()
        db.add(Signal(edition_id=edition_id, kind="silent", team_id=team.id, occasion="x", at=now))


def _team(house: House, name: str) -> int:
    found = house.read(lambda db: teams.by_name(db, house.edition_id, name))
    assert found
    return found.id


def test_it_is_for_facilitators(house: House) -> None:
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot monday").text


def test_the_preview_counts_kinds_and_gives_local_times(house: House) -> None:
    said = house.person(FAY).command("/sweetspot preview 20").text
    assert "3 × the check-in question, first Thursday 15 October, 09:30 (Oslo time) to Ingrid Dahl" in said
    team = house.person(FAY).command("/sweetspot preview fjord services 20").text
    assert "Thursday 15 October, 09:30 (Oslo time): the check-in question, to Ingrid Dahl" in team
    assert "Olav Moen (if not answered)" in team
    assert "Marina" not in team
    assert 'no team "Nobody"' in house.person(FAY).command("/sweetspot preview Nobody").text
    assert "from 1 to 60" in house.person(FAY).command("/sweetspot preview 400").text


def test_nothing_goes_out_while_paused_and_the_rest_after(house: House) -> None:
    house.until("2026-10-15T07:00:00+00:00")
    fay, ingrid = house.person(FAY), house.person(FJORD.lead)
    assert "Paused" in fay.command("/sweetspot pause").text
    house.clock.advance(timedelta(hours=1))
    house.bot.ticks.tick()
    assert ingrid.dm() == []
    assert "1 message goes out now" in fay.command("/sweetspot resume").text
    house.flush()
    assert "Check-in 1" in ingrid.dm()[-1].text


def test_every_kind_of_message_has_words() -> None:
    for kind in registry.kinds():
        assert kind_name(Reader(), kind)
