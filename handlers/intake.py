"""Files dropped into the facilitators' room, the buttons under them, look-alikes, and answers to what was missing."""

from datetime import datetime

from bot.messages import intake as messages
from bot.programme import calls, planning
from bot.programme.intake import drops, incoming, lookalikes, previews, requests
from bot.programme.intake.questions import QUESTIONS
from bot.slack import Posted, SlackRefusedError, SlackUnclearError
from handlers import words
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import intake, workspaces
from storage.calls import CallKind
from storage.db import Db
from storage.editions import Edition
from storage.intake import DroppedFile, Verb
from storage.workspaces import WorkspaceKind

LOOK = "/sweetspot call duplicates challenge"


def dropped(request: Request) -> Reply:
    """Anybody else's file, and a file anywhere else, is left alone in silence."""
    event = request.body.get("event") or {}
    file, channel = str(event.get("file_id") or ""), str(event.get("channel_id") or "")
    edition = request.read(lambda db: drops.edition_of(db, request.installation.id, channel, request.person))
    if edition and file:
        request.commit(lambda db, now: drops.receive(db, now, request.someone, edition, file, channel))
    return None


def _file(request: Request) -> tuple[int, str]:
    number, _, rest = request.value.partition(".")
    return int(number), rest


def bring(request: Request) -> Reply:
    number, _ = _file(request)

    def work(db: Db, now: datetime) -> tuple[str, bool]:
        file = drops.waiting(db, request.someone, number)
        return file.name, drops.send(db, now, request.someone, file, Verb.BRING_IN)

    try:
        name, first = request.commit(work)
    except drops.DecidedError as error:
        return Say(messages.decided_already(request.reader, str(error)))
    return Rewrite(messages.bringing(request.reader, name)) if first else None


def show_problems(request: Request) -> Reply:
    return _send(request, Verb.PROBLEMS)


def show_requests(request: Request) -> Reply:
    return _send(request, Verb.REQUESTS)


def _send(request: Request, verb: Verb) -> Reply:
    number, page = _file(request)

    def work(db: Db, now: datetime) -> bool:
        return drops.send(db, now, request.someone, db.get_one(DroppedFile, number), verb, int(page or 0))

    return None if request.commit(work) else Say(messages.decided_already(request.reader, "under way"))


def choose(request: Request) -> Reply:
    number, kind = _file(request)
    try:
        request.commit(lambda db, now: drops.choose(db, now, request.someone, number, CallKind(kind)))
    except drops.DecidedError as error:
        return Say(messages.decided_already(request.reader, str(error)))
    return None


def leave(request: Request) -> Reply:
    number, _ = _file(request)
    try:
        file = request.commit(lambda db, _: drops.leave(db, request.someone, number))
    except drops.DecidedError as error:
        return Say(messages.decided_already(request.reader, str(error)))
    return Rewrite(messages.left(request.reader, file.name, request.someone.name))


# The mapping


def correct(request: Request) -> Reply:
    number, _ = _file(request)
    try:
        file, doubtful, headers = request.read(lambda db: _to_correct(db, request, number))
    except drops.DecidedError as error:
        return Say(messages.decided_already(request.reader, str(error)))
    kind = file.kind or CallKind.CHALLENGE
    known = {one["key"] for one in doubtful}
    others = [(one.key, one.label) for one in QUESTIONS[kind] if one.key not in known]
    return Open(messages.mapping_form(request.reader, number, doubtful, others, headers))


def _to_correct(db: Db, request: Request, number: int) -> tuple[DroppedFile, list[dict[str, object]], list[str]]:
    file = drops.waiting(db, request.someone, number)
    kind = file.kind or CallKind.CHALLENGE
    mapping = incoming.mapping_for(db, db.get_one(Edition, file.edition_id), kind, file.headers, file.columns)
    return file, *previews.to_correct(kind, mapping, file.headers)


def corrected(request: Request) -> Reply:
    number, _ = _file(request)
    try:
        _file_row, _doubtful, headers = request.read(lambda db: _to_correct(db, request, number))
        said = {key.removeprefix("column_"): value for key, value in request.fields.items() if key[:7] == "column_"}
        if request.fields.get("other"):
            if not request.fields.get("other_column"):
                return Wrong({"other_column": "Choose its column, or “No column”."})
            said[request.fields["other"]] = request.fields["other_column"]
        columns = {key: None if value == "none" else headers[int(value)] for key, value in said.items()}
        if wrong := _twice(request.fields, said):
            return Wrong(wrong)
        keep = request.fields.get("keep") != "no"
        request.commit(lambda db, now: drops.correct(db, now, request.someone, number, columns, keep=keep))
    except drops.DecidedError as error:
        return Say(messages.decided_already(request.reader, str(error)))
    return None


def _twice(fields: dict[str, str], said: dict[str, str]) -> dict[str, str]:
    """One column answers one question."""
    seen: set[str] = set()
    for key, value in said.items():
        if value != "none" and value in seen:
            block = f"column_{key}" if f"column_{key}" in fields else "other_column"
            return {block: "Another question has this column already. Choose one of them."}
        seen.add(value)
    return {}


# What is missing


def send(request: Request) -> Reply:
    number, _ = _file(request)

    def work(db: Db, now: datetime) -> tuple[int, int]:
        file = db.get_one(DroppedFile, number)
        edition, kind = db.get_one(Edition, file.edition_id), file.kind or CallKind.CHALLENGE
        count = planning.queue(db, edition, requests.ask(db, now, request.someone, edition, kind), now)
        return count, len(requests.waiting(db, edition, kind))

    return Rewrite(messages.sent(request.reader, *request.commit(work)))


def answer(request: Request) -> Reply:
    asked = request.read(lambda db: requests.open_to(db, request.someone, request.number))
    if not asked:
        return Say(messages.answered(request.reader, request.someone.name))
    shown = {key: (words_, str(one.value)) for key, (words_, one) in asked.items()}
    return Open(messages.answer_form(request.reader, request.number, shown))


def answered(request: Request) -> Reply:
    wrong = request.read(lambda db: requests.wrong(db, request.someone, request.number, request.fields))
    if wrong:
        return Wrong(wrong)
    request.commit(lambda db, now: requests.answer(db, now, request.someone, request.number, request.fields))
    return Say(messages.answered(request.reader, request.someone.name))


# Look-alikes


def counts(request: Request) -> Reply:
    first, _, rest = request.value.partition(".")
    ids = [int(one) for one in rest.split(",")]

    def work(db: Db, now: datetime) -> list[str]:
        edition = _edition_of(db, int(first))
        decided = lookalikes.count_one(db, now, request.someone, edition, int(first), ids)
        return [row.response_id for row in decided]

    try:
        done = request.commit(work)
    except calls.NotPossibleError as error:
        raise WrongWordsError(str(error)) from None
    return _alike(request, int(first), f"Duplicates now: {', '.join(done)}." if done else "That was decided already.")


def different(request: Request) -> Reply:
    ids = [int(one) for one in request.value.split(",")]

    def work(db: Db, now: datetime) -> list[str]:
        told_apart = lookalikes.tell_apart(db, now, request.someone, _edition_of(db, ids[0]), ids)
        return [row.response_id for row in told_apart]

    done = request.commit(work)
    return _alike(request, ids[0], f"Different: {', '.join(done)}." if done else "That was decided already.")


def _edition_of(db: Db, submission_id: int) -> Edition:
    return db.get_one(Edition, intake.call_of(db, submission_id).edition_id)


def _alike(request: Request, submission_id: int, done: str) -> Reply:
    def look(db: Db) -> tuple[str, list[dict[str, object]]]:
        edition, kind = _edition_of(db, submission_id), intake.call_of(db, submission_id).kind
        return str(kind), [group.facts() for group in lookalikes.to_decide(db, request.someone, edition, kind)]

    return Rewrite(messages.alike(request.reader, *request.read(look), done=done))


def duplicates(request: Request) -> Reply:
    kind = words.one_of(CallKind, request.value or "challenge", LOOK)
    found = request.read(lambda db: lookalikes.to_decide(db, request.someone, request.here, kind))
    return Say(messages.alike(request.reader, str(kind), [group.facts() for group in found]))


def how(request: Request) -> Reply:
    """Where files come in, and the newest that waits there."""

    def look(db: Db) -> tuple[str, DroppedFile | None]:
        room = workspaces.room(db, request.here.id, WorkspaceKind.FACILITATORS)
        return room.slack_channel_id if room else "", drops.newest(db, request.someone, request.here)

    channel, file = request.read(look)
    return Say(messages.how(request.reader, channel, file.name if file else "", _link(request, file)))


def _link(request: Request, file: DroppedFile | None) -> str:
    if file is None or file.preview_ts is None:
        return ""
    try:
        return request.slack.permalink(Posted(file.slack_channel, file.preview_ts))
    except (SlackRefusedError, SlackUnclearError):
        return ""


COMMANDS = {"call import": how, "call duplicates": duplicates}
ACTIONS = {
    "intake.bring": bring,
    "intake.problems": show_problems,
    "intake.requests": show_requests,
    "intake.mapping": correct,
    "intake.kind": choose,
    "intake.leave": leave,
    "intake.send": send,
    "intake.answer": answer,
    "intake.counts": counts,
    "intake.different": different,
}
VIEWS = {"intake.mapping": corrected, "intake.answer": answered}
EVENTS = {"file_shared": dropped}
