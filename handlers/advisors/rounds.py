"""A critical-friend round: set up in a form, joined by a button, led by its clock or by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.messages.advisors import rounds as messages
from bot.programme import planning
from bot.programme.advisors import asking, gathering, rounds, saying
from bot.programme.advisors.gathering import Start
from bot.programme.advisors.rounds import Takeaway
from bot.programme.permissions import demand
from handlers.replies import Open, Refill, Reply, Rewrite, Say, Wrong
from handlers.requests import Request
from storage import advisors, teams, workspaces
from storage.advisors import CriticalRound, RoundState
from storage.db import Db
from storage.teams import Team


def open_form(request: Request) -> Reply:
    mine = request.read(lambda db: asking.choices(db, request.here, request.someone))
    if len(mine) > 1:
        return Open(messages.team_form(request.reader, [(team.id, team.name) for team in mine]))
    return Open(_form(request, mine[0]))


def choose_team(request: Request) -> Reply:
    return Refill(_form(request, request.read(lambda db: db.get_one(Team, int(request.fields["team"])))))


def _form(request: Request, team: Team) -> dict[str, object]:
    def find(db: Db) -> dict[str, object]:
        demand(db, request.here.id, request.someone, "advice.ask")
        members = [(person.id, person.name) for person in teams.members(db, team.id)]
        friends = gathering.invitable(db, request.here, team)
        own = workspaces.of_team(db, team.id)
        return messages.form(request.reader, team.id, members, friends, own_room=bool(own and own.channel_id))

    return request.read(find)


def start(request: Request) -> Reply:
    fields = request.fields
    at = _when(request)
    if isinstance(at, dict):
        return Wrong(at)
    friends = [int(one) for one in fields.get("friends", "").split(",") if one]
    topic, cohort = fields.get("topic", "").strip(), fields["room"] == "cohort"
    if not topic:
        return Wrong({"topic": "Please say in a sentence what it is about."})
    if not friends:
        return Wrong({"friends": "Please choose at least one critical friend."})
    given = Start(request.number, int(fields["presenter"]), topic, friends, cohort, at)

    def work(db: Db, now: datetime) -> Reply:
        row = gathering.start(db, now, request.someone, given)
        if row is None:
            return Say(messages.nowhere(request.reader))
        planning.queue(db, request.here, gathering.invitations(db, now, row), now)
        _queue(db, request, now, row)
        begins, room = advisors.steps(db, row.id)[0].starts_at, saying.room_name(db, row)
        return Say(messages.started(request.reader, row.id, begins, row.by_day, len(friends), room))

    return request.commit(work)


def _when(request: Request) -> datetime | dict[str, str] | None:
    day, clock = (request.fields.get(name, "").strip() for name in ("day", "time"))
    if not day and not clock:
        return None
    if not day:
        return {"day": "Please choose the day as well, or leave the time empty too."}
    try:
        at = datetime.combine(date.fromisoformat(day), time.fromisoformat((clock or "10:00").zfill(5)))
    except ValueError:
        return {"time": "Please write a time such as 14:00."}
    instant = at.replace(tzinfo=ZoneInfo(request.reader.zone)).astimezone(UTC)
    return instant if instant > request.now else {"day": "This has passed. Please choose a later time."}


def _queue(db: Db, request: Request, now: datetime, row: CriticalRound) -> None:
    """The first step's post comes first: the others stand in its thread."""
    if row.state == RoundState.RUNNING:
        planning.queue(db, request.here, rounds.opening(db, now, row), now)
        planning.queue(db, request.here, rounds.following(db, now, row), now)


def come(request: Request) -> Reply:
    return _answer(request, comes=True)


def decline(request: Request) -> Reply:
    return _answer(request, comes=False)


def _answer(request: Request, *, comes: bool) -> Reply:
    def work(db: Db, now: datetime) -> None:
        row = gathering.answer(db, request.someone, request.number, comes=comes)
        planning.queue(db, request.here, gathering.settle_pace(db, now, row), now)
        _queue(db, request, now, row)

    request.commit(work)
    return Rewrite(messages.answered(request.reader, comes=comes))


def say_form(request: Request) -> Reply:
    return Open(messages.say_form(request.reader, request.number))


def say(request: Request) -> Reply:
    words = request.fields.get("text", "").strip()
    if not words:
        return Wrong({"text": "Please write something, or close this."})

    def work(db: Db, now: datetime) -> bool:
        posts = rounds.said(db, now, request.someone, request.number, words)
        planning.queue(db, request.here, posts, now)
        return bool(posts)

    done = request.commit(work)
    return Say(messages.said(request.reader) if done else messages.not_now(request.reader))


def next_step(request: Request) -> Reply:
    number, _, position = request.value.partition(".")

    def work(db: Db, now: datetime) -> bool:
        row = rounds.led(db, request.someone, int(number))
        moved = rounds.next_step(db, now, row, int(position))
        _queue(db, request, now, row)
        return moved

    moved = request.commit(work)
    return Say(messages.changed(request.reader, "next", int(number)) if moved else messages.not_now(request.reader))


def pause(request: Request) -> Reply:
    return _lead(request, "pause", rounds.pause)


def resume(request: Request) -> Reply:
    return _lead(request, "resume", rounds.resume)


def _lead(request: Request, what: str, change: Callable[[Db, datetime, CriticalRound], bool]) -> Reply:
    def work(db: Db, now: datetime) -> bool:
        row = rounds.led(db, request.someone, request.number)
        done = change(db, now, row)
        _queue(db, request, now, row)
        return done

    done = request.commit(work)
    return Say(messages.changed(request.reader, what, request.number) if done else messages.not_now(request.reader))


def cancel(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> None:
        row = rounds.led(db, request.someone, request.number)
        planning.queue(db, request.here, rounds.cancel(db, now, row), now)

    request.commit(work)
    return Say(messages.changed(request.reader, "cancel", request.number))


def take_form(request: Request) -> Reply:
    row = request.read(lambda db: rounds.led(db, request.someone, request.number))
    return Open(messages.take_form(request.reader, row.id, row.taken))


def take(request: Request) -> Reply:
    text, promise = (request.fields.get(name, "").strip() for name in ("text", "promise"))
    due = date.fromisoformat(request.fields["due"]) if request.fields.get("due") else None
    if not text:
        return Wrong({"text": "Please say in a few words what you take with you."})

    def work(db: Db, now: datetime) -> None:
        row = rounds.led(db, request.someone, request.number)
        posts = rounds.close(db, now, request.someone, row, Takeaway(text, promise, due))
        planning.queue(db, request.here, posts, now)

    request.commit(work)
    return Say(messages.taken(request.reader))


COMMANDS = {"advisor round": open_form}
ACTIONS = {
    "round.start": open_form,
    "round.come": come,
    "round.decline": decline,
    "round.say": say_form,
    "round.next": next_step,
    "round.pause": pause,
    "round.resume": resume,
    "round.cancel": cancel,
    "round.take": take_form,
}
VIEWS = {"round.team": choose_team, "round.start": start, "round.say": say, "round.take": take}
