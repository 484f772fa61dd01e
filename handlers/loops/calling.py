"""The time of a peer call, and the card that prepares it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.messages import peer_calls as messages
from bot.programme import planning, worktime
from bot.programme.loops import preparing, running
from bot.programme.loops.running import ClosedError
from handlers.loops.places import closed, of_value, of_words
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.loops import CallForm, Loop
from storage.workspaces import Workspace

FORMS = {"live": CallForm.LIVE, "writing": CallForm.WRITING}


def pick(request: Request) -> Reply:
    """One of the proposed times: `loop.workspace.instant`."""
    place, _, seconds = request.value.rpartition(".")
    try:
        return _set(request, place, datetime.fromtimestamp(int(seconds), UTC), CallForm.LIVE)
    except ClosedError as error:
        raise WrongWordsError(closed(error)) from None


def _set(request: Request, place: str, at: datetime, form: CallForm) -> Reply:
    def work(db: Db, now: datetime) -> None:
        planned = preparing.set_call(db, now, request.someone, *of_value(db, place), at, form)
        planning.queue(db, request.here, planned, now)

    request.commit(work)
    return Say(messages.chosen(request.reader, at, live=form == CallForm.LIVE))


def open_time(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        loop, room = of_value(db, request.value)
        running.in_room(db, request.someone, "loop.intend", room)
        run = running.found(db, loop, room)
        local = run.call_at.astimezone(ZoneInfo(request.reader.zone))
        form = next(name for name, value in FORMS.items() if value == run.call_form)
        given = {"day": local.date().isoformat(), "clock": f"{local:%H:%M}", "form": form}
        return messages.time_form(request.reader, loop.number, request.value, given)

    return Open(request.read(find))


def submit_time(request: Request) -> Reply:
    try:
        clock = time.fromisoformat(request.fields.get("clock", "").strip().replace(".", ":").zfill(5))
    except ValueError:
        return Wrong({"clock": "Please write a time such as 09:30 or 14:00."})
    day = request.fields.get("day", "")
    at = worktime.instant(date.fromisoformat(day), clock, request.reader.zone) if day else request.now
    if at <= request.now:
        return Wrong({"day": "This time has passed. Please choose a later one."})
    try:
        return _set(request, request.value, at, FORMS[request.fields["form"]])
    except ClosedError as error:
        return Wrong({"day": closed(error)})


def prep(request: Request) -> Reply:
    """Of one's own workspace, or of the team's that is named."""
    return _card(request, lambda db: of_words(db, request))


def prep_here(request: Request) -> Reply:
    return _card(request, lambda db: of_value(db, request.value))


def _card(request: Request, place: Callable[[Db], tuple[Loop, Workspace]]) -> Reply:
    found = request.read(lambda db: preparing.prep_for(db, request.now, request.someone, *place(db)))
    return Say(messages.prep(reader=request.reader, **found))


COMMANDS = {"loop prep": prep}
ACTIONS = {"loop.pick": pick, "loop.time": open_time, "loop.prep": prep_here}
VIEWS = {"loop.time": submit_time}
