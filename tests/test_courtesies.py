"""Courtesy as conversations: put off, away, muted, capped, and in one's own hours."""

from datetime import date, datetime, time
from typing import Any

from sqlmodel import select

from bot.programme import courtesies as rules
from bot.programme import worktime
from bot.programme.courtesies import ASKED_AS
from bot.programme.worktime import Week
from bot.sandbox.keyboard import Keyboard
from schedules import registry
from storage import people
from storage.courtesies import Courtesy
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from tests.cast import FAY, FJORD, IPE, MAPLE, Actor
from tests.house import House, arrived

ASKED = "2026-10-15T14:00:00+00:00"
FJORD_ASKED = "2026-10-15T07:31:00+00:00"
"""Half past nine in Oslo, a minute ago."""
AFTER = "2026-10-30T12:00:00+00:00"


def _asked(house: House, actor: Actor) -> list[str]:
    """When each message about the check-in came, by its reader's clock."""
    found = [one for one in house.person(actor).dm() if "Check-in 1" in one.text]
    return [arrived(one, actor.zone).isoformat(timespec="minutes")[:16] for one in found]


def _choose(house: House, actor: Actor, **fields: Any) -> Keyboard:
    person = house.person(actor)
    person.press("Not now")
    answer = person.submit(**fields)
    assert answer.errors == {}
    house.flush()
    return person


def _shown(person: Keyboard) -> str:
    assert person.view
    return str(person.view.payload["blocks"])


def _card(house: House, actor: Actor) -> str:
    return house.person(actor).command("/sweetspot me").text


def _rows(house: House, reason: str) -> list[Delivery]:
    query = select(Delivery).where(Delivery.state == DeliveryState.SKIPPED, Delivery.reason == reason)
    return house.read(lambda db: list(db.exec(query)))


# Not now


def test_not_now_asks_once_more_the_next_working_morning(house: House) -> None:
    house.until(FJORD_ASKED)
    ingrid = _choose(house, FJORD.lead, what="tomorrow")
    assert "Friday 16 October, 09:30" in _shown(ingrid)
    ingrid.close()
    house.until("2026-10-16T12:00:00+00:00")
    assert _asked(house, FJORD.lead) == ["2026-10-15T09:30", "2026-10-16T09:30"]
    ingrid.press("Not now")
    assert "Ask me again" not in _shown(ingrid)
    ingrid.close()
    house.until("2026-10-19T12:00:00+00:00")
    assert _asked(house, FJORD.lead)[2:] == ["2026-10-19T09:30"]
    assert _asked(house, FJORD.deputy) == ["2026-10-19T09:30"]


def test_every_reminder_can_be_put_off() -> None:
    assert registry.nudges(registry.kinds()) <= set(ASKED_AS)


def test_a_goal_and_an_intention_are_asked_again_on_the_chosen_day(house: House) -> None:
    house.until("2026-10-05T15:00:00+00:00")
    marina = house.person(IPE.lead)
    goal = next(message for message in marina.dm() if "want to have reached" in message.text)
    marina.press("Not now", message=goal)
    assert marina.submit(what="day", day="2026-10-06").errors == {}
    marina.close()
    house.until("2026-10-07T15:00:00+00:00")
    days = [arrived(message, IPE.lead.zone).date().isoformat() for message in marina.dm() if message.text == goal.text]
    assert days == ["2026-10-05", "2026-10-06"]
    reminder = next(message for message in marina.dm() if "loop.intend" in str(message.blocks))
    marina.press("Not now", message=reminder)
    assert marina.submit(what="day", day="2026-10-09").errors == {}
    house.until("2026-10-09T15:00:00+00:00")
    assert [message.text for message in marina.dm()].count(reminder.text) == 2


def test_a_chosen_day_never_lies_beyond_the_deadline(house: House) -> None:
    house.until(FJORD_ASKED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("Not now")
    late = ingrid.submit(what="day", day="2026-11-02")
    assert "Friday 30 October, 17:00" in late.errors["day"]
    assert "has passed" in ingrid.submit(what="day", day="2026-10-01").errors["day"]
    assert ingrid.submit(what="day", day="").errors["day"] == "Please choose a day."
    assert ingrid.submit(what="day", day="2026-10-21").errors == {}
    house.until("2026-10-22T12:00:00+00:00")
    assert _asked(house, FJORD.lead) == ["2026-10-15T09:30", "2026-10-19T09:30", "2026-10-21T09:30"]


def test_put_off_to_the_day_of_the_reminder_it_comes_once(house: House) -> None:
    house.until(FJORD_ASKED)
    _choose(house, FJORD.lead, what="day", day="2026-10-19")
    house.until(AFTER)
    assert _asked(house, FJORD.lead) == ["2026-10-15T09:30", "2026-10-19T09:30"]
    assert _asked(house, FJORD.deputy) == ["2026-10-19T09:30"]


def test_somebody_elses_question_is_not_theirs_to_put_off(house: House) -> None:
    house.until(FJORD_ASKED)
    shown = house.person(FJORD.lead).dm()[-1]
    value = next(one["value"] for one in shown.blocks[-1]["elements"] if one["action_id"] == "courtesy.open")
    house.until(ASKED)
    june = house.person(MAPLE.lead)
    june.press("Not now", value=value)
    assert "Ask me again" not in str(june.view.payload if june.view else "")


# Away


def test_away_after_the_question_the_deputy_is_asked_at_once(house: House) -> None:
    house.until(FJORD_ASKED)
    ingrid = _choose(house, FJORD.lead, what="away", day="2026-10-25")
    assert "1 question to your team" in _shown(ingrid)
    assert _asked(house, FJORD.deputy) == ["2026-10-15T09:31"]
    house.until("2026-10-26T12:00:00+00:00")
    assert _asked(house, FJORD.lead) == ["2026-10-15T09:30"]
    assert _asked(house, FJORD.deputy) == ["2026-10-15T09:31", "2026-10-19T09:30"]


def test_away_by_buttons_and_back_again(house: House) -> None:
    ingrid = house.person(FJORD.lead)
    ingrid.command("/sweetspot me")
    ingrid.press("I am away")
    assert ingrid.submit(first="2026-10-20", last="2026-10-12").errors["last"] == "The last day is before the first."
    assert ingrid.submit(first="2026-10-12", last="2026-10-20").errors == {}
    ingrid.close()
    assert "Away from Monday 12 October to Tuesday 20 October" in _card(house, FJORD.lead)
    ingrid.press("Not away Monday 12 October to Tuesday 20 October")
    assert "Away" not in _card(house, FJORD.lead)
    house.until(FJORD_ASKED)
    assert len(_asked(house, FJORD.lead)) == 1


# Muted, capped


def test_muted_about_one_loop_and_undone(house: House) -> None:
    house.until(FJORD_ASKED)
    _choose(house, FJORD.lead, what="matter").close()
    house.until(AFTER)
    assert _asked(house, FJORD.lead) == ["2026-10-15T09:30"]
    assert len(_asked(house, FJORD.deputy)) == 1
    assert len(_rows(house, "muted")) == 1
    assert "No reminders about one matter" in _card(house, FJORD.lead)
    house.person(FJORD.lead).press("Remind me again")
    house.until("2026-11-17T12:00:00+00:00")
    assert len([one for one in house.person(FJORD.lead).dm() if "Check-in 2" in one.text]) == 2


def test_muted_until_a_day_and_direct_questions_still_come(house: House) -> None:
    house.until(FJORD_ASKED)
    _choose(house, FJORD.lead, what="mute", day="2026-11-16").close()
    house.until("2026-11-17T12:00:00+00:00")
    second = [one for one in house.person(FJORD.lead).dm() if "Check-in 2" in one.text]
    assert len(second) == 1
    assert "only reminder" not in second[0].text


def test_what_the_cap_holds_back_is_on_the_card(house: House) -> None:
    answer = house.person(FAY).command("/sweetspot edition cap 1").text
    assert "1 reminder a week" in answer
    assert "from 1 to 20" in house.person(FAY).command("/sweetspot edition cap none").text

    def nudged(db: Db, now: datetime) -> None:
        ingrid = people.by_email(db, FJORD.lead.email)
        assert ingrid
        row = Delivery(edition_id=1, kind="review.reminder", recipient=f"person:{ingrid.id}", occasion="r", due_at=now)
        row.person_id, row.state, row.sent_at = ingrid.id, DeliveryState.SENT, now
        db.add(row)

    house.until("2026-10-19T06:00:00+00:00")
    house.bot.writer.commit(nudged)
    house.until("2026-10-19T12:00:00+00:00")
    assert len(_asked(house, FJORD.lead)) == 1
    assert len(_asked(house, FJORD.deputy)) == 1
    held = _rows(house, "cap")
    ingrid = house.read(lambda db: people.by_email(db, FJORD.lead.email))
    assert ingrid
    assert [row.kind for row in held if row.person_id == ingrid.id] == ["checkin.nudge"]
    assert "Held back this week" in _card(house, FJORD.lead)
    assert "the one reminder of a check-in" in _card(house, FJORD.lead)
    house.until("2026-10-26T12:00:00+00:00")
    assert "Held back" not in _card(house, FJORD.lead)


# Hours and zone


def test_own_hours_and_a_quiet_time_are_kept(house: House) -> None:
    ingrid = house.person(FJORD.lead)
    ingrid.command("/sweetspot me")
    ingrid.press("My hours and zone")
    hours = {"works_from": "09:00", "works_until": "17:00", "quiet_from": "09:00", "quiet_until": "13:00"}
    assert "no zone" in ingrid.submit(zone="Oslo time", **hours).errors["zone"]
    narrow = hours | {"quiet_until": "16:30"}
    assert "two hours" in ingrid.submit(zone="Europe/Oslo", **narrow).errors["works_until"]
    assert ingrid.submit(zone="Europe/Oslo", **hours).errors == {}
    ingrid.close()
    assert "nothing from 09:00 to 13:00" in _card(house, FJORD.lead)
    house.until(ASKED)
    assert _asked(house, FJORD.lead) == ["2026-10-15T13:00"]


def test_a_changed_zone_is_asked_about_once(house: House) -> None:
    ingrid = house.person(FJORD.lead)
    house.until("2026-10-01T09:00:00+00:00")
    ingrid.travel("Asia/Tokyo")
    house.until("2026-10-01T12:00:00+00:00")
    ingrid.travel("Asia/Tokyo")
    house.until("2026-10-02T12:00:00+00:00")
    asked = [one for one in ingrid.dm() if "Slack shows your zone as Asia/Tokyo" in one.text]
    assert len(asked) == 1
    ingrid.press("Keep Europe/Oslo")
    ingrid.travel("Asia/Tokyo")
    house.until("2026-10-03T12:00:00+00:00")
    assert len([one for one in ingrid.dm() if "Slack shows" in one.text]) == 1
    ingrid.travel("Asia/Kathmandu")
    house.until("2026-10-06T12:00:00+00:00")
    ingrid.press("Take Asia/Kathmandu")
    house.until(ASKED)
    when = [one for one in ingrid.dm() if "Check-in 1" in one.text]
    assert arrived(when[0], "Asia/Kathmandu").time() >= time(9)
    assert "(Kathmandu time)" in when[0].text or "Nepal" in when[0].text


# The rules, alone


def test_a_persons_week_has_their_hours_quiet_time_and_days_away() -> None:
    away = ((date(2026, 10, 15), date(2026, 10, 16)),)
    week = Week("Asia/Kathmandu", "NP", weekend=(5,), hours=(time(10), time(18)), quiet=(time(12), time(14)), away=away)
    local = [
        ("2026-10-14T08:00", "2026-10-14T10:00"),
        ("2026-10-14T12:30", "2026-10-14T14:00"),
        ("2026-10-14T17:59", "2026-10-14T17:59"),
        ("2026-10-14T18:00", "2026-10-22T10:00"),
    ]
    for said, wanted in local:
        day, at = datetime.fromisoformat(said).date(), datetime.fromisoformat(said).time()
        found = worktime.next_working_instant(worktime.instant(day, at, week.zone), week)
        there = found.astimezone(worktime.zone_info(week.zone)).replace(tzinfo=None)
        if wanted.startswith("2026-10-22"):
            assert there.date() > date(2026, 10, 16)
            assert there.time() == time(10)
        else:
            assert there == datetime.fromisoformat(wanted)


def test_the_week_of_the_cap_begins_on_the_persons_own_monday() -> None:
    sunday = datetime.fromisoformat("2026-10-18T12:00:00+00:00")
    assert rules.monday(sunday, "Pacific/Tongatapu").isoformat() == "2026-10-18T11:00:00+00:00"
    assert rules.monday(sunday, "Pacific/Pago_Pago").isoformat() == "2026-10-12T11:00:00+00:00"


def test_a_wish_leaves_no_row_for_those_who_have_none(house: House) -> None:
    _card(house, FJORD.lead)
    assert house.read(lambda db: list(db.exec(select(Courtesy)))) == []
