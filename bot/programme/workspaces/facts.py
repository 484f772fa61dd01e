"""What the steps of one workspace need to know, read in one go."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.programme.workspaces import belonging
from bot.programme.workspaces.belonging import Member
from storage import deliveries, people, workspaces
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, Installation
from storage.matching import Challenge
from storage.workspaces import Channel, Step, Workspace


class Blocked(Exception):  # noqa: N818 - a state of the step, not a fault
    """The step waits; the text says for what, and the way in. `held`: until a person has it repaired."""

    def __init__(self, why: str, *, held: bool = False) -> None:
        super().__init__(why)
        self.held = held


@dataclass(frozen=True)
class Facts:
    now: datetime
    workspace: Workspace
    edition: Edition
    title: str
    channel: Channel | None
    slug: str = ""
    members: list[Member] = field(default_factory=list)
    formerly: set[str] = field(default_factory=set)
    """Slack ids of people who belonged once and do not any more."""
    bot_user: str = ""
    known: set[str] = field(default_factory=set)
    """Slack ids of channels that are some workspace's already."""
    steps: dict[str, Step] = field(default_factory=dict)
    brief: Delivery | None = None
    waiting: bool = False
    """Whether something still waits to be said in the channel."""

    @property
    def slack_channel(self) -> str:
        if self.channel is None:
            raise Blocked("the channel is not there yet")
        return self.channel.slack_channel_id

    def kept(self, key: str, name: str) -> str:
        """What an earlier run of a step has kept."""
        return self.steps[key].result.get(name, "") if key in self.steps else ""


def glance(db: Db, now: datetime, workspace: Workspace) -> Facts:
    """What a look at name and words of a room needs: nobody in it, and nothing that waits."""
    edition = db.get_one(Edition, workspace.edition_id)
    return Facts(
        now=now,
        workspace=workspace,
        edition=edition,
        title=title_of(db, workspace, edition),
        channel=db.get(Channel, workspace.channel_id) if workspace.channel_id else None,
    )


def gather(db: Db, now: datetime, workspace_id: int, *, with_people: bool = True) -> Facts:
    """`with_people`: for the channel itself and for who comes in; the other steps need nobody."""
    workspace = db.get_one(Workspace, workspace_id)
    facts = glance(db, now, workspace)
    steps = {row.key: row for row in workspaces.steps(db, workspace.id)}
    facts = replace(
        facts,
        steps=steps,
        brief=brief_of(db, workspace, steps.get("brief")),
        waiting=facts.channel is not None and deliveries.on_its_way(db, facts.channel.id, now),
    )
    return _peopled(db, facts) if with_people else facts


def _peopled(db: Db, facts: Facts) -> Facts:
    workspace, edition = facts.workspace, facts.edition
    installation = db.get(Installation, edition.installation_id) if edition.installation_id else None
    inside = belonging.members(db, workspace, edition.installation_id)
    return replace(
        facts,
        slug=_slug(db, workspace, edition),
        members=inside,
        formerly=_formerly(db, workspace, edition, inside),
        bot_user=installation.bot_user_id if installation else "",
        known=workspaces.known_channels(db, edition.installation_id),
    )


def title_of(db: Db, workspace: Workspace, edition: Edition) -> str:
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    return challenge.title if challenge else f"{edition.name}: {workspace.kind}"


def _slug(db: Db, workspace: Workspace, edition: Edition) -> str:
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    return f"ch{challenge.number}-{challenge.title}" if challenge else f"{workspace.kind}-{edition.name}"


def _formerly(db: Db, workspace: Workspace, edition: Edition, inside: list[Member]) -> set[str]:
    from_here = belonging.belonged(db, workspace) - {member.person.id for member in inside}
    known = people.identities(db, edition.installation_id, from_here)
    return {row.slack_user_id for row in known.values()}


def brief_of(db: Db, workspace: Workspace, step: Step | None) -> Delivery | None:
    if workspace.channel_id is None:
        return None
    revision = int(step.result.get("revision", "1")) if step else 1
    occasion = brief_occasion(workspace.id, revision)
    return deliveries.find(db, workspace.edition_id, "workspace.brief", f"channel:{workspace.channel_id}", occasion)


def brief_occasion(workspace_id: int, revision: int) -> str:
    return f"workspace-{workspace_id}:brief" + (f"-{revision}" if revision > 1 else "")
