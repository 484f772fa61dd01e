"""Check-ins in Slack: the button opens the form, the form records the team's one answer."""

from collections.abc import Callable
from datetime import date, datetime

from bot.messages import checkins as messages
from bot.messages import people, web
from bot.messages.blocks import Message, View
from bot.programme import checkins, planning, worktime
from bot.programme.checkins import AnsweredError, Asking, ChangedError, NotOpenError, Sheet, drafts, opening
from bot.programme.checkins import lights as lamps
from bot.programme.permissions import demand
from bot.programme.workspaces import reframing
from handlers import payloads, words
from handlers.forms import parse_checkin
from handlers.replies import Open, Refill, Reply, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import checkins as rows
from storage.db import Db
from storage.loops import Loop, LoopState
from storage.teams import Team, TeamKind

SKIP_EXAMPLE = "/sweetspot checkin skip Team name because of an election"


# The form


def open_form(request: Request) -> Reply:
    return Open(request.read(lambda db: _form(db, request, _sheet(request.value))))


def answer(request: Request) -> Reply:
    """Early, late or unasked: the form of one's own team, or of the team that is named."""

    def find(db: Db) -> View:
        team = _meant(db, request, request.value)
        return _form(db, request, Sheet(_loop(db, request, team).id, team.id))

    return Open(request.read(find))


def early(request: Request) -> Reply:
    """From a loop's opening, which all of its teams read."""
    return Open(request.read(lambda db: _form(db, request, Sheet(request.number, _meant(db, request, "").id))))


def record(request: Request) -> Reply:
    """A facilitator records what a team answered by mail or on the phone."""

    def find(db: Db) -> View:
        demand(db, request.here.id, request.someone, "checkin.record")
        team = _named(db, request, request.value)
        return _form(db, request, Sheet(_loop(db, request, team).id, team.id))

    return Open(request.read(find))


def _form(db: Db, request: Request, sheet: Sheet, mine: dict[str, str] | None = None) -> View:
    try:
        found = opening.show(db, request.now, request.someone, request.services.sealer, sheet, mine)
    except NotOpenError as error:
        raise WrongWordsError(_not_open(error.args[0])) from None
    return messages.form(request.reader, **vars(found))


def submit(request: Request) -> Reply:
    today, sheet = worktime.local_day(request.now, request.reader.zone), _sheet(request.value)
    form = parse_checkin(request.fields, today, kept=request.read(lambda db: _promised(db, sheet)))
    if isinstance(form, dict):
        return Wrong(form)

    def work(db: Db, now: datetime) -> Message:
        said = checkins.answer(db, now, request.someone, request.services.sealer, sheet, form)
        planning.queue(db, request.here, said, now)
        return _thanks(db, request, sheet, changed=bool(form.statement_changed))

    try:
        return Say(request.commit(work))
    except NotOpenError as error:
        return Wrong({"hypothesis": _not_open(error.args[0])})
    except ChangedError:
        mine = _touched(request)
        return Refill(request.read(lambda db: _form(db, request, sheet, mine)))


def _thanks(db: Db, request: Request, sheet: Sheet, *, changed: bool) -> Message:
    loop, team = db.get_one(Loop, sheet.loop_id), db.get_one(Team, sheet.team_id)
    owned = reframing.own(db, request.here, request.someone) if changed else None
    return messages.thanks(
        request.reader,
        until=checkins.open_until(loop, team),
        late=loop.state == LoopState.CLOSED,
        reframe=owned.id if owned and owned.team_id == team.id else None,
    )


def _touched(request: Request) -> dict[str, str]:
    """What somebody changed in the form before them."""
    view = request.body.get("view") or {}
    before = web.initial(view.get("blocks") or [])
    return {name: said for name, said in payloads.fields(view).items() if said != ",".join(before.get(name, []))}


# Drafts


def save(request: Request) -> Reply:
    """The button in the form. A letter's link goes on working: nothing has been answered yet."""
    sheet = _keep(request, request.value)
    loop, team = request.read(lambda db: (db.get_one(Loop, sheet.loop_id), db.get_one(Team, sheet.team_id)))
    said = messages.saved(request.reader, f"{loop.id}.{team.id}", checkins.open_until(loop, team))
    return Refill(people.notice(request.reader, said))


def closed(request: Request) -> Reply:
    """What was written is kept, as far as Slack hands it over."""
    _keep(request, request.value)
    return None


def _keep(request: Request, value: str) -> Sheet:
    sheet, touched = _sheet(value), _touched(request)

    def work(db: Db, now: datetime) -> None:
        checkins.answerable(db, now, request.someone, sheet)
        about = (sheet.loop_id, sheet.team_id, sheet.revision or 0, sheet.seen)
        drafts.save(db, now, request.someone, request.services.sealer, about, touched)

    if touched:
        try:
            request.services.writer.commit(work)
        except NotOpenError as error:
            raise WrongWordsError(_not_open(error.args[0])) from None
    return sheet


def discard(request: Request) -> Reply:
    sheet = _sheet(request.value)

    def work(db: Db, now: datetime) -> None:
        loop, team = checkins.answerable(db, now, request.someone, sheet)
        drafts.forget(db, request.someone, request.services.sealer, loop, team, sheet.seen)

    request.services.writer.commit(work)
    ref = f"{sheet.loop_id}.{sheet.team_id}"
    return Refill(people.notice(request.reader, messages.discarded(request.reader, ref)))


def _promised(db: Db, sheet: Sheet) -> date | None:
    row = rows.of_team(db, sheet.loop_id, sheet.team_id)
    return row.next_on if row else None


# Leaving a loop out


def open_skip(request: Request) -> Reply:
    loop, team = _ids(request.value)
    try:
        request.read(lambda db: checkins.skippable(db, request.someone, loop, team))
    except (NotOpenError, AnsweredError) as error:
        raise WrongWordsError(_no_skip(error)) from None
    return Open(messages.skip_form(request.reader, request.value))


def submit_skip(request: Request) -> Reply:
    return _skip(request, lambda _: _ids(request.value), request.fields.get("reason", ""))


def skip(request: Request) -> Reply:
    """Of the team that is named, or of one's own."""
    name, reason = words.split_reason(f" {request.value}", SKIP_EXAMPLE)
    return _skip(request, lambda db: (_loop(db, request).id, _meant(db, request, name).id), reason)


def _skip(request: Request, find: Callable[[Db], tuple[int, int]], reason: str) -> Reply:
    try:
        request.commit(lambda db, _: checkins.skip(db, request.someone, *find(db), reason))
    except (NotOpenError, AnsweredError) as error:
        raise WrongWordsError(_no_skip(error)) from None
    return Say(messages.skipped(request.reader))


def _no_skip(error: NotOpenError | AnsweredError) -> str:
    if isinstance(error, NotOpenError):
        return _not_open(error.args[0])
    return f"{error.args[0]} has answered already, so there is nothing to skip. Amend changes the answer."


# The private lights


def lights(request: Request) -> Reply:
    found = request.read(lambda db: lamps.of_edition(db, request.someone, request.here, request.services.sealer))
    return Say(messages.lights(request.reader, found))


# Asking again


def ask(request: Request) -> Reply:
    """The team that is named, or all that have not answered."""

    def work(db: Db, now: datetime) -> Asking:
        only = _named(db, request, request.value) if request.value else None
        asking = checkins.ask_again(db, now, request.someone, request.here, _loop(db, request), only)
        planning.queue(db, request.here, asking.planned, now)
        return asking

    asking = request.commit(work)
    return Say(messages.asked(request.reader, request.now, asking.times, asking.already))


# Which loop, which team


def _ids(value: str) -> tuple[int, int]:
    loop, team = (int(part) for part in value.split("."))
    return loop, team


def _sheet(value: str) -> Sheet:
    """`loop.team` of a button; a form adds what it knew: `loop.team.revision.draft`."""
    return Sheet(*(int(part) for part in value.split(".")))


def _loop(db: Db, request: Request, team: Team | None = None) -> Loop:
    found = opening.current(db, request.here, request.now, team)
    if found is None:
        raise WrongWordsError("No loop is open now. A facilitator can open one: `/sweetspot loop open`")
    return found


def _not_open(number: int) -> str:
    return f"Loop {number} takes no answers now. Your facilitator can tell you when the next one opens."


def _meant(db: Db, request: Request, name: str) -> Team:
    if name:
        return _named(db, request, name)
    mine = checkins.own_team(db, request.here, request.someone)
    if mine is None:
        raise WrongWordsError("You are in no team that checks in. A facilitator can record an answer for one.")
    return mine


def _named(db: Db, request: Request, name: str) -> Team:
    team = words.team(db, request, name)
    if team.kind == TeamKind.COHORT:
        raise WrongWordsError(f"{team.name} is in the cohort. Challenge owners and solution providers check in.")
    return team


COMMANDS = {
    "checkin answer": answer,
    "checkin ask": ask,
    "checkin lights": lights,
    "checkin record": record,
    "checkin skip": skip,
}
ACTIONS = {
    "checkin.answer": open_form,
    "checkin.discard": discard,
    "checkin.early": early,
    "checkin.save": save,
    "checkin.skip": open_skip,
}
VIEWS = {"checkin.answer": submit, "checkin.skip": submit_skip}
CLOSED = {"checkin.answer": closed}
