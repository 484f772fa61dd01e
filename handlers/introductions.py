"""`/sweetspot intro …` for facilitators; for teams the buttons to join, pause, step out and say whether they met."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.messages import introductions as messages
from bot.programme import planning
from bot.programme.introductions import drafts, meetings, rounds, telling, wishes
from bot.programme.introductions.drafts import NotReadyError
from bot.programme.introductions.wishes import Said
from bot.programme.permissions import RefusedError
from bot.programme.worktime import local_day
from handlers import words
from handlers.replies import Later, Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.introductions import Answer, Met

SOLVE = "/sweetspot intro solve 2"
ANEW = "`/sweetspot intro solve` makes a new draft."


# Who runs the edition


def solve(request: Request) -> Reply:
    """`intro solve [size 3]`. The plan is made outside the transaction: nobody waits for it."""
    size = _size(request.value)
    return Later(lambda: _plan(request, size), messages.working(request.reader))


def _size(said: str) -> int:
    word = said.removeprefix("size").strip() or "2"
    if not word.isdigit() or int(word) not in rounds.SIZES:
        raise WrongWordsError(f"Groups may have 2, 3 or 4 teams. For example: `{SOLVE}`")
    return int(word)


def _plan(request: Request, size: int) -> Say:
    facts = request.read(lambda db: rounds.gather(db, request.now, request.someone, request.here))
    plan = rounds.plan(facts, size)

    def work(db: Db, now: datetime) -> dict[str, Any] | None:
        rounds.keep(db, now, request.someone, request.here, plan, size)
        return drafts.shown(db, request.someone, request.here)

    return _shown(request, request.commit(work), 0)


def _shown(request: Request, facts: dict[str, Any] | None, page: int) -> Say:
    if facts is None:
        raise WrongWordsError(f"There is no draft any more. {ANEW}")
    return Say(messages.draft(request.reader, facts, page))


def more(request: Request) -> Reply:
    facts = request.read(lambda db: drafts.shown(db, request.someone, request.here))
    return _shown(request, facts, _ids(request.value, 1)[0])


def open_part(request: Request) -> Reply:
    (introduction,) = _ids(request.value, 1)
    try:
        group = request.read(lambda db: drafts.group_of(db, request.someone, introduction))
    except NotReadyError as error:
        raise WrongWordsError(f"Not possible: {error}. {ANEW}") from None
    return Open(messages.part(request.reader, introduction, group))


def part(request: Request) -> Reply:
    """Kept apart from now on; then the draft without the pair."""
    reason = request.fields.get("reason", "").strip()
    if not reason:
        return Wrong({"reason": "Please say why, in a few words."})
    one, other = _ids(request.fields["pair"], 2)

    def work(db: Db, now: datetime) -> int:
        drafts.exclude(db, now, request.someone, request.here, (one, other), reason)
        return drafts.size(db, request.here)

    size = request.commit(work)
    again = replace(request, key=f"{request.key}:plan")
    return Later(lambda: _plan(again, size), messages.working(request.reader))


def preview(request: Request) -> Reply:
    def find(db: Db) -> tuple[Any, Any, int | None]:
        letters = drafts.outlook(db, request.now, request.someone, request.here)
        return letters, meetings.rate(db, request.here), drafts.current(db, request.here)

    return Say(messages.outlook(request.reader, *request.read(find)))


def publish(request: Request) -> Reply:
    """By command the draft that there is, by button the one that was looked at."""

    def work(db: Db, now: datetime) -> int:
        which = _ids(request.value, 1)[0] if request.value else drafts.current(db, request.here)
        said = drafts.publish(db, now, request.someone, request.here, which)
        return planning.queue(db, request.here, said, now)

    try:
        return Say(messages.published(request.reader, request.commit(work)))
    except NotReadyError as error:
        raise WrongWordsError(f"Not published: {error}. {ANEW}") from None


def allow(request: Request) -> Reply:
    (row,) = _ids(request.value, 1)
    return Say(messages.allowed(request.reader, request.commit(lambda db, _: drafts.allow(db, request.someone, row))))


def invite(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> int:
        return planning.queue(db, request.here, wishes.ask(db, now, request.someone, request.here), now)

    return Say(messages.asked(request.reader, request.commit(work)))


def open_record(request: Request) -> Reply:
    request.read(lambda db: drafts.shown(db, request.someone, request.here))
    return Open(messages.record(request.reader))


def record(request: Request) -> Reply:
    try:
        team = request.read(lambda db: words.team(db, request, request.fields.get("team", "")).id)
    except WrongWordsError as error:
        return Wrong({"team": str(error)})
    return _save(request, team)


# Teams


def settings(request: Request) -> Reply:
    (team,) = _ids(request.value, 1)
    found = request.read(lambda db: wishes.standing(db, request.here, request.someone, team))
    return Open(messages.settings(request.reader, found))


def submit(request: Request) -> Reply:
    return _save(request, _ids(request.value, 1)[0])


def _save(request: Request, team_id: int) -> Reply:
    said = _said(request)
    if isinstance(said, Wrong):
        return said

    def work(db: Db, now: datetime) -> tuple[str, str, date | None]:
        wish = wishes.save(db, now, request.here, request.someone, team_id, said)
        return wishes.name(db, team_id), str(wish.answer), wish.paused_until

    return Say(messages.saved(request.reader, *request.commit(work)))


def _said(request: Request) -> Said | Wrong:
    given = request.fields
    paused, until = given.get("answer") == "pause", given.get("until") or ""
    if paused and not until:
        return Wrong({"until": "Please choose the day from which you may be introduced again."})
    if paused and date.fromisoformat(until) <= local_day(request.now, request.reader.zone):
        return Wrong({"until": "This day has come already. Please choose a later one, or “Yes”."})
    return Said(
        answer=Answer.STOP if given.get("answer") == "stop" else Answer.JOIN,
        offer=given.get("offer", "").strip(),
        ask=given.get("ask", "").strip(),
        paused_until=date.fromisoformat(until) if paused else None,
        again=_ids(given["again"], 1)[0] if given.get("again") else None,
    )


def decline(request: Request) -> Reply:
    (team_id,) = _ids(request.value, 1)
    team = request.commit(lambda db, now: wishes.decline(db, now, request.here, request.someone, team_id).name)
    return Rewrite(messages.declined(request.reader, team, team_id))


def step_out(request: Request) -> Reply:
    introduction, team = _ids(request.value, 2)

    def work(db: Db, now: datetime) -> None:
        said = telling.step_out(db, now, request.someone, introduction, team)
        planning.queue(db, request.here, said, now)

    request.commit(work)
    return Rewrite(messages.stepped_out(request.reader))


def met(request: Request) -> Reply:
    ref, _, said = request.value.rpartition(".")
    introduction, team = _ids(ref, 2)
    if said not in list(Met):
        raise RefusedError("intro.join")
    others = request.commit(lambda db, now: meetings.answer(db, now, request.someone, introduction, team, Met(said)))
    return Rewrite(messages.answered(request.reader, ref, said, others))


def open_useful(request: Request) -> Reply:
    return Open(messages.useful(request.reader, request.value))


def useful(request: Request) -> Reply:
    introduction, team = _ids(request.value, 2)
    line = request.fields.get("line", "").strip()
    request.commit(lambda db, _: meetings.note(db, request.someone, introduction, team, line))
    return Say(messages.noted(request.reader))


def not_again(request: Request) -> Reply:
    introduction, team, other = _ids(request.value, 3)
    name = request.commit(lambda db, now: meetings.not_again(db, now, request.someone, introduction, team, other))
    return Say(messages.kept_apart(request.reader, name))


def _ids(value: str, count: int) -> list[int]:
    """`7.12`: row ids, as a button of ours carries them; anything else was made up."""
    parts = value.split(".")
    if len(parts) != count or not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise RefusedError("intro.join")
    return [int(part) for part in parts]


COMMANDS = {"intro solve": solve, "intro preview": preview, "intro publish": publish}
ACTIONS = {
    "intro.settings": settings,
    "intro.decline": decline,
    "intro.out": step_out,
    "intro.met": met,
    "intro.useful": open_useful,
    "intro.apart": not_again,
    "intro.part": open_part,
    "intro.publish": publish,
    "intro.more": more,
    "intro.allow": allow,
    "intro.invite": invite,
    "intro.record": open_record,
}
VIEWS = {"intro.settings": submit, "intro.record": record, "intro.useful": useful, "intro.part": part}
