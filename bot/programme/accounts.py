"""Accounts: drafted from a team's own cards, edited and approved by the team, shown at the level that it chooses."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.programme import rosters, sharing
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand, may
from storage import accounts, checkins, deliveries, insights, loops, teams, thanks, workspaces
from storage.accounts import Account
from storage.checkins import Checkin, CheckinState, HelpFrom, Result, Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import InsightState
from storage.loops import Loop
from storage.people import Person
from storage.teams import Team
from storage.workspaces import WorkspaceKind

LONGEST = 2900
"""What fits into one field of a form, with room to add."""
PAINFUL = (Result.REFUTED, Result.STOPPED, Result.UNCLEAR, Result.MIXED)


@dataclass(frozen=True)
class Words:
    """The account's texts; `gave` is what the team is thanked for."""

    expectations: str = ""
    tried: str = ""
    learned: str = ""
    pains: str = ""
    assessment: str = ""
    gave: str = ""


# Drafted


def draft(db: Db, team: Team) -> Words:
    """From what the team itself handed in; neither lights nor missed check-ins are in it."""
    rows = _cards(db, team)
    said = [(loop, row) for loop, row in rows if row.state == CheckinState.RECEIVED]
    hard = [f"Loop {loop.number} ({row.result}): {row.learned}" for loop, row in said if _hurt(row)]
    asked = [f"Loop {loop.number}, help wanted: {row.help_wanted}" for loop, row in said if _told(row)]
    return Words(
        expectations=_fit([team.need]),
        tried=_fit(f"Loop {loop.number}: {row.tried} ({row.result})" for loop, row in said if row.tried),
        learned=_fit(
            [*(f"Loop {loop.number}: {row.learned}" for loop, row in said if row.learned), *_insights(db, team)]
        ),
        pains=_fit([*hard, *asked]),
        assessment=_fit(_course(said)),
        gave=_fit(_given(db, team, said)),
    )


def _cards(db: Db, team: Team) -> list[tuple[Loop, Checkin]]:
    every = [(loop, checkins.of_team(db, loop.id, team.id)) for loop in loops.of_edition(db, team.edition_id)]
    return [(loop, row) for loop, row in every if row]


def _told(row: Checkin) -> bool:
    """What was for the facilitators alone stays with them."""
    return bool(row.help_wanted) and row.help_from != HelpFrom.FACILITATOR


def _hurt(row: Checkin) -> bool:
    return row.result in PAINFUL and bool(row.learned)


def _insights(db: Db, team: Team) -> Iterable[str]:
    kept = (InsightState.PROPOSED, InsightState.RELEASED, InsightState.KEPT)
    return (row.text for row in insights.of_edition(db, team.edition_id, *kept) if row.team_id == team.id)


def _course(said: list[tuple[Loop, Checkin]]) -> Iterable[str]:
    """How sure they were at first and at last."""
    sure = [(loop.number, row.confidence) for loop, row in said if row.confidence]
    if sure:
        (first, before), (last, now) = sure[0], sure[-1]
        yield f"Confidence in the direction: {before} of 5 in loop {first}, {now} of 5 in loop {last}."


def _given(db: Db, team: Team, said: list[tuple[Loop, Checkin]]) -> Iterable[str]:
    failed = [str(loop.number) for loop, row in said if row.result in (Result.REFUTED, Result.STOPPED)]
    shared = [row for row in insights.of_edition(db, team.edition_id, InsightState.RELEASED) if row.team_id == team.id]
    if said:
        yield f"{len(said)} {'experiment' if len(said) == 1 else 'experiments'}, told openly."
    if failed:
        yield f"What did not work, in loop {' and '.join(failed)}: others need not try it again."
    if shared:
        yield f"{len(shared)} {'insight' if len(shared) == 1 else 'insights'} that others may use."
    yield from (f"“{row.text}”" for row in thanks.of_edition(db, team.edition_id) if row.to_team_id == team.id)


def _fit(lines: Iterable[str]) -> str:
    """Whole lines as far as they fit; the cards themselves keep the rest, and it says so."""
    kept: list[str] = []
    for line in filter(None, lines):
        if sum(len(one) + 1 for one in [*kept, line]) > LONGEST:
            return "\n".join([*kept, "(More stands in your check-ins.)"])[:LONGEST]
        kept.append(line)
    return "\n".join(kept)


# Asked for, edited, approved


def ask(db: Db, now: datetime, rows: Iterable[Team]) -> Iterable[Planned]:
    """Each team once, with a draft to start from."""
    for team in rows:
        made = accounts.of_team(db, team.id)
        if made is None:
            made = Account(edition_id=team.edition_id, team_id=team.id, at=now, **asdict(draft(db, team)))
            db.add(made)
            db.flush()
        if made.approved_at is None:
            key = f"account-{made.id}:asked"
            yield from rosters.to_team(db, team, now, "account.asked", key, {"account": made.id})


def asked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Account, ref(delivery, "account"))
    if row.approved_at:
        return Skip("approved")
    return {"team": db.get_one(Team, row.team_id).name, "number": row.team_id}


def open_form(db: Db, person: Person, team_id: int) -> tuple[Team, Account]:
    team = db.get_one(Team, team_id)
    demand(db, team.edition_id, person, "account.approve", team)
    row = accounts.of_team(db, team.id)
    if row is None:
        raise RefusedError("account.approve")
    return team, row


def naming(db: Db, team_id: int, words: Words) -> list[str]:
    """Names in it that say outright whose it is."""
    return sharing.names_in(db, "\n".join(asdict(words).values()), db.get_one(Team, team_id))


def save(
    db: Db, now: datetime, person: Person, team_id: int, words: Words, level: Sharing, approve: bool
) -> tuple[Account, list[Planned]]:
    """Kept as a draft, or approved: then the team is thanked in these words, and gets its own account and record."""
    team, row = open_form(db, person, team_id)
    for name, value in asdict(words).items():
        setattr(row, name, value)
    row.sharing, row.revision, row.person_id, row.at = level, row.revision + 1, person.id, now
    row.approved_at, row.approved_by_id = (now, person.id) if approve else (None, None)
    deliveries.withdraw(db, team.edition_id, f"account-{row.id}:thanks", "the account was changed")
    db.flush()
    return row, list(_approved(db, now, team, row)) if approve else []


def _approved(db: Db, now: datetime, team: Team, row: Account) -> Iterable[Planned]:
    refs = {"account": row.id}
    yield from rosters.to_team(db, team, now, "account.kept", f"account-{row.id}:r{row.revision}:kept", refs)
    for channel in _rooms(db, team, row) if row.gave else []:
        yield Planned("account.thanks", f"account-{row.id}:thanks", now, channel_id=channel, refs=refs)


def _rooms(db: Db, team: Team, row: Account) -> list[int]:
    """Its workspace, and the cohort's room where the team may be named there."""
    workspace, cohort = workspaces.of_team(db, team.id), workspaces.room(db, team.edition_id, WorkspaceKind.COHORT)
    near = [workspace.channel_id] if workspace and workspace.channel_id and not workspace.closed_at else []
    named = row.sharing in (Sharing.EDITION, Sharing.PUBLIC)
    return near + ([cohort.id] if cohort and named else [])


def thanks_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Account, ref(delivery, "account"))
    if row.approved_at is None:
        return Skip("not approved")
    return {"team": db.get_one(Team, row.team_id).name, "gave": row.gave}


# What the team gets, and may take with it


def kept_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    row = db.get_one(Account, ref(delivery, "account"))
    return whole(db, row) if row.approved_at else Skip("not approved")


def whole(db: Db, row: Account) -> dict[str, Any]:
    """The account, and the record from which it was drafted."""
    team = db.get_one(Team, row.team_id)
    words = {name: getattr(row, name) for name in Words.__dataclass_fields__}
    cards = [
        {"loop": loop.number, "result": str(card.result), "hypothesis": card.hypothesis, "next": card.next_step}
        for loop, card in _cards(db, team)
        if card.state == CheckinState.RECEIVED
    ]
    edition = db.get_one(Edition, row.edition_id)
    about = {"team": team.name, "number": team.id, "edition": edition.name, "sharing": str(row.sharing)}
    return about | {"words": words, "cards": cards}


def missing(db: Db, rows: Iterable[Team]) -> list[Team]:
    """Teams without an approved account."""
    return [team for team in rows if not ((found := accounts.of_team(db, team.id)) and found.approved_at)]


def mine(db: Db, edition: Edition, person: Person) -> list[Team]:
    """Whose account the person may edit now."""
    rows = teams.of_person(db, edition.id, person.id)
    return [
        team for team in rows if accounts.of_team(db, team.id) and may(db, edition.id, person, "account.approve", team)
    ]
