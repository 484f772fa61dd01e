"""Loops as conversations: opened in each workspace, gathering its check-ins, closed when every team's day has ended."""

from datetime import date, datetime, timedelta

from sqlmodel import select

from bot.programme import planning
from bot.programme.loops import running as rules
from bot.sandbox.state import Message
from storage import checkins, editions, loops, teams
from storage.checkins import CheckinState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.loops import LoopState
from tests.cast import FAY, FIRST_MONDAY, FJORD, IPE, KOTARE, MAPLE
from tests.house import House, arrived

ANSWER = {"hypothesis": "Fewer calls", "tried": "A public board", "result": "Mixed"}


def _opening(house: House) -> list[Message]:
    return [item for item in house.person(FJORD.lead).sees("room-challenge") if "Loop 1 is open" in item.text]


def _state(house: House, number: int = 1) -> LoopState:
    return house.read(lambda db: loops.of_edition(db, house.edition_id)[number - 1].state)


def test_a_loop_opens_once_at_nine_where_the_edition_lives(house: House) -> None:
    house.until("2026-10-05T06:59:00+00:00")
    assert _opening(house) == []
    house.until("2026-10-06T12:00:00+00:00")
    opening = _opening(house)
    assert len(opening) == 1
    assert "How can we make the list for specialist care fair and visible?" in opening[0].text
    assert "Thursday 15 October" in opening[0].text
    assert "Friday 30 October" in opening[0].text
    assert _state(house) == LoopState.OPEN


def test_answers_gather_under_the_opening(house: House) -> None:
    house.until("2026-10-05T08:00:00+00:00")
    olav = house.person(FJORD.deputy)
    olav.press("Answer early")
    assert olav.submit(**ANSWER).errors == {}
    house.flush()
    card = next(item for item in olav.sees("room-challenge") if "We believed" in item.text)
    assert card.thread_ts == _opening(house)[0].ts
    house.until("2026-10-20T12:00:00+00:00")
    assert house.person(FJORD.lead).dm() == []


def test_answering_early_is_for_teams_that_check_in(house: House) -> None:
    house.until("2026-10-05T08:00:00+00:00")
    assert "in no team that checks in" in house.person(FAY).press("Answer early").text


def test_a_facilitator_opens_the_next_loop_by_hand(house: House) -> None:
    assert "Loop 1 is open" in house.person(FAY).command("/sweetspot loop open").text
    house.flush()
    assert len(_opening(house)) == 1
    house.until("2026-10-05T12:00:00+00:00")
    assert len(_opening(house)) == 1
    assert "Loop 1 is not waiting to be opened" in house.person(FAY).command("/sweetspot loop open 1").text
    assert "no number of a loop" in house.person(FAY).command("/sweetspot loop open soon").text


def test_only_facilitators_run_loops(house: House) -> None:
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot loop open").text
    assert _state(house) == LoopState.PLANNED


def test_a_loop_closed_before_anybody_was_asked_is_missed_by_nobody(house: House) -> None:
    house.until("2026-10-06T12:00:00+00:00")
    assert "Loop 1 is closed" in house.person(FAY).command("/sweetspot loop close").text
    assert house.read(lambda db: checkins.of_loop(db, 1)) == []
    assert "No loop is open now" in house.person(FAY).command("/sweetspot loop close").text


def test_it_stays_open_until_the_last_team_has_ended_its_day(house: House) -> None:
    def move(db: Db) -> None:
        team = next(row for row in teams.active(db, house.edition_id) if row.name == MAPLE.name)
        team.zone, team.country = "Pacific/Honolulu", "US"

    house.bot.writer.commit(lambda db, _: move(db))
    house.until("2026-10-31T02:59:00+00:00")
    assert _state(house) == LoopState.OPEN
    house.until("2026-10-31T03:01:00+00:00")
    assert _state(house) == LoopState.CLOSED


def test_who_was_asked_and_did_not_answer_has_missed_it(house: House) -> None:
    house.until("2026-10-16T08:00:00+00:00")
    olav = house.person(FJORD.deputy)
    olav.command("/sweetspot checkin answer")
    olav.submit(**ANSWER)
    house.until("2026-11-01T08:00:00+00:00")
    rows = house.read(lambda db: checkins.of_loop(db, 1))
    states = {house.read(lambda db, row=row: db.get_one(teams.Team, row.team_id).name): row.state for row in rows}  # type: ignore[misc]
    missed = CheckinState.MISSED
    assert states == {IPE.name: missed, FJORD.name: CheckinState.RECEIVED, MAPLE.name: missed}


def test_planning_anew_moves_what_has_not_been_opened(house: House) -> None:
    house.until("2026-10-06T12:00:00+00:00")
    later = FIRST_MONDAY + timedelta(weeks=1)

    def plan(db: Db) -> list[date]:
        edition = db.get_one(editions.Edition, house.edition_id)
        return [loop.opens_on for loop in rules.plan(db, edition, later)]

    opens = house.bot.writer.commit(lambda db, _: plan(db))
    assert opens[:3] == [FIRST_MONDAY, later + timedelta(weeks=4), later + timedelta(weeks=8)]
    assert len(opens) == 6


def test_what_waits_for_a_loop_moves_with_it(house: House) -> None:
    house.until("2026-10-06T12:00:00+00:00")
    house.bot.writer.commit(lambda db, now: _queue_ahead(db, house.edition_id, now))
    later = FIRST_MONDAY + timedelta(weeks=1)
    house.bot.writer.commit(lambda db, _: rules.plan(db, db.get_one(editions.Edition, house.edition_id), later))
    house.until("2026-11-09T12:00:00+00:00")
    room = [item for item in house.person(FJORD.lead).sees("room-challenge") if "Loop 2 is open" in item.text]
    when = [arrived(one, "Europe/Paris").isoformat(timespec="minutes")[:16] for one in room]
    assert when == ["2026-11-09T09:00"]
    rows = house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.reason == "its days have moved"))))
    assert {row.kind for row in rows} >= {"loop.opened", "checkin.ask", "checkin.nudge"}
    assert all("loop-1:" not in row.occasion for row in rows)


def _queue_ahead(db: Db, edition_id: int, now: datetime) -> None:
    """All of the second loop waits in the ledger already."""
    edition = db.get_one(editions.Edition, edition_id)
    planning.queue(db, edition, planning.plan(db, edition, now, now + timedelta(days=56)), now)


def test_a_goal_that_waits_moves_with_the_middle_loop(house: House) -> None:
    house.until("2026-10-06T12:00:00+00:00")
    edition_id = house.edition_id

    def goals(db: Db, state: DeliveryState) -> list[date]:
        query = select(Delivery).where(Delivery.kind == "goal.ask", Delivery.state == state)
        return [row.due_at.date() for row in db.exec(query) if row.due_at.year == 2026 and row.due_at.month == 12]

    def ahead(db: Db, now: datetime) -> None:
        edition = db.get_one(editions.Edition, edition_id)
        planning.queue(db, edition, planning.plan(db, edition, now, now + timedelta(days=110)), now)

    def move(db: Db, _now: datetime) -> None:
        rules.plan(db, db.get_one(editions.Edition, edition_id), FIRST_MONDAY - timedelta(weeks=1))

    house.bot.writer.commit(ahead)
    assert house.read(lambda db: goals(db, DeliveryState.QUEUED)) == [date(2026, 12, 28)]
    house.bot.writer.commit(move)
    assert house.read(lambda db: goals(db, DeliveryState.QUEUED)) == []
    house.bot.writer.commit(ahead)
    assert house.read(lambda db: goals(db, DeliveryState.QUEUED)) == [date(2026, 12, 21)]
    assert house.read(lambda db: goals(db, DeliveryState.SKIPPED)) == [date(2026, 12, 28)]


def test_the_cohort_does_not_check_in(house: House) -> None:
    house.until("2026-10-06T12:00:00+00:00")
    assert "in no team that checks in" in house.person(KOTARE.lead).command("/sweetspot checkin answer").text
    assert "is in the cohort" in house.person(FAY).command("/sweetspot checkin record Kotare").text
