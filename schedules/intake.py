"""Errands with dropped files, which take longer than Slack waits: fetch, understand, show, bring in."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from bot.messages import intake as messages
from bot.messages import people as words
from bot.messages.blocks import Message
from bot.messages.reader import Reader
from bot.programme.intake import (
    Report,
    UnreadableError,
    drops,
    incoming,
    lookalikes,
    mappings,
    previews,
    read,
    requests,
)
from bot.programme.intake.incoming import Reading
from bot.slack import Posted, Slack, SlackRefusedError, SlackUnclearError
from schedules.kinds import Kind, Step
from storage import calls as tables
from storage import intake
from storage.calls import CallKind
from storage.db import Db, Writer, reading
from storage.editions import Edition
from storage.intake import DroppedFile, Errand, FileState, Verb
from storage.people import Person

logger = logging.getLogger("sweetspot.intake")
LEASE = timedelta(minutes=2)
"""After this an errand is taken over by another process, or repeated where an answer was lost."""
REFUSED = {
    "too_large": "is larger than 10 MB. Split it, or bring it in on the command line with `sweetspot import`.",
    "file_deleted": "has been deleted.",
    "file_not_found": "has been deleted.",
    "not_visible": "cannot be seen by Sweetspot. Drop it into this room itself.",
    "missing_scope": "may not be read: the app lacks the scope files:read. Install it anew.",
}
ELSE = "could not be fetched from Slack. Drop it into this room once more."


@dataclass(frozen=True)
class Job:
    """An errand, with all it needs."""

    engine: sa.Engine
    writer: Writer
    slack: Slack
    errand: Errand
    file: DroppedFile
    edition: Edition
    person: Person

    @property
    def reader(self) -> Reader:
        return Reader(self.person.locale, self.person.zone)

    @property
    def name(self) -> str:
        return self.file.name or "the file"

    def say(self, message: Message) -> Posted:
        """In the thread of the file, once: where an answer was lost it is looked for first."""
        channel, thread, mark = self.file.slack_channel, self.file.thread_ts, f"intake-errand-{self.errand.id}"
        if self.errand.attempts > 1:
            since = self.errand.at.timestamp() - 1
            if found := self.slack.find(channel, mark, since, thread):
                return found
        told = {"delivery": mark, "kind": f"intake.{self.errand.verb}", "occasion": mark}
        return self.slack.post(channel, message, mark=told, thread_ts=thread)

    def show(self, message: Message) -> None:
        """In place of the preview."""
        place = self.file.preview_ts
        if place:
            self.slack.update(Posted(self.file.slack_channel, place), message)
        else:
            self.say(message)


def _waits(db: Db, _now: datetime) -> bool:
    return intake.errands_open(db)


def run(engine: sa.Engine, writer: Writer, slack: Slack) -> None:
    """Everything that waits, oldest first. What Slack leaves unclear is done again after the lease."""
    while errand := writer.commit(lambda db, now: intake.claim_errand(db, now, LEASE)):
        with reading(engine) as db:
            file = db.get_one(DroppedFile, errand.file_id)
            edition, person = db.get_one(Edition, file.edition_id), db.get_one(Person, errand.person_id)
        job = Job(engine, writer, slack, errand, file, edition, person)
        try:
            _attempt(job)
        except (SlackRefusedError, SlackUnclearError) as error:
            logger.warning("errand_waits", extra={"action": "errand_waits", "code": str(error)})
            if errand.attempts < intake.ATTEMPTS:
                wait = timedelta(seconds=getattr(error, "retry_after", None) or LEASE.seconds)
                writer.commit(lambda db, now, late=errand.id, wait=wait: _later(db, now, late, wait))  # type: ignore[misc]
                continue
        writer.commit(lambda db, now, done=errand.id: _done(db, now, done))  # type: ignore[misc]


def _later(db: Db, now: datetime, errand_id: int, wait: timedelta) -> None:
    """Free again after this."""
    db.get_one(Errand, errand_id).claimed_at = now + wait - LEASE


def _done(db: Db, now: datetime, errand_id: int) -> None:
    db.get_one(Errand, errand_id).done_at = now


def _attempt(job: Job) -> None:
    try:
        VERBS[job.errand.verb](job)
    except UnreadableError as error:
        _refuse(job, str(error))
    except SlackRefusedError as error:
        if error.retry_after:
            raise
        _refuse(job, f"{job.name} {REFUSED.get(error.code, ELSE)}")
    except SlackUnclearError:
        raise
    except Exception as error:  # one file must not hold up the others; its text may hold what people wrote
        reference = uuid4().hex[:8]
        logger.error("errand_failed %s: %s", reference, type(error).__name__)  # noqa: TRY400
        job.say(words.broken(job.reader, reference))


def _refuse(job: Job, why: str) -> None:
    """A file that was brought in stays so."""
    if job.file.state == FileState.WAITING:
        job.writer.commit(lambda db, _: _set_state(db, job.file.id, FileState.UNREADABLE))
        job.show(messages.unreadable(job.reader, job.name, why))
    else:
        job.say(messages.unreadable(job.reader, job.name, why))


def _set_state(db: Db, file_id: int, state: FileState) -> None:
    db.get_one(DroppedFile, file_id).state = state


# The errands


def _preview(job: Job) -> None:
    shared = job.slack.file(job.file.slack_file_id)
    job.file.name = shared.name
    _answer_under(job, shared.shares.get(job.file.slack_channel))
    data = job.slack.download(shared, drops.LARGEST)
    table = read(data, shared.name)
    job.file.kind = job.writer.commit(lambda db, _: _note(db, job.file.id, shared.name, data, table.headers))
    found = _understood(job, data)
    with reading(job.engine) as db:
        call = tables.of_kind(db, job.edition.id, found.kind)
        known = {row.response_id: row for row in tables.submissions(db, call.id)} if call else {}
        kept = bool(mappings.kept(db, job.edition.id, found.kind, table.headers))
    closes_at = call.closes_at if call else None
    facts = previews.facts(found, known, kept=kept, zone=job.edition.zone, closes_at=closes_at)
    job.show(messages.preview(job.reader, job.file.id, facts))


def _note(db: Db, file_id: int, name: str, data: bytes, headers: list[str]) -> CallKind | None:
    file = db.get_one(DroppedFile, file_id)
    drops.noted(file, name, data, headers)
    return file.kind


def _answer_under(job: Job, thread_ts: str | None) -> None:
    """Say that it is being read, under the message that carries it."""
    if job.file.preview_ts:
        return
    job.file.thread_ts = thread_ts
    job.file.preview_ts = preview_ts = job.say(messages.reading(job.reader, job.file.name)).ts
    job.writer.commit(lambda db, _: _place(db, job.file.id, thread_ts, preview_ts))


def _place(db: Db, file_id: int, thread_ts: str | None, preview_ts: str) -> None:
    file = db.get_one(DroppedFile, file_id)
    file.thread_ts, file.preview_ts = thread_ts, preview_ts


def _fetched(job: Job) -> bytes:
    return job.slack.download(job.slack.file(job.file.slack_file_id), drops.LARGEST)


def _understood(job: Job, data: bytes) -> Report:
    assert job.file.kind is not None  # noqa: S101 - the preview chose one
    how = Reading(zone=job.edition.zone, corrections=job.file.columns)
    with reading(job.engine) as db:
        return incoming.read_in(db, job.edition, job.file.kind, read(data, job.name), job.name, how)


def _problems(job: Job) -> None:
    rows, of, pages = previews.problem_page(_understood(job, _fetched(job)), job.errand.page)
    job.say(messages.problems(job.reader, job.file.id, job.errand.page, rows, of, pages))


def _requests(job: Job) -> None:
    """From the file until it is in, then from what was brought in."""
    is_in = job.file.state == FileState.TAKEN
    if is_in and job.file.kind:
        with reading(job.engine) as db:
            drafts = requests.drafts(db, job.person, job.edition, job.file.kind)
    else:
        drafts = requests.drafted(_understood(job, _fetched(job)))
    shown, of, pages = previews.draft_page(drafts, job.errand.page, job.edition.name)
    can_send = is_in and bool(drafts)
    job.say(messages.requests(job.reader, job.file.id, job.errand.page, shown, of, pages, can_send))


def _bring_in(job: Job) -> None:
    if job.file.state != FileState.TAKEN:
        data = _fetched(job)
        if drops.digest(data) != job.file.digest:
            _preview(job)
            return
        found = incoming.demand_team(_understood(job, data), job.file.headers)
        job.file.stored = job.writer.commit(lambda db, now: _write(db, now, job, found))
    assert job.file.kind is not None  # noqa: S101 - it is in
    with reading(job.engine) as db:
        drafts = len(requests.drafts(db, job.person, job.edition, job.file.kind))
    facts = {"name": job.name, "by": job.person.name, "kind": str(job.file.kind), "drafts": drafts}
    job.show(messages.taken(job.reader, job.file.id, facts | job.file.stored))
    _show_alike(job, job.file.kind)


def _write(db: Db, now: datetime, job: Job, found: Report) -> dict[str, int]:
    """All of it or nothing."""
    file = db.get_one(DroppedFile, job.file.id)
    keep = file.keep and bool(file.columns)
    stored = incoming.bring_in(db, now, job.edition, found, keep=keep, person_id=job.person.id)
    file.state, file.stored = FileState.TAKEN, asdict(stored)
    return file.stored


def _show_alike(job: Job, kind: CallKind) -> None:
    with reading(job.engine) as db:
        groups = [group.facts() for group in lookalikes.suggested(db, job.edition, kind)]
    if groups:
        job.say(messages.alike(job.reader, str(kind), groups))


VERBS: dict[Verb, Callable[[Job], None]] = {
    Verb.PREVIEW: _preview,
    Verb.PROBLEMS: _problems,
    Verb.REQUESTS: _requests,
    Verb.BRING_IN: _bring_in,
}
KINDS = {"intake.incomplete": Kind(requests.incomplete_context, messages.incomplete, in_hours=True)}
STEPS = (Step(_waits, run),)
