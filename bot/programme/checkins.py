"""Check-ins: who is asked when, who is reminded once, and what an answer changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.programme import commitments, courtesies, rosters, signals, worktime
from bot.programme.asks import making
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import demand
from bot.programme.worktime import Week
from storage import checkins, loops, people, teams, workspaces
from storage.checkins import Amendment, Checkin, CheckinState, HelpFrom, Light, PairingLight, Result, Sharing
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.loops import Loop, LoopState
from storage.people import Absence, Person
from storage.teams import Team, TeamKind, TeamState

NUDGE_AFTER = 2
"""Working days between the question and the one reminder."""
CLOSE_AT = time(17)


class NotOpenError(Exception):
    """The loop takes no answers now; names its number."""


class AnsweredError(Exception):
    """The team has answered in this loop: there is nothing to skip. Names the team."""


@dataclass(frozen=True)
class Answer:
    """One check-in; `lights` are the owner's private ones, by provider."""

    hypothesis: str
    tried: str
    learned: str
    result: Result
    observed: str = ""
    confidence: int | None = None
    help_wanted: str = ""
    next_step: str = ""
    next_on: date | None = None
    sharing: Sharing = Sharing.WORKSPACE
    lights: dict[int, Light] = field(default_factory=dict)
    light_line: str = ""


@dataclass(frozen=True)
class Asking:
    """Teams that are asked again and when, and those that were asked the same day."""

    planned: list[Planned] = field(default_factory=list)
    times: dict[str, datetime] = field(default_factory=dict)
    already: list[str] = field(default_factory=list)


# What is due: pure


def ask_at(loop: Loop, week: Week) -> datetime:
    return worktime.instant(worktime.next_working_day(loop.checkin_on, week), worktime.ASK_AT, week.zone)


def nudge_at(loop: Loop, week: Week) -> datetime:
    asked_on = worktime.next_working_day(loop.checkin_on, week)
    return worktime.instant(worktime.working_days_after(asked_on, NUDGE_AFTER, week), worktime.ASK_AT, week.zone)


def closes_at(loop: Loop, week: Week) -> datetime:
    """The end of the loop's last day where the team is, or of its next working day."""
    return worktime.instant(worktime.next_working_day(loop.closes_on, week), CLOSE_AT, week.zone)


def due_at(loop: Loop, week: Week) -> datetime:
    """Until when an answer is in time: equal notice for all.

    From the day of the question each team has as many working days of its own as a Monday-to-Friday week without
    holidays has between the loop's two dates; so nobody has fewer than the others. Only the close comes before that.
    """
    plain = Week(week.zone)
    asked_on = worktime.next_working_day(loop.checkin_on, week)
    days = sum(worktime.is_working_day(day, plain) for day in worktime.days_between(loop.checkin_on, loop.due_on))
    due = worktime.instant(worktime.working_days_after(asked_on, days, week), CLOSE_AT, week.zone)
    return min(due, closes_at(loop, week))


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    near = [loop for loop in loops.of_edition(db, edition.id) if _near(loop, start, end)]
    working = workspaces.working(db, edition.id) if near else []
    members = teams.members_by_team(db, [team.id for team in working])
    away = people.absences(db) if near else []
    for loop in near:
        answers = {row.team_id: row for row in checkins.of_loop(db, loop.id)}
        for team in working:
            open_ = team.id not in answers or answers[team.id].state == CheckinState.DUE
            if open_:
                yield from within(_for_team(loop, team, members[team.id], away), start, end)


def _near(loop: Loop, start: datetime, end: datetime) -> bool:
    return (
        loop.state != LoopState.CLOSED
        and loop.checkin_on - timedelta(days=2) <= end.date()
        and start.date() <= loop.closes_on + timedelta(days=2)
    )


def _for_team(loop: Loop, team: Team, members: list[Person], away: list[Absence]) -> Iterable[Planned]:
    week = rosters.week_of(team)
    asked, nudged, closed = ask_at(loop, week), nudge_at(loop, week), closes_at(loop, week)
    common: dict[str, Any] = {"team_id": team.id, "latest_at": closed, "refs": {"loop": loop.id, "team": team.id}}
    for person in [*rosters.there(members, asked, away), *members][:1]:
        yield Planned("checkin.ask", f"loop-{loop.id}:team-{team.id}:ask", asked, person.id, one_of=True, **common)
    for person in rosters.there(members[:2], nudged, away):
        key = f"loop-{loop.id}:team-{team.id}:nudge"
        yield Planned("checkin.nudge", key, nudged, person.id, condition="not answered", **common)


# What a message says


def ask_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """The question and the reminder alike; neither comes on a day on which the team was asked already."""
    loop, team = db.get_one(Loop, ref(delivery, "loop")), db.get_one(Team, ref(delivery, "team"))
    row = checkins.of_team(db, loop.id, team.id)
    if row and row.state in {CheckinState.RECEIVED, CheckinState.SKIPPED}:
        return Skip(str(row.state))
    if loop.state == LoopState.CLOSED or team.state != TeamState.ACTIVE:
        return Skip("loop closed" if team.state == TeamState.ACTIVE else "team withdrawn")
    if courtesies.gives_way(db, delivery, now) or (
        not courtesies.wished(delivery) and _asked_on(db, loop, team, now, "checkin.ask", without=delivery.id)
    ):
        return Skip("asked the same day")
    return {
        "loop": loop.number,
        "team": team.name,
        "until": closes_at(loop, rosters.week_of(team)),
        "ref": f"{loop.id}.{team.id}",
        "later": delivery.id,
    }


def card_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """What a workspace sees of a team's answer."""
    row = db.get_one(Checkin, ref(delivery, "checkin"))
    loop, team = db.get_one(Loop, row.loop_id), db.get_one(Team, row.team_id)
    names = ("hypothesis", "tried", "observed", "learned", "confidence", "help_wanted", "next_step", "next_on", "late")
    answer = {name: getattr(row, name) for name in names}
    about = {"loop": loop.number, "team": team.name, "ref": f"{loop.id}.{team.id}"}
    if row.help_from == HelpFrom.FACILITATOR:
        answer["help_wanted"] = ""
    return answer | about | {"result": str(row.result), "revision": row.revision}


def _asked_on(db: Db, loop: Loop, team: Team, at: datetime, *kinds: str, without: str = "") -> bool:
    """Whether the team is asked on that day, its own."""
    asked = checkins.asked_at(db, loop.id, team.id, kinds, without)
    return any(worktime.local_day(one, team.zone) == worktime.local_day(at, team.zone) for one in asked)


# What an answer changes


def prefill(db: Db, loop: Loop, team: Team) -> dict[str, str]:
    """What the form starts with: the team's own answer so far, else what it planned last time."""
    now = checkins.of_team(db, loop.id, team.id)
    if now and now.state == CheckinState.RECEIVED:
        return {name: str(value) for name, value in now.model_dump().items() if value is not None}
    before = loops.numbered(db, loop.edition_id, loop.number - 1)
    last = checkins.of_team(db, before.id, team.id) if before else None
    carried = {"hypothesis": last.next_step or last.hypothesis} if last else {}
    sure = {"confidence_before": str(last.confidence)} if last and last.confidence else {}
    return {"sharing": str(Sharing.WORKSPACE)} | carried | sure


def answer(db: Db, now: datetime, person: Person, loop_id: int, team_id: int, given: Answer) -> list[Planned]:
    """Record or amend the team's one answer; returns what must be said because of it."""
    loop, team = _open(db, person, loop_id, team_id)
    row = _row(db, loop, team)
    if row.answered_at is None:
        row.answered_at, row.late = now, now > due_at(loop, rosters.week_of(team))
    for name, value in vars(given).items():
        if name not in {"lights", "light_line"}:
            setattr(row, name, value)
    row.state, row.reason, row.revision = CheckinState.RECEIVED, "", row.revision + 1
    db.add(Amendment(checkin_id=row.id, revision=row.revision, person_id=person.id, at=now))
    _keep_lights(db, row, given)
    commitments.from_checkin(db, now, row, team)
    said = [*_card(db, row, team, now), *making.from_checkin(db, now, row, team)]
    return [*said, *signals.from_answer(db, now, row, team, given.lights)]


def _open(db: Db, person: Person, loop_id: int, team_id: int) -> tuple[Loop, Team]:
    """Raises `RefusedError` unless the person may answer, and `NotOpenError` unless the loop is open."""
    loop, team = db.get_one(Loop, loop_id), db.get_one(Team, team_id)
    demand(db, team.edition_id, person, "checkin.answer", team)
    if loop.state != LoopState.OPEN:
        raise NotOpenError(loop.number)
    return loop, team


def _keep_lights(db: Db, row: Checkin, given: Answer) -> None:
    known = {light.provider_id: light for light in checkins.lights(db, row.id)}
    for provider, light in given.lights.items():
        kept = known.get(provider) or PairingLight(checkin_id=row.id, provider_id=provider, light=light)
        kept.light, kept.line = light, given.light_line
        db.add(kept)


def skippable(db: Db, person: Person, loop_id: int, team_id: int) -> tuple[Loop, Team]:
    """Raises also `AnsweredError`."""
    loop, team = _open(db, person, loop_id, team_id)
    row = checkins.of_team(db, loop.id, team.id)
    if row and row.state == CheckinState.RECEIVED:
        raise AnsweredError(team.name)
    return loop, team


def skip(db: Db, person: Person, loop_id: int, team_id: int, reason: str) -> Checkin:
    """The team leaves this loop out; nobody reminds it any more."""
    loop, team = skippable(db, person, loop_id, team_id)
    row = _row(db, loop, team)
    row.state, row.reason = CheckinState.SKIPPED, reason
    return row


def ask_again(db: Db, now: datetime, person: Person, edition: Edition, loop: Loop, only: Team | None) -> Asking:
    """A facilitator asks the team, or all that have not answered: in their working hours, at most once a day."""
    demand(db, edition.id, person, "checkin.ask")
    asking = Asking()
    for team in waiting(db, loop):
        at = worktime.next_working_instant(now, rosters.week_of(team))
        if (only and team.id != only.id) or at > closes_at(loop, rosters.week_of(team)):
            continue
        if _asked_on(db, loop, team, at, "checkin.ask", "checkin.nudge"):
            asking.already.append(team.name)
        elif first := rosters.at_work(db, teams.members(db, team.id), at):
            asking.times[team.name] = at
            asking.planned.append(_again(loop, team, first, at))
    return asking


def _again(loop: Loop, team: Team, person: Person, at: datetime) -> Planned:
    occasion = f"loop-{loop.id}:team-{team.id}:asked-{worktime.local_day(at, team.zone)}"
    refs = {"loop": loop.id, "team": team.id}
    closed = closes_at(loop, rosters.week_of(team))
    return Planned("checkin.ask", occasion, at, person.id, team_id=team.id, refs=refs, one_of=True, latest_at=closed)


def waiting(db: Db, loop: Loop) -> list[Team]:
    """Teams that have neither answered nor left the loop out."""
    done = {row.team_id for row in checkins.of_loop(db, loop.id) if row.state != CheckinState.DUE}
    checking_in = workspaces.working(db, loop.edition_id)
    return [team for team in checking_in if team.id not in done]


def own_team(db: Db, edition: Edition, person: Person) -> Team | None:
    """The person's team that checks in."""
    mine = teams.of_person(db, edition.id, person.id)
    return next((team for team in mine if team.kind != TeamKind.COHORT), None)


def partners(db: Db, team: Team) -> list[Team]:
    """The providers that an owner gives a private light to."""
    workspace = workspaces.of_team(db, team.id) if team.kind == TeamKind.OWNER else None
    return [other for other in workspaces.teams_of(db, workspace) if other.id != team.id] if workspace else []


def _row(db: Db, loop: Loop, team: Team) -> Checkin:
    row = checkins.of_team(db, loop.id, team.id) or Checkin(loop_id=loop.id, team_id=team.id)
    db.add(row)
    db.flush()
    return row


def _card(db: Db, row: Checkin, team: Team, now: datetime) -> list[Planned]:
    """The answer in the workspace's channel: posted once, rewritten in place when it is amended."""
    workspace = workspaces.of_team(db, team.id)
    if workspace is None or workspace.channel_id is None:
        return []
    occasion = f"checkin-{row.id}:card"
    first = rosters.earlier(db, team.edition_id, "checkin.card", workspace.channel_id, occasion)
    later = f"{occasion}:r{row.revision}" if first else occasion
    loop_key = f"loop-{row.loop_id}:opened"
    parent = rosters.earlier(db, team.edition_id, "loop.opened", workspace.channel_id, loop_key)
    return [
        Planned(
            "checkin.card",
            later,
            now,
            channel_id=workspace.channel_id,
            team_id=team.id,
            refs={"checkin": row.id},
            updates_id=first.id if first else None,
            thread_id=parent.id if parent else None,
        )
    ]
