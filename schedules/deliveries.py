"""The only place that posts unprompted: claims rows of the ledger, renders, posts, and settles what is unclear."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.clock import Clock
from bot.messages.reader import Reader
from bot.programme import courtesies, rosters
from bot.programme.occasions import Skip
from bot.slack import Posted, Slack, SlackRefusedError, SlackUnclearError
from schedules.kinds import Kinds
from schedules.mail import Mailer, MailRefusedError
from schedules.pacing import Pacer
from storage import deliveries, people, teams
from storage.db import Db, Writer, reading
from storage.deliveries import Delivery, DeliveryState, Transport
from storage.editions import Edition
from storage.people import Person
from storage.workspaces import Channel

logger = logging.getLogger("sweetspot.deliveries")
BATCH = 50
SETTLE = timedelta(seconds=90)
"""How long after we gave up Slack may still apply a request."""
LEASE = timedelta(minutes=5)
AGAIN = timedelta(seconds=30)
ATTEMPTS = 5
PASSING = {"ratelimited", "connection_refused", "service_unavailable"}


Enclose = Callable[[Delivery, dict[str, Any], Reader], str]
"""What a letter carries after its words, so that its buttons can be used without Slack."""


@dataclass(frozen=True)
class Address:
    target: str
    reader: Reader
    transport: Transport = Transport.SLACK


@dataclass(frozen=True)
class NotYet:
    """Nobody has looked yet whether this person is in Slack; or it must not, or should not, come before `until`."""

    until: datetime | None = None


@dataclass(frozen=True)
class Letter:
    """A claimed row, ready to go."""

    row: Delivery
    address: Address
    payload: dict[str, Any]
    updates: Posted | None
    thread: Posted | None


class Sender:
    def __init__(
        self,
        engine: sa.Engine,
        writer: Writer,
        clock: Clock,
        slack: Slack,
        kinds: Kinds,
        mailer: Mailer,
        enclosures: Enclose,
    ) -> None:
        self._engine, self._writer, self._clock = engine, writer, clock
        self._slack, self._kinds, self._mailer, self._enclosures = slack, kinds, mailer, enclosures
        self._pacer = Pacer(clock)
        self._nudges = frozenset(name for name, kind in kinds.items() if kind.nudge)

    def send_due(self) -> int:
        """Everything that is due; how many rows were worked on."""
        count, full = 0, True
        while full:
            rows = self._writer.commit(lambda db, now: deliveries.claim(db, now, BATCH))
            for row in rows:
                self._deliver(row)
            count, full = count + len(rows), len(rows) == BATCH
        return count

    def settle(self) -> None:
        """Look for what may or may not have been posted; then it is sent, or queued again."""
        with reading(self._engine) as db:
            rows = deliveries.to_settle(db, self._clock.now(), LEASE)
        for row in rows:
            self._settle(row)

    def _deliver(self, row: Delivery) -> None:
        try:
            letter = self._prepare(row)
        except Exception as error:  # one message that cannot be written must not hold up the others
            logger.error("message_not_written %s", row.kind, extra={"error": type(error).__name__})  # noqa: TRY400
            self._mark(row, state=DeliveryState.FAILED, reason=f"could not be written: {type(error).__name__}")
            return
        if isinstance(letter, NotYet):
            self._mark(row, state=DeliveryState.QUEUED, due_at=letter.until or self._clock.now() + AGAIN)
            return
        if isinstance(letter, Skip):
            self._mark(row, state=DeliveryState.SKIPPED, reason=letter.reason)
            return
        try:
            posted = self._send(letter)
        except SlackRefusedError as refusal:
            self._refused(row, refusal)
        except SlackUnclearError as unclear:
            self._mark(row, state=DeliveryState.UNCLEAR, settle_at=self._clock.now() + SETTLE, reason=str(unclear))
        except MailRefusedError as refusal:
            self._mark(row, state=DeliveryState.FAILED, reason=str(refusal))
        else:
            self._sent(row, posted, letter.address.transport)

    def _prepare(self, row: Delivery) -> Letter | Skip | NotYet:
        now = self._clock.now()
        if row.latest_at and now > row.latest_at:
            return Skip("too late to be of use")
        with reading(self._engine) as db:
            secret = teams.embargo_of(db, row.team_id) if row.team_id else None
            if secret and secret > now:
                return NotYet(secret)
            kind = self._kinds[row.kind]
            if kind.in_hours and (morning := rosters.at_work_from(db, row, now)) > now:
                return NotYet(morning)
            found = courtesies.offer_later(db, row, kind.find(db, row, now), now)
            where = address(db, row)
            if isinstance(where, NotYet):
                return where
            if kind.nudge and not isinstance(found, Skip) and (held := courtesies.hold(db, row, now, self._nudges)):
                return NotYet(held.until) if held.until else Skip(held.reason)
            updates, thread = _posted(db, row.updates_id), _posted(db, row.thread_id)
        if isinstance(found, Skip) or isinstance(where, Skip):
            return found if isinstance(found, Skip) else where  # type: ignore[return-value]
        return Letter(row, where, kind.render(reader=where.reader, **found), updates, thread)

    def _send(self, letter: Letter) -> Posted | None:
        if letter.address.transport == Transport.EMAIL:
            enclosed = self._enclosures(letter.row, letter.payload, letter.address.reader)
            self._mailer.send(letter.row.id, letter.address.target, letter.payload, enclosed)
            return None
        target = letter.updates.channel if letter.updates else letter.address.target
        self._pacer.wait(target)
        if letter.updates:
            self._slack.update(letter.updates, letter.payload)
            return letter.updates
        thread_ts = letter.thread.ts if letter.thread else None
        row = letter.row
        mark = {"delivery": row.id, "kind": row.kind, "occasion": row.occasion}
        return self._slack.post(target, letter.payload, mark=mark, thread_ts=thread_ts)

    def _refused(self, row: Delivery, refusal: SlackRefusedError) -> None:
        if refusal.retry_after and refusal.code == "ratelimited":
            self._pacer.freeze(refusal.retry_after)
        if refusal.code in PASSING or (row.attempts < ATTEMPTS and refusal.retry_after):
            wait = max(timedelta(seconds=refusal.retry_after or 0), AGAIN)
            self._mark(row, state=DeliveryState.QUEUED, due_at=self._clock.now() + wait, reason=refusal.code)
        else:
            logger.warning("delivery_refused", extra={"action": "delivery_refused", "code": refusal.code})
            self._mark(row, state=DeliveryState.FAILED, reason=refusal.code)

    def _settle(self, row: Delivery) -> None:
        with reading(self._engine) as db:
            where, thread = address(db, row), _posted(db, row.thread_id)
        if not isinstance(where, Address) or row.updates_id or where.transport == Transport.EMAIL:
            self._again(row)  # rewriting in place may be repeated; a letter is repeated with the same Message-ID
            return
        since = (row.first_attempt_at or row.due_at).timestamp() - 1
        try:
            channel = self._slack.open_dm(where.target) if row.person_id else where.target
            posted = self._slack.find(channel, row.id, since, thread.ts if thread else None)
        except (SlackRefusedError, SlackUnclearError):
            return  # still unclear: the next tick looks again
        if posted:
            self._sent(row, posted)
        else:
            self._again(row)

    def _again(self, row: Delivery) -> None:
        self._mark(row, state=DeliveryState.QUEUED, settle_at=None)

    def _sent(self, row: Delivery, posted: Posted | None, transport: Transport = Transport.SLACK) -> None:
        where = {"slack_channel": posted.channel, "slack_ts": posted.ts} if posted else {}
        self._mark(row, state=DeliveryState.SENT, sent_at=self._clock.now(), reason=None, transport=transport, **where)

    def _mark(self, row: Delivery, **changes: Any) -> None:
        """Only while the row is still as we claimed it: another process may have settled it since."""
        unchanged = sa.update(Delivery).where(
            sa.column("id") == row.id, sa.column("state") == row.state.value, sa.column("attempts") == row.attempts
        )
        self._writer.commit(lambda db, _: db.connection().execute(unchanged.values(**changes)))


def address(db: Db, row: Delivery) -> Address | Skip | NotYet:
    edition = db.get_one(Edition, row.edition_id)
    if row.channel_id is not None:
        channel = db.get_one(Channel, row.channel_id)
        return Address(channel.slack_channel_id, Reader(channel.locale, edition.zone))
    person = db.get_one(Person, row.person_id)
    reader = Reader(person.locale, person.zone)
    if slack_id := people.slack_id_of(db, person.id, edition.installation_id):
        return Address(slack_id, reader)
    if edition.installation_id and people.never_looked_up(db, person.id):
        return NotYet()
    email = people.email_of(db, person.id)
    return Address(email, reader, Transport.EMAIL) if email else Skip("no way to reach this person")


def _posted(db: Db, delivery_id: str | None) -> Posted | None:
    row = db.get(Delivery, delivery_id) if delivery_id else None
    return Posted(row.slack_channel, row.slack_ts) if row and row.slack_channel and row.slack_ts else None
