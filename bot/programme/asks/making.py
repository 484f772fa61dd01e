"""An ask comes from a form, or from a check-in that wants help."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.programme import sharing, signals, worktime
from bot.programme.asks import closing
from bot.programme.occasions import Planned
from bot.programme.permissions import RefusedError, demand
from storage import asks, checkins, teams
from storage.asks import Ask, AskState, Wanted
from storage.checkins import Checkin, HelpFrom, Sharing
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.teams import Team


@dataclass(frozen=True)
class Draft:
    """What the form says. Without a team, somebody asks for themselves."""

    text: str
    sharing: Sharing
    team_id: int | None = None
    tried: str = ""
    wanted: Wanted | None = None
    due_on: date | None = None
    themes: Sequence[str] = field(default_factory=list)


def choices(db: Db, edition: Edition, person: Person) -> list[Team]:
    """The teams for which somebody may ask; none means that they ask for themselves."""
    demand(db, edition.id, person, "ask.new")
    return teams.of_person(db, edition.id, person.id)


def naming(db: Db, draft: Draft) -> tuple[list[str], list[str]]:
    """In an ask without names: names that say whose it is, and words that may tell."""
    if draft.sharing != Sharing.EDITION_UNNAMED or draft.team_id is None:
        return [], []
    team, words = db.get_one(Team, draft.team_id), f"{draft.text}\n{draft.tried}\n{', '.join(draft.themes)}"
    return sharing.names_in(db, words, team), sharing.hints_in(words, team)


def make(db: Db, now: datetime, person: Person, edition: Edition, draft: Draft) -> Ask:
    """Whom to ask is found by the clock: nobody waits for it."""
    demand(db, edition.id, person, "ask.new")
    _demand_member(db, edition, person, draft)
    ask = Ask(edition_id=edition.id, person_id=person.id, text=draft.text, at=now)
    db.add(ask)
    _write(ask, draft)
    return _start(db, now, ask)


def change(db: Db, now: datetime, person: Person, ask_id: int, draft: Draft) -> tuple[Ask, list[Planned]]:
    """Said anew by its team: who was asked before stays asked, others are looked for."""
    ask = db.get_one(Ask, ask_id)
    closing.demand_own(db, ask, person)
    closing.demand_live(ask)
    ask.text, ask.person_id, ask.help_from = draft.text, person.id, None
    _write(ask, replace(draft, team_id=ask.team_id))
    said = closing.reword(db, now, ask)
    return (_start(db, now, ask) if ask.state == AskState.OPEN else ask), said


def _demand_member(db: Db, edition: Edition, person: Person, draft: Draft) -> None:
    mine = {team.id for team in teams.of_person(db, edition.id, person.id)}
    if draft.team_id is not None and draft.team_id not in mine:
        raise RefusedError("ask.new")


def _write(ask: Ask, draft: Draft) -> None:
    ask.team_id, ask.tried, ask.wanted = draft.team_id, draft.tried, draft.wanted
    ask.sharing, ask.due_on, ask.themes = draft.sharing, draft.due_on, list(draft.themes)


def _start(db: Db, now: datetime, ask: Ask) -> Ask:
    """From now on it is routed, looked after, and ended when its day is over."""
    db.flush()
    ask.route_at, ask.look_at = now, closing.look_again(db, ask, now, closing.STALE_AFTER)
    if ask.due_on:
        zone = closing.week_of(db, ask).zone
        ask.ends_at = worktime.instant(ask.due_on + timedelta(days=1), worktime.ASK_AT, zone)
    db.flush()
    return ask


# From a check-in


def from_checkin(db: Db, now: datetime, row: Checkin, team: Team) -> list[Planned]:
    """The ask that goes with `row.help_wanted`: made once, rewritten when the answer is amended, closed when it is
    taken out. `row.help_from` says to whom it goes."""
    known = asks.of_checkin(db, row.id)
    if not row.help_wanted:
        return closing.finish(db, now, known, AskState.CLOSED) if known and known.state in asks.LIVE else []
    if known and not _differs(known, row):
        return []
    ask = known or Ask(edition_id=team.edition_id, checkin_id=row.id, text=row.help_wanted, at=now)
    if known and known.state == AskState.CLOSED:
        asks.forget_unanswered(db, known.id)
    ask.at = ask.at if ask.state in asks.LIVE else now
    said = closing.take_back(db, now, known) if known and known.help_from != _addressee(row) else []
    _from(ask, row, team)
    db.add(ask)
    db.flush()
    said += closing.reword(db, now, ask)
    if ask.state == AskState.PICKED_UP:
        return said
    _start(db, now, ask)
    return said + _send_on(db, now, ask, team, row.revision)


def _differs(ask: Ask, row: Checkin) -> bool:
    """An ask that was answered stays so; one that was taken out and is wanted again comes back."""
    return ask.state == AskState.CLOSED or ask.source != _source(row)


def _source(row: Checkin) -> str:
    return f"{_addressee(row)}: {row.help_wanted}"


def _addressee(row: Checkin) -> HelpFrom:
    return row.help_from or HelpFrom.PARTNER


def _from(ask: Ask, row: Checkin, team: Team) -> None:
    """What a check-in does not release goes to other workspaces without a name."""
    ask.team_id, ask.text, ask.tried, ask.help_from = team.id, row.help_wanted, "", _addressee(row)
    ask.themes, ask.source = list(team.themes), _source(row)
    if ask.state != AskState.PICKED_UP:
        ask.state, ask.settled_at, ask.useful = AskState.OPEN, None, None
    ask.sharing = Sharing.WORKSPACE
    if ask.help_from == HelpFrom.OTHERS:
        named = row.sharing in (Sharing.EDITION, Sharing.PUBLIC)
        ask.sharing = Sharing.EDITION if named else Sharing.EDITION_UNNAMED


def _send_on(db: Db, now: datetime, ask: Ask, team: Team, revision: int) -> list[Planned]:
    """To advisors and facilitators it goes by hand; words that tell whose it is wait for the team."""
    if ask.help_from == HelpFrom.ADVISOR:
        ask.route_at = None
        _signal(db, now, ask, team, signals.ASK_FOR_ADVISOR)
    elif ask.help_from == HelpFrom.FACILITATOR:
        ask.route_at = None
        _signal(db, now, ask, team, signals.ASK_FOR_STAFF)
    elif any(naming(db, Draft(ask.text, ask.sharing, team.id))):
        ask.sharing, ask.route_at = Sharing.WORKSPACE, None
        refs = {"ask": ask.id}
        return closing.to_asker(db, now, ask, "ask.held", f"ask-{ask.id}:held-{revision}", refs)
    return []


def _signal(db: Db, now: datetime, ask: Ask, team: Team, kind: str) -> None:
    """What was taken out and is wanted again is raised again."""
    occasion = f"ask-{ask.id}"
    known = checkins.signal(db, team.edition_id, kind, team.id, occasion)
    again = known is not None and known.settled_at is not None and known.settled_by_id is None
    signals.raise_(db, now, kind, team, f"{occasion}:again-{ask.revision}" if again else occasion)
