"""Office hours: an advisor offers and withdraws them, a team books one of them, either cancels."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.messages.advisors import hours as messages
from bot.programme import planning
from bot.programme.advisors import asking, briefing, choosing, leaving, slots
from bot.programme.advisors.slots import Offer
from bot.programme.permissions import demand
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import people
from storage.advisors import Slot
from storage.db import Db
from storage.people import Person, RoleName
from storage.teams import Team

LEAST, MOST = 10, 180


@dataclass(frozen=True)
class Free:
    id: int
    at: datetime
    minutes: int
    name: str
    humane: bool


def desk(request: Request) -> Reply:
    def find(db: Db) -> list[tuple[int, datetime, int, str]]:
        mine = slots.mine(db, request.here, request.someone, request.now)
        return [(slot.id, slot.starts_at, slot.minutes, team) for slot, team in mine]

    return Say(messages.desk(request.reader, request.read(find)))


def offer_form(request: Request) -> Reply:
    request.read(lambda db: demand(db, request.here.id, request.someone, "advisor.serve"))
    return Open(messages.offer_form(request.reader))


def offer(request: Request) -> Reply:
    given = _offer(request)
    if isinstance(given, dict):
        return Wrong(given)
    made = request.commit(lambda db, now: slots.offer(db, now, request.here, request.someone, given))
    if not made:
        return Wrong({"day": "All of this lies in the past, or overlaps with what you offer already."})
    return Say(messages.offered(request.reader, len(made), made[0].starts_at))


def _offer(request: Request) -> Offer | dict[str, str]:
    fields, wrong = request.fields, {}
    first = date.fromisoformat(fields["day"])
    until = date.fromisoformat(fields["weekly"]) if fields.get("weekly") else first
    starts, ends = (_clock(fields.get(name, "")) for name in ("starts", "ends"))
    minutes = int(fields["minutes"]) if fields["minutes"].isdigit() else 0
    for name, at in (("starts", starts), ("ends", ends)):
        if at is None:
            wrong[name] = "Please write a time such as 14:00."
    if not LEAST <= minutes <= MOST:
        wrong["minutes"] = f"A whole number from {LEAST} to {MOST}, please."
    if not first <= until <= first + timedelta(weeks=slots.WEEKS):
        wrong["weekly"] = f"Please choose a day after the first one, at most {slots.WEEKS} weeks later."
    if starts and ends and not wrong and _length(starts, ends) < minutes:
        wrong["ends"] = f"There is no room for {minutes} minutes in between."
    if wrong or starts is None or ends is None:
        return wrong
    return Offer(first, until, starts, ends, minutes)


def _clock(word: str) -> time | None:
    try:
        return time.fromisoformat(word.strip().zfill(5))
    except ValueError:
        return None


def _length(starts: time, ends: time) -> int:
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


def withdraw(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        planning.queue(db, request.here, slots.withdraw(db, now, request.someone, request.number), now)

    request.commit(work)
    return desk(request)


def settings_form(request: Request) -> Reply:
    def find(db: Db) -> Reply:
        demand(db, request.here.id, request.someone, "advisor.serve")
        said = choosing.settings(db, request.here.id, request.someone)
        known = choosing.themes(db, request.here.id)
        return Open(messages.settings_form(request.reader, known, said.themes, said.languages, said.more))

    return request.commit(lambda db, _now: find(db))


def settings(request: Request) -> Reply:
    def work(db: Db, _now: datetime) -> None:
        demand(db, request.here.id, request.someone, "advisor.serve")
        said = choosing.settings(db, request.here.id, request.someone)
        words = [*_words(request.fields.get("chosen", "")), *_words(request.fields.get("themes", ""))]
        said.themes = list({theme.casefold(): theme for theme in reversed(words)}.values())[::-1]
        said.languages = [word.lower() for word in _words(request.fields.get("languages", ""))]
        said.more = request.fields["often"] == "more"

    request.commit(work)
    return Say(messages.saved(request.reader))


def leave_form(request: Request) -> Reply:
    request.read(lambda db: demand(db, request.here.id, request.someone, "advisor.serve"))
    return Open(messages.leave_form(request.reader))


def leave(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        said = leaving.leave(db, now, request.someone, request.here, request.someone)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Say(messages.left(request.reader, ""))


def leave_command(request: Request) -> Reply:
    """`advisor leave` asks oneself; `advisor leave NAME` is for who runs the edition."""
    name = request.value.strip()
    if not name:
        return leave_form(request)

    def work(db: Db, now: datetime) -> str:
        demand(db, request.here.id, request.someone, "advisor.run")
        folk = people.with_role(db, request.here.id, RoleName.ADVISOR)
        found = [one for one in folk if name.casefold() == one.name.casefold()]
        if len(found) != 1:
            raise WrongWordsError(f'There is no one advisor "{name}". `/sweetspot advisor list` shows their names.')
        said = leaving.leave(db, now, request.someone, request.here, found[0])
        planning.queue(db, request.here, said, now)
        return found[0].name

    return Say(messages.left(request.reader, request.commit(work)))


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


# Booked by a team


def free(request: Request) -> Reply:
    teams = request.read(lambda db: asking.choices(db, request.here, request.someone))
    if len(teams) > 1:
        return Open(messages.team_form(request.reader, [(team.id, team.name) for team in teams]))
    return _free(request, teams[0])


def choose_team(request: Request) -> Reply:
    return _free(request, request.read(lambda db: db.get_one(Team, int(request.fields["team"]))))


def _free(request: Request, team: Team) -> Reply:
    def find(db: Db) -> Reply:
        demand(db, request.here.id, request.someone, "advice.ask")
        rows = [_row(db, slot, humane=humane) for slot, humane in slots.open_to(db, team, request.now)]
        booked = slots.booked(db, request.here, request.someone, request.now)
        mine = [(it.id, slot.starts_at, db.get_one(Person, slot.person_id).name) for it, slot in booked]
        return Say(messages.free(request.reader, team.id, rows, mine))

    return request.read(find)


def _row(db: Db, slot: Slot, *, humane: bool) -> Free:
    return Free(slot.id, slot.starts_at, slot.minutes, db.get_one(Person, slot.person_id).name, humane)


def book_form(request: Request) -> Reply:
    def find(db: Db) -> Reply:
        team = db.get_one(Team, int(request.value.partition(".")[2]))
        demand(db, request.here.id, request.someone, "advice.ask", team)
        return Open(messages.book_form(request.reader, request.value, briefing.parts(db, team)))

    return request.read(find)


def book(request: Request) -> Reply:
    slot_id, team_id = (int(part) for part in request.value.split("."))
    keys = [key for key in request.fields.get("parts", "").split(",") if key]

    def work(db: Db, now: datetime) -> Reply:
        team, question = db.get_one(Team, team_id), request.fields.get("question", "").strip()
        made, said = slots.book(db, now, request.someone, slot_id, team, question, keys)
        if made is None:
            return Say(messages.taken(request.reader))
        planning.queue(db, request.here, said, now)
        slot = db.get_one(Slot, slot_id)
        return Say(messages.yours(request.reader, db.get_one(Person, slot.person_id).name, slot.starts_at))

    return request.commit(work)


def cancel(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        planning.queue(db, request.here, slots.cancel(db, now, request.someone, request.number)[1], now)

    request.commit(work)
    return Rewrite(messages.freed(request.reader))


COMMANDS = {"advisor hours": desk, "advisor leave": leave_command, "advisor book": free}
ACTIONS = {
    "advisor.desk": desk,
    "advisor.offer": offer_form,
    "advisor.settings": settings_form,
    "advisor.leave": leave_form,
    "slot.withdraw": withdraw,
    "slot.list": free,
    "slot.book": book_form,
    "slot.cancel": cancel,
}
VIEWS = {
    "advisor.offer": offer,
    "advisor.settings": settings,
    "advisor.leave": leave,
    "slot.team": choose_team,
    "slot.book": book,
}
