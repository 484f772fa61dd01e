"""The working agreement is asked for: when a workspace is ready, again when a team joins, with one reminder."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.programme import rosters, signals, worktime
from bot.programme.occasions import Planned, within
from storage import agreements, deliveries, teams, workspaces
from storage.agreements import Agreement
from storage.db import Db
from storage.editions import Edition, EditionState
from storage.matching import Challenge
from storage.teams import Team
from storage.workspaces import Workspace

UNSIGNED = "agreement not signed"
REMIND_AFTER, SIGNAL_AFTER = 3, timedelta(days=8)
"""Working days until the one reminder, and days until a facilitator hears of it."""
REMIND_WITHIN = timedelta(days=21)
"""Days that three working days may take around long holidays."""


def begin(db: Db, now: datetime) -> None:
    """By the clock: a workspace that has become ready gets the first version, and is asked for signatures."""
    for workspace in agreements.without(db):
        start = first(db, workspace)
        row = Agreement(
            workspace_id=workspace.id, version=1, goals=start["goals"], language=start["language"], asked_at=now
        )
        db.add(row)
        db.flush()
        said = [*card(db, now, workspace, row), *ask(db, now, workspace, row)]
        deliveries.enqueue(db, [one.row(workspace.edition_id) for one in said])


def first(db: Db, workspace: Workspace) -> dict[str, str]:
    """A start that its teams change: the challenge's question, and the languages that all of them have."""
    challenge = db.get(Challenge, workspace.challenge_id) if workspace.challenge_id else None
    spoken = [set(team.languages) for team in workspaces.teams_of(db, workspace)]
    common = sorted(set.intersection(*spoken)) if spoken else []
    return {"goals": challenge.question if challenge else "", "language": ", ".join(common)}


def joined(db: Db, now: datetime, challenge_id: int) -> list[Planned]:
    """A team came in later: it signs too, and the others see that it is asked."""
    rooms = workspaces.of_challenge(db, challenge_id)
    row = agreements.latest(db, rooms.id) if rooms else None
    if rooms is None or row is None:
        return []
    row.settled_at, row.asked_at = None, now
    return [*card(db, now, rooms, row), *ask(db, now, rooms, row)]


def ask(db: Db, now: datetime, workspace: Workspace, row: Agreement) -> Iterable[Planned]:
    for team in unsigned(db, workspace, row):
        refs = {"agreement": row.id, "team": team.id}
        yield from rosters.to_team(db, team, now, "agreement.asked", f"agreement-{row.id}:team-{team.id}:asked", refs)


def card(db: Db, now: datetime, workspace: Workspace, row: Agreement) -> list[Planned]:
    """In the channel, one message for all versions, rewritten in place."""
    if workspace.channel_id is None:
        return []
    key = f"workspace-{workspace.id}:agreement"
    first = rosters.earlier(db, workspace.edition_id, "agreement.card", workspace.channel_id, key)
    row.edits += 1
    db.flush()
    occasion, updates = (f"{key}:v{row.version}.{row.edits}", first.id) if first else (key, None)
    refs = {"workspace": workspace.id}
    return [Planned("agreement.card", occasion, now, channel_id=workspace.channel_id, refs=refs, updates_id=updates)]


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """One reminder for each team that has not signed."""
    if edition.state != EditionState.INCUBATING:
        return
    for row, workspace in agreements.open_since(db, end - timedelta(days=REMIND_AFTER), edition.id):
        if row.asked_at > start - REMIND_WITHIN:
            for team in unsigned(db, workspace, row):
                yield from within(_reminder(db, row, team), start, end)


def _reminder(db: Db, row: Agreement, team: Team) -> Iterable[Planned]:
    week = rosters.week_of(team)
    day = worktime.working_days_after(worktime.local_day(row.asked_at, team.zone), REMIND_AFTER, week)
    at = worktime.instant(day, worktime.ASK_AT, team.zone)
    lead = rosters.at_work(db, teams.members(db, team.id), at)
    refs, key = {"agreement": row.id, "team": team.id}, f"agreement-{row.id}:team-{team.id}:nudge"
    if lead:
        yield Planned(
            "agreement.nudge", key, at, lead.id, team_id=team.id, refs=refs, one_of=True, condition="not signed"
        )


def chase(db: Db, now: datetime) -> None:
    """By the clock: who has not signed after the reminder is a person's to ask."""
    for row, workspace in agreements.open_since(db, now - SIGNAL_AFTER):
        for team in unsigned(db, workspace, row):
            signals.raise_(db, now, UNSIGNED, team, f"agreement-{row.id}")


def unsigned(db: Db, workspace: Workspace, row: Agreement) -> list[Team]:
    done = agreements.parts(db, row.id)
    rows = workspaces.teams_of(db, workspace)
    return [team for team in rows if team.id not in done or done[team.id].signed_at is None]
