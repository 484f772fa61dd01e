"""What is held back or comes later, foretold; and what waited while everything was paused, given out with space."""

from datetime import date, datetime, time, timedelta

from sqlmodel import select

from storage import people, teams
from storage.courtesies import Courtesy, Mute
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.people import Absence, Person
from storage.teams import Membership
from tests.cast import FAY, FJORD, MAPLE, Actor
from tests.house import House, arrived


def _person(db: Db, actor: Actor) -> Person:
    found = people.by_email(db, actor.email)
    assert found
    return found


def _preview(house: House, words: str = "Fjord Services 20") -> list[str]:
    return house.person(FAY).command(f"/sweetspot preview {words}").text.splitlines()


def _about(lines: list[str], words: str, actor: Actor) -> str:
    return next(line for line in lines if words in line and actor.name in line)


def test_the_preview_says_what_is_muted_and_what_the_week_holds_back(house: House) -> None:
    def wish(db: Db, _now: datetime) -> None:
        db.add(Mute(person_id=_person(db, FJORD.deputy).id, occasion="", until=None))

    house.bot.writer.commit(wish)
    muted = _about(_preview(house), "reminder of a check-in", FJORD.deputy)
    assert "they want no reminder" in muted
    assert "held back" not in _about(_preview(house), "reminder of a check-in", FJORD.lead)
    assert "1 held back" in next(line for line in _preview(house, "20") if "reminder of a check-in" in line)
    house.until("2026-10-19T04:00:00+00:00")
    house.person(FAY).command("/sweetspot edition cap 1")
    house.bot.writer.commit(lambda db, now: _reminded(db, house.edition_id, now))
    assert "the week has its reminders" in _about(_preview(house), "reminder of a check-in", FJORD.lead)


def _reminded(db: Db, edition_id: int, now: datetime) -> None:
    lead = _person(db, FJORD.lead)
    row = Delivery(
        edition_id=edition_id, kind="review.reminder", recipient=f"person:{lead.id}", occasion="r", due_at=now
    )
    row.person_id, row.state, row.sent_at = lead.id, DeliveryState.SENT, now
    db.add(row)


def test_the_preview_says_when_a_moved_question_comes_and_it_comes_then(house: House) -> None:
    def wish(db: Db, _now: datetime) -> None:
        lead, deputy = _person(db, FJORD.lead), _person(db, FJORD.deputy)
        db.add(Courtesy(person_id=lead.id, quiet_from=time(9), quiet_until=time(13)))
        db.add(Absence(person_id=deputy.id, first_day=date(2026, 10, 19), last_day=date(2026, 10, 20)))

    house.bot.writer.commit(wish)
    lines = _preview(house)
    asked = _about(lines, "the check-in question", FJORD.lead)
    assert "comes Thursday 15 October, 13:00 (Oslo time), when they work" in asked
    assert not [line for line in lines if "reminder of a check-in" in line and FJORD.deputy.name in line]
    house.until("2026-10-15T14:00:00+00:00")
    came = [one for one in house.person(FJORD.lead).dm() if "Check-in 1" in one.text]
    assert [arrived(one, FJORD.zone).strftime("%d %H:%M") for one in came] == ["15 13:00"]


def test_after_a_pause_one_person_gets_reminders_one_after_the_other(house: House) -> None:
    house.bot.writer.commit(lambda db, _: _in_both(db))
    house.until("2026-10-19T07:00:00+00:00")
    fay = house.person(FAY)
    fay.command("/sweetspot pause")
    house.clock.advance(timedelta(hours=1))
    house.bot.ticks.tick()
    ingrid = house.person(FJORD.lead)
    assert not [one for one in ingrid.dm() if "only reminder" in one.text]
    fay.command("/sweetspot resume")
    house.flush()
    assert len([one for one in ingrid.dm() if "only reminder" in one.text]) == 1
    for _ in range(4):
        house.advance(timedelta(minutes=30))
    came = [arrived(one, FJORD.zone).strftime("%H:%M") for one in ingrid.dm() if "only reminder" in one.text]
    assert came == ["10:00", "11:00"]


def _in_both(db: Db) -> None:
    """Ingrid leads the other provider too, which works in her zone."""
    maple = teams.by_name(db, 1, MAPLE.name)
    assert maple
    maple.zone, maple.country = FJORD.zone, FJORD.country
    june = _person(db, MAPLE.lead)
    row = db.exec(select(Membership).where(Membership.team_id == maple.id, Membership.person_id == june.id)).one()
    role = row.role
    db.delete(row)
    db.flush()
    db.add(Membership(team_id=maple.id, person_id=_person(db, FJORD.lead).id, role=role))
