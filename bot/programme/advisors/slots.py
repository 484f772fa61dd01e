"""Office hours: offered in the advisor's own zone, booked by one team each, cancelled by either side."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.programme import rosters, worktime
from bot.programme.advisors import briefing
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from storage import advisors, deliveries, teams
from storage.advisors import Booking, OfficeHour, Slot
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team

WEEKS = 26
"""How far ahead hours may be offered."""


@dataclass(frozen=True)
class Offer:
    """In the advisor's own time; every week from the first to the last day."""

    first_on: date
    until_on: date
    starts: time
    ends: time
    minutes: int


def times(offer: Offer, zone: str) -> list[datetime]:
    """The same local times each week, whatever the clocks do in between."""
    found = []
    for week in range((offer.until_on - offer.first_on).days // 7 + 1):
        day = offer.first_on + timedelta(weeks=week)
        start, end = (worktime.instant(day, at, zone) for at in (offer.starts, offer.ends))
        step = timedelta(minutes=offer.minutes)
        found += [start + step * number for number in range((end - start) // step)]
    return found


def offer(db: Db, now: datetime, edition: Edition, person: Person, given: Offer) -> list[Slot]:
    """What overlaps with a slot of theirs is left out; what they withdrew before is offered again."""
    demand(db, edition.id, person, "advisor.serve")
    known = advisors.times_of(db, person.id)
    wanted = [at for at in times(given, person.zone) if at > now]
    held = [slot for slot in known if slot.withdrawn_at is None]
    free = [at for at in wanted if not any(_overlaps(slot, at, given.minutes) for slot in held)]
    if not free:
        return []
    hour = _hour(edition, person, given, now)
    db.add(hour)
    db.flush()
    withdrawn = {slot.starts_at: slot for slot in known if slot.withdrawn_at}
    made = [_slot(hour, at, withdrawn.get(at)) for at in free]
    db.add_all(made)
    db.flush()
    return made


def _hour(edition: Edition, person: Person, given: Offer, now: datetime) -> OfficeHour:
    return OfficeHour(
        edition_id=edition.id,
        person_id=person.id,
        first_on=given.first_on,
        until_on=given.until_on,
        zone=person.zone,
        minutes=given.minutes,
        at=now,
    )


def _slot(hour: OfficeHour, at: datetime, before: Slot | None) -> Slot:
    slot = before or Slot(
        edition_id=hour.edition_id, office_hour_id=hour.id, person_id=hour.person_id, starts_at=at, minutes=hour.minutes
    )
    slot.office_hour_id, slot.minutes, slot.withdrawn_at = hour.id, hour.minutes, None
    return slot


def _overlaps(slot: Slot, at: datetime, minutes: int) -> bool:
    return slot.starts_at < at + timedelta(minutes=minutes) and at < slot.starts_at + timedelta(minutes=slot.minutes)


def mine(db: Db, edition: Edition, person: Person, now: datetime) -> list[tuple[Slot, str]]:
    """An advisor's coming slots, with the team that has booked each."""
    demand(db, edition.id, person, "advisor.serve")
    found = []
    for slot in advisors.slots_of(db, edition.id, person.id, now):
        booked = advisors.booking(db, slot.id)
        found.append((slot, db.get_one(Team, booked.team_id).name if booked else ""))
    return found


def withdraw(db: Db, now: datetime, person: Person, slot_id: int) -> list[Planned]:
    """A team that had booked it hears so."""
    slot = db.get_one(Slot, slot_id)
    demand(db, slot.edition_id, person, "advisor.serve")
    if slot.person_id != person.id:
        raise RefusedError("advisor.serve")
    return take_off(db, now, slot)


def take_off(db: Db, now: datetime, slot: Slot) -> list[Planned]:
    """It can be booked no longer; both sides of a booking hear so."""
    booked = advisors.booking(db, slot.id)
    slot.withdrawn_at = slot.withdrawn_at or now
    return _free(db, now, booked, slot) if booked else []


def open_to(db: Db, team: Team, now: datetime) -> list[tuple[Slot, bool]]:
    """Free slots, those at a humane hour of the team first; whether each is one."""
    week = rosters.week_of(team)
    found = [(slot, humane(slot, week)) for slot in advisors.coming(db, team.edition_id, now)]
    return sorted(found, key=lambda item: (not item[1], item[0].starts_at, item[0].id))


def humane(slot: Slot, week: worktime.Week) -> bool:
    """From start to end within 08:00-19:00 of a working day there."""
    start = slot.starts_at.astimezone(worktime.zone_info(week.zone))
    end = (slot.starts_at + timedelta(minutes=slot.minutes)).astimezone(start.tzinfo)
    inside = start.time() >= worktime.LONG_FROM and end.time() <= worktime.LONG_UNTIL and start.date() == end.date()
    return inside and worktime.is_working_day(start.date(), week)


def book(
    db: Db, now: datetime, person: Person, slot_id: int, team: Team, question: str, keys: Collection[str]
) -> tuple[Booking | None, list[Planned]]:
    """Nothing where somebody else was faster; for the team that has it already, what it has."""
    demand(db, team.edition_id, person, "advice.ask", team)
    slot = db.get_one(Slot, slot_id)
    known = advisors.booking(db, slot.id)
    if known is not None:
        return (known if known.team_id == team.id else None), []
    if slot.withdrawn_at or slot.starts_at <= now or slot.edition_id != team.edition_id:
        return None, []
    made = Booking(slot_id=slot.id, team_id=team.id, person_id=person.id, question=question, at=now)
    made.brief = briefing.chosen(db, team, keys)
    db.add(made)
    db.flush()
    return made, list(_messages(db, now, made, slot))


def _messages(db: Db, now: datetime, made: Booking, slot: Slot) -> Iterable[Planned]:
    """To both: that it is booked, and the working day before; afterwards the advisor may write down what was said."""
    occasion, refs = f"booking-{made.id}:", {"booking": made.id}
    for person_id, side in ((slot.person_id, 1), (made.person_id, 0)):
        told = refs | {"advisor": side}
        yield rosters.to_person(db, slot.edition_id, person_id, now, "slot.booked", occasion, told)
        due = day_before(slot, _week(db, slot, made, advisor=bool(side)))
        if due > now:
            yield Planned("slot.reminder", occasion, due, person_id, refs=told, latest_at=slot.starts_at)
    after = slot.starts_at + timedelta(minutes=slot.minutes)
    yield rosters.to_person(db, slot.edition_id, slot.person_id, after, "slot.after", occasion, refs)


def _week(db: Db, slot: Slot, made: Booking, *, advisor: bool) -> worktime.Week:
    if advisor:
        return rosters.week_of_person(db, slot.edition_id, db.get_one(Person, slot.person_id))
    team = rosters.week_of(db.get_one(Team, made.team_id))
    return worktime.Week(db.get_one(Person, made.person_id).zone, team.country, team.subdivision, team.weekend)


def day_before(slot: Slot, week: worktime.Week) -> datetime:
    day = worktime.working_days_before(worktime.local_day(slot.starts_at, week.zone), 1, week)
    return worktime.instant(day, worktime.ASK_AT, week.zone)


def cancel(db: Db, now: datetime, person: Person, booking_id: int) -> tuple[Slot, list[Planned]]:
    """By the advisor, by any member of the team, or by who runs the edition."""
    made = db.get_one(Booking, booking_id)
    slot, team = db.get_one(Slot, made.slot_id), db.get_one(Team, made.team_id)
    if person.id != slot.person_id and not may(db, slot.edition_id, person, "advisor.run"):
        demand(db, slot.edition_id, person, "advice.ask", team)
    return slot, _free(db, now, made, slot) if made.live else []


def _free(db: Db, now: datetime, made: Booking, slot: Slot) -> list[Planned]:
    """The slot can be booked again; both sides hear of it once."""
    made.live, made.cancelled_at = None, now
    deliveries.withdraw(db, slot.edition_id, f"booking-{made.id}:", "cancelled")
    db.flush()
    occasion, refs = f"cancelled-{made.id}", {"booking": made.id}
    return [
        rosters.to_person(db, slot.edition_id, one, now, "slot.cancelled", occasion, refs | {"advisor": side})
        for one, side in ((slot.person_id, 1), (made.person_id, 0))
    ]


def context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """Of what is booked: to the advisor with the brief, to the team with whom and when."""
    made = db.get_one(Booking, ref(delivery, "booking"))
    if not made.live:
        return Skip("cancelled")
    return {name: value for name, value in _facts(db, delivery, made).items() if name != "advisor"}


def cancelled_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    found = _facts(db, delivery, db.get_one(Booking, ref(delivery, "booking")))
    return {name: found[name] for name in ("with_", "starts_at", "advisor")}


def _facts(db: Db, delivery: Delivery, made: Booking) -> Context:
    slot, team = db.get_one(Slot, made.slot_id), db.get_one(Team, made.team_id)
    to_advisor = bool(ref(delivery, "advisor"))
    with_ = team.name if to_advisor else db.get_one(Person, slot.person_id).name
    return {
        "booking": made.id,
        "with_": with_,
        "starts_at": slot.starts_at,
        "minutes": slot.minutes,
        "question": made.question,
        "brief": made.brief if to_advisor else [],
        "advisor": to_advisor,
    }


def after_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    made = db.get_one(Booking, ref(delivery, "booking"))
    if not made.live:
        return Skip("cancelled")
    if any(row.booking_id == made.id for row in advisors.ledger(db, delivery.edition_id, [made.team_id])):
        return Skip("written")
    return {"booking": made.id, "team": db.get_one(Team, made.team_id).name, "question": made.question}


def booked(db: Db, edition: Edition, person: Person, now: datetime) -> list[tuple[Booking, Slot]]:
    """What the person's teams have booked."""
    return advisors.bookings_of(db, [team.id for team in teams.of_person(db, edition.id, person.id)], now)
