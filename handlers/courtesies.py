"""Courtesy in Slack: “Not now” and its choices, days away, one's own hours and zone, and the way back."""

from datetime import date, datetime, time

from bot.messages import courtesies as messages
from bot.messages import times
from bot.programme import courtesies, planning, worktime
from bot.programme.courtesies import Hours, TooLateError, UnreachableError
from handlers import words
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db

AWAY = "/sweetspot team away 2027-02-01 2027-02-05"
CAP = "/sweetspot edition cap 3"
MOST_NUDGES = 20
DAY_NEEDED = "Please choose a day."
DAY_PASSED = "This day has passed. Please choose a later one."


# Not now


def open_form(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        row = courtesies.own(db, request.someone, request.value)
        at = courtesies.tomorrow(db, request.now, request.someone, row)
        team = row.team_id is not None
        return messages.form(request.reader, request.value, at, again=at is not None, team=team)

    return Open(request.read(find))


def submit(request: Request) -> Reply:
    what, day = request.fields["what"], _day(request, "day")
    if what in {"day", "away", "mute"} and (day is None or day < _today(request)):
        return Wrong({"day": DAY_NEEDED if day is None else DAY_PASSED})
    if what in {"tomorrow", "day"}:
        return _later(request, day if what == "day" else None)
    if what == "away":
        return _away(request, _today(request), day or _today(request))
    return _mute(request, what, day)


def _later(request: Request, day: date | None) -> Reply:
    def work(db: Db, now: datetime) -> datetime:
        said = courtesies.ask_later(db, now, request.someone, request.value, day)
        planning.queue(db, request.here, [said], now)
        return said.due_at

    try:
        return Say(messages.done(request.reader, "later", at=request.commit(work)))
    except TooLateError as error:
        last = error.args[0]
        wrong = f"It is open until {times.moment(last, request.reader)}. Please choose an earlier day." if last else ""
        return Wrong({"day" if last else "what": wrong or "It was put off once already. Please choose something else."})


def _mute(request: Request, what: str, day: date | None) -> Reply:
    def work(db: Db, _: datetime) -> None:
        row = courtesies.own(db, request.someone, request.value)
        matter = courtesies.matter(row.occasion) if what == "matter" else ""
        courtesies.mute(db, request.someone, matter, day if what == "mute" else None)

    request.commit(work)
    return Say(messages.done(request.reader, what, until=day))


# Away


def open_away(request: Request) -> Reply:
    return Open(messages.away_form(request.reader, _today(request)))


def submit_away(request: Request) -> Reply:
    first, last = _day(request, "first"), _day(request, "last")
    if first is None or last is None or last < first:
        return Wrong({"last": "The last day is before the first." if first and last else DAY_NEEDED})
    if last < _today(request):
        return Wrong({"last": DAY_PASSED})
    return _away(request, first, last)


def away(request: Request) -> Reply:
    """In words: `team away 2027-02-01 2027-02-05`."""
    said = request.value.split()
    if len(said) != 2:
        raise WrongWordsError(f"From when to when? For example: `{AWAY}`")
    first, last = words.day(said[0], AWAY), words.day(said[1], AWAY)
    if last < first:
        raise WrongWordsError(f"The last day is before the first. For example: `{AWAY}`")
    return _away(request, first, last)


def _away(request: Request, first: date, last: date) -> Reply:
    def work(db: Db, now: datetime) -> int:
        said = courtesies.away(db, now, request.here, request.someone, first, last)
        return planning.queue(db, request.here, said, now)

    return Say(messages.done(request.reader, "away", first=first, last=last, instead=request.commit(work)))


def back(request: Request) -> Reply:
    request.commit(lambda db, _: courtesies.back(db, request.someone, request.number))
    return Say(messages.done(request.reader, "undone"))


def unmute(request: Request) -> Reply:
    request.commit(lambda db, _: courtesies.unmute(db, request.someone, request.number))
    return Say(messages.done(request.reader, "undone"))


# Hours and zone


def open_hours(request: Request) -> Reply:
    given = request.read(lambda db: courtesies.card(db, request.now, request.someone))
    return Open(messages.hours_form(request.reader, request.someone.zone, given))


def submit_hours(request: Request) -> Reply:
    said = _hours(request)
    if isinstance(said, dict):
        return Wrong(said)
    try:
        request.commit(lambda db, _: courtesies.set_hours(db, request.here, request.someone, said))
    except UnreachableError:
        return Wrong({"works_until": "Please leave at least two hours, and two days of the week, for messages."})
    return Say(messages.done(request.reader, "hours", zone=said.zone))


def _hours(request: Request) -> Hours | dict[str, str]:
    fields, zone = request.fields, request.fields.get("zone", "").strip()
    works, quiet = _span(fields, "works"), _span(fields, "quiet")
    if not worktime.known(zone):
        return {"zone": f"There is no zone “{zone}”. Please write a place such as Europe/Paris."}
    if works is None or works[1] <= works[0]:
        return {"works_until": "This is not after the hour above."}
    if bool(fields.get("quiet_from")) != bool(fields.get("quiet_until")):
        return {"quiet_until": "Please say both, or leave both empty."}
    if quiet and quiet[1] <= quiet[0]:
        return {"quiet_until": "This is not after the hour above."}
    days = tuple(int(day) for day in fields.get("weekend", "").split(",") if day)
    usual = works == (worktime.WORK_FROM, worktime.WORK_UNTIL)
    return Hours(zone, None if usual else works, quiet, days or None)


def _span(fields: dict[str, str], name: str) -> tuple[time, time] | None:
    first, last = fields.get(f"{name}_from"), fields.get(f"{name}_until")
    return (time.fromisoformat(first), time.fromisoformat(last)) if first and last else None


def moved(request: Request) -> Reply:
    """Slack tells that somebody's profile changed: of it, the zone matters."""
    zone = ((request.body.get("event") or {}).get("user") or {}).get("tz")
    if request.person is None or request.edition is None or not zone or zone == request.person.zone:
        return None

    def work(db: Db, now: datetime) -> None:
        said = courtesies.zone_seen(db, now, request.here, request.someone, str(zone))
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return None


def keep(request: Request) -> Reply:
    return _settle(request, take=False)


def take(request: Request) -> Reply:
    return _settle(request, take=True)


def _settle(request: Request, *, take: bool) -> Reply:
    zone = request.commit(lambda db, _: courtesies.settle_zone(db, request.someone, take=take))
    return Say(messages.done(request.reader, "zone", zone=zone))


# The cap


def cap(request: Request) -> Reply:
    word = request.value.strip()
    if not word.isdigit() or not 1 <= int(word) <= MOST_NUDGES:
        raise WrongWordsError(f"How many reminders a week, from 1 to {MOST_NUDGES}? For example: `{CAP}`")
    request.commit(lambda db, _: courtesies.set_cap(db, request.here, request.someone, int(word)))
    return Say(messages.done(request.reader, "cap", cap=int(word)))


def _today(request: Request) -> date:
    return worktime.local_day(request.now, request.reader.zone)


def _day(request: Request, name: str) -> date | None:
    said = request.fields.get(name)
    return date.fromisoformat(said) if said else None


EVENTS = {"user_change": moved}
COMMANDS = {"team away": away, "edition cap": cap}
ACTIONS = {
    "courtesy.open": open_form,
    "courtesy.away": open_away,
    "courtesy.hours": open_hours,
    "courtesy.back": back,
    "courtesy.unmute": unmute,
    "courtesy.keep": keep,
    "courtesy.take": take,
}
VIEWS = {"courtesy.open": submit, "courtesy.away": submit_away, "courtesy.hours": submit_hours}
