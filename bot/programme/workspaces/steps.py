"""The steps of a workspace: each looks first whether it was done already, and returns what is worth keeping."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.programme.occasions import Planned
from bot.programme.workspaces.facts import Blocked, Facts, brief_occasion
from bot.slack import Posted, Room, Slack, SlackRefusedError
from storage import deliveries, workspaces
from storage.db import Db, Writer
from storage.deliveries import DeliveryState
from storage.editions import Edition
from storage.workspaces import Channel, Workspace

SHORT = 60
MOST = 250
"""Slack's limit of a topic and of a purpose."""
CLOCKS = timedelta(minutes=10)
"""How much the clocks of Slack and of this machine may differ."""
BRIEF = "Brief"
GONE = (
    "Slack does not show the channel to Sweetspot: it was taken out of it, or the channel was deleted. Add it to the "
    "channel again and repair, or have a new room made"
)
ARCHIVED = "somebody archived the channel; a repair opens it again"

Kept = dict[str, str]


@dataclass
class Hands:
    """Slack and the writer, and what Slack has shown of the channel in this round."""

    slack: Slack
    writer: Writer
    seen: Room | None = None

    def room(self, channel: str) -> Room:
        self.seen = self.seen or self.slack.channel(channel)
        return self.seen


def channel(facts: Facts, hands: Hands) -> Kept:
    if facts.channel:
        return _mend(facts.channel, hands)
    made, name = _own(facts, hands) or _create(facts, hands)
    hands.writer.commit(partial(_keep_channel, facts.workspace.id, made, name))
    return {"name": name}


def _own(facts: Facts, hands: Hands) -> tuple[str, str] | None:
    """One that we made, and of which we never heard: the answer was lost."""
    wanted = names(facts.slug, facts.workspace.id)
    after = (facts.workspace.created_at - CLOCKS).timestamp()
    for room in hands.slack.channels():
        ours = room.creator == facts.bot_user and room.created >= after and room.id not in facts.known
        if ours and room.name in wanted and not room.archived:
            return room.id, room.name
    return None


def _create(facts: Facts, hands: Hands) -> tuple[str, str]:
    """A name may be taken by a channel that is archived, or that we cannot see."""
    for name in names(facts.slug, facts.workspace.id):
        try:
            return hands.slack.create_channel(name, private=True), name
        except SlackRefusedError as refusal:
            if refusal.code != "name_taken":
                raise
    raise Blocked("every name that was tried is taken; rename one of those channels, then repair", held=True)


def _keep_channel(workspace_id: int, slack_id: str, name: str, db: Db, _now: datetime) -> None:
    workspace = db.get_one(Workspace, workspace_id)
    edition = db.get_one(Edition, workspace.edition_id)
    row = Channel(installation_id=edition.installation_id or 0, slack_channel_id=slack_id, name=name)
    db.add(row)
    db.flush()
    workspace.channel_id = row.id


def _mend(kept: Channel, hands: Hands) -> Kept:
    """It is there: not archived, and with its name."""
    try:
        room = hands.room(kept.slack_channel_id)
    except SlackRefusedError as refusal:
        if refusal.code == "channel_not_found":
            raise Blocked(GONE, held=True) from None
        raise
    if room.archived:
        hands.slack.unarchive(room.id)
    if room.name == kept.name:
        return {"name": kept.name}
    try:
        hands.slack.rename_channel(room.id, kept.name)
    except SlackRefusedError as refusal:
        if refusal.code != "name_taken":
            raise
        hands.writer.commit(partial(_keep_name, kept.id, room.name))
        return {"name": room.name}
    return {"name": kept.name}


def _keep_name(channel_id: int, name: str, db: Db, _now: datetime) -> None:
    """Its old name has gone to another channel."""
    db.get_one(Channel, channel_id).name = name


def topic(facts: Facts, hands: Hands) -> Kept:
    wanted = topic_of(facts)
    if hands.room(facts.slack_channel).topic != wanted:
        hands.slack.set_topic(facts.slack_channel, wanted)
    return {}


def topic_of(facts: Facts) -> str:
    return facts.title[:MOST]


def purpose(facts: Facts, hands: Hands) -> Kept:
    wanted = purpose_of(facts)
    if hands.room(facts.slack_channel).purpose != wanted:
        hands.slack.set_purpose(facts.slack_channel, wanted)
    return {}


def purpose_of(facts: Facts) -> str:
    return f"{facts.edition.name}. What is said here stays here unless its teams release it."[:MOST]


def brief(facts: Facts, hands: Hands) -> Kept:
    """Said through the ledger like everything else; pinned once it is there, and said anew where it was deleted."""
    channel_id, revision, row = facts.slack_channel, int(facts.kept("brief", "revision") or 1), facts.brief
    if row is None:
        hands.writer.commit(partial(_queue_brief, facts.workspace.id, revision))
        raise Blocked("the brief is on its way")
    if row.state in (DeliveryState.FAILED, DeliveryState.SKIPPED):
        hands.writer.commit(partial(_next_revision, facts.workspace.id, revision + 1))
        raise Blocked(f"the brief could not be posted ({row.reason})", held=True)
    if row.state != DeliveryState.SENT or not row.slack_ts:
        raise Blocked("the brief is on its way")
    try:
        hands.slack.pin(Posted(channel_id, row.slack_ts))
    except SlackRefusedError as refusal:
        if refusal.code != "message_not_found":
            raise
        hands.writer.commit(partial(_next_revision, facts.workspace.id, revision + 1))
        hands.writer.commit(partial(_queue_brief, facts.workspace.id, revision + 1))
        raise Blocked("the brief was deleted; a new one is on its way") from None
    return {"revision": str(revision), "ts": row.slack_ts}


def _queue_brief(workspace_id: int, revision: int, db: Db, now: datetime) -> None:
    workspace = db.get_one(Workspace, workspace_id)
    occasion, refs = brief_occasion(workspace.id, revision), {"workspace": workspace.id}
    planned = Planned("workspace.brief", occasion, now, channel_id=workspace.channel_id, refs=refs)
    deliveries.enqueue(db, [planned.row(workspace.edition_id)])


def _next_revision(workspace_id: int, revision: int, db: Db, _now: datetime) -> None:
    workspaces.step(db, workspace_id, "brief").result = {"revision": str(revision)}


def bookmarks(facts: Facts, hands: Hands) -> Kept:
    row = facts.brief
    if row is None or not row.slack_ts:
        raise Blocked("the brief is on its way")
    link = hands.slack.permalink(Posted(facts.slack_channel, row.slack_ts))
    known = next((one for one in hands.slack.bookmarks(facts.slack_channel) if one.title == BRIEF), None)
    if known is None:
        hands.slack.add_bookmark(facts.slack_channel, BRIEF, link)
    elif known.link != link:
        hands.slack.edit_bookmark(facts.slack_channel, known.id, link)
    return {}


def archive(facts: Facts, hands: Hands) -> Kept:
    if facts.channel is None or facts.workspace.keep_open:
        return {}
    if facts.waiting:
        raise Blocked("what is still to be said goes first")
    hands.slack.archive(facts.slack_channel)
    return {}


Take = Callable[[Facts, Hands], Kept]


def names(title: str, workspace_id: int) -> list[str]:
    """Channel names to try in turn: lower case, no marks, and one of our own when others are taken."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SHORT].strip("-") or "workspace"
    return [slug, f"{slug}-{workspace_id}", *(f"{slug}-{workspace_id}-{number}" for number in range(2, 6))]
