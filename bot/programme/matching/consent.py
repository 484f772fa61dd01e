"""Both sides are asked, reminded once, and answer; no answer in time, or a no, goes on to the reserve."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.programme import calls, courtesies, rosters, worktime
from bot.programme.matching import history, inputs, reserve
from bot.programme.occasions import Context, Planned, Skip, ref, within
from bot.programme.permissions import RefusedError, demand
from storage import deliveries, editions, matching, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition, EditionState
from storage.matching import Challenge, Pairing, PairingState
from storage.people import Person
from storage.teams import Team, TeamState

OPEN = (PairingState.PROPOSED, PairingState.AGREED)
CLOSE_AT = rosters.DAY_ENDS


class SettledError(Exception):
    """The pairing takes no answer any more; the text says why."""


# When: pure but for the rows


def answer_by(asked: datetime, days: int, sides: Iterable[Team]) -> datetime:
    """The end of the last working day that either side has."""
    ends = []
    for team in sides:
        day = worktime.working_days_after(worktime.local_day(asked, team.zone), days, rosters.week_of(team))
        ends.append(worktime.instant(day, CLOSE_AT, team.zone))
    return max(ends)


def remind_at(row: Pairing, team: Team) -> datetime | None:
    """The morning of the working day before the last; none where that is the day on which it was asked."""
    if row.answer_by is None or row.asked_at is None:
        return None
    week, asked = rosters.week_of(team), worktime.local_day(row.asked_at, team.zone)
    day = _working_day_before(worktime.local_day(row.answer_by, team.zone), week)
    return worktime.instant(day, worktime.ASK_AT, team.zone) if day > asked else None


def _working_day_before(day: date, week: worktime.Week) -> date:
    day -= timedelta(days=1)
    while not worktime.is_working_day(day, week):
        day -= timedelta(days=1)
    return day


# Asking


def propose(db: Db, now: datetime, person: Person, edition: Edition) -> list[Planned]:
    """Ask every owner and every provider of the suggestion for consent, in one message each.

    Raises `calls.SecretError`, like everything else that tells somebody of a pair.
    """
    demand(db, edition.id, person, "match.run")
    calls.demand_told(db, now, edition)
    suggested = matching.pairings(db, edition.id, PairingState.SUGGESTED)
    return [said for row in suggested for said in ask(db, now, row, person, now)]


def ask(db: Db, now: datetime, row: Pairing, person: Person | None, at: datetime) -> list[Planned]:
    """Both sides are asked from `at` on, in their working hours; what they said of the pair before does not count."""
    challenge = db.get_one(Challenge, row.challenge_id)
    sides = [db.get_one(Team, challenge.team_id), db.get_one(Team, row.team_id)]
    row.times_asked, row.asked_at = row.times_asked + 1, at
    row.answer_by = answer_by(at, matching.rules(db, challenge.edition_id).answer_days, sides)
    row.owner_agreed = row.provider_agreed = None
    history.note(db, now, row, PairingState.PROPOSED, "", person)
    return [said for team in sides for said in _question(db, row, team, at)]


def occasion(row: Pairing) -> str:
    """What every message about this round of asking begins with."""
    return f"pairing-{row.id}.r{row.times_asked}:"


def _question(db: Db, row: Pairing, team: Team, at: datetime) -> Iterable[Planned]:
    refs = {"pairing": row.id, "team": team.id, "round": row.times_asked}
    return rosters.to_team(db, team, at, "match.proposed", f"{occasion(row)}proposed:team-{team.id}", refs)


def planned(db: Db, edition: Edition, start: datetime, end: datetime) -> Iterable[Planned]:
    """The one reminder, to the lead and the deputy of a side that has not answered."""
    for row in matching.pairings(db, edition.id, PairingState.PROPOSED):
        challenge = db.get_one(Challenge, row.challenge_id)
        for team_id, agreed in ((challenge.team_id, row.owner_agreed), (row.team_id, row.provider_agreed)):
            if agreed is None:
                yield from within(_reminders(db, row, db.get_one(Team, team_id)), start, end)


def _reminders(db: Db, row: Pairing, team: Team) -> Iterable[Planned]:
    at = remind_at(row, team)
    for person in rosters.present(db, teams.members(db, team.id)[:2], at) if at else ():
        refs = {"pairing": row.id, "team": team.id, "round": row.times_asked}
        key = f"{occasion(row)}reminder:team-{team.id}"
        facts = {"team_id": team.id, "refs": refs, "latest_at": row.answer_by}
        yield Planned("match.reminder", key, at, person.id, condition="not answered", **facts)  # type: ignore[arg-type]


def proposed_context(db: Db, delivery: Delivery, now: datetime) -> Context | Skip:
    """The question and the reminder alike. Of the other side it says what its brief says, and no more."""
    row, team = db.get_one(Pairing, ref(delivery, "pairing")), db.get_one(Team, ref(delivery, "team"))
    challenge = db.get_one(Challenge, row.challenge_id)
    if row.state not in OPEN or row.times_asked != delivery.refs.get("round", row.times_asked):
        return Skip("the proposal was changed")
    reminds = delivery.kind == "match.reminder" or courtesies.wished(delivery)
    if reminds and _answer_of(row, team, challenge) is not None:
        return Skip("answered")
    owner, provider = db.get_one(Team, challenge.team_id), db.get_one(Team, row.team_id)
    other = provider if team.id == owner.id else owner
    given = inputs.gather(db, db.get_one(Edition, challenge.edition_id), now)
    return {
        "team": team.name,
        "other": other.name,
        "country": other.country,
        "organisation": other.organisation,
        "title": challenge.title,
        "initiative": provider.title if other.id == provider.id else "",
        "languages": inputs.shared(owner, provider),
        "hours": inputs.hours(given, owner, provider),
        "until": row.answer_by,
        "ref": f"{row.id}.{team.id}",
    }


def _answer_of(row: Pairing, team: Team, challenge: Challenge) -> bool | None:
    return row.owner_agreed if team.id == challenge.team_id else row.provider_agreed


# Answering


def side(db: Db, person: Person, pairing_id: int, team_id: int) -> tuple[Pairing, Challenge, Team]:
    """The rows of one side, for somebody who may sign for it. Made-up ids are refused like other people's."""
    row, team = db.get(Pairing, pairing_id), db.get(Team, team_id)
    if row is None or team is None:
        raise RefusedError("team.sign")
    challenge = db.get_one(Challenge, row.challenge_id)
    if team.id not in {challenge.team_id, row.team_id}:
        raise RefusedError("team.sign")
    demand(db, challenge.edition_id, person, "team.sign", team)
    return row, challenge, team


def other(db: Db, pairing_id: int, team: Team) -> Team:
    """The other side of a pairing."""
    row = db.get_one(Pairing, pairing_id)
    owner = db.get_one(Challenge, row.challenge_id).team_id
    return db.get_one(Team, row.team_id if team.id == owner else owner)


def edition_of(db: Db, row: Pairing) -> Edition:
    """A button may belong to another edition than the one somebody works in now."""
    return db.get_one(Edition, db.get_one(Challenge, row.challenge_id).edition_id)


def open_side(db: Db, person: Person, pairing_id: int, team_id: int) -> tuple[Pairing, Challenge, Team]:
    """The same, as long as an answer counts. Raises `SettledError`."""
    row, challenge, team = side(db, person, pairing_id, team_id)
    if team.state != TeamState.ACTIVE:
        raise SettledError("your team has left the edition")
    if row.state == PairingState.ENDED:
        raise SettledError("this proposal has ended")
    if row.state not in OPEN:
        raise SettledError("this match is published")
    return row, challenge, team


def agree(db: Db, now: datetime, person: Person, pairing_id: int, team_id: int) -> tuple[Pairing, bool]:
    """Both sides' yes makes it agreed; in an edition that is incubating they begin at once: whether they just did."""
    row, challenge, team = open_side(db, person, pairing_id, team_id)
    if team.id == challenge.team_id:
        row.owner_agreed = True
    else:
        row.provider_agreed = True
    if row.owner_agreed and row.provider_agreed and row.state == PairingState.PROPOSED:
        history.note(db, now, row, PairingState.AGREED, "both sides agreed", person)
        reserve.taken(db, now, row)
        if db.get_one(Edition, challenge.edition_id).state == EditionState.INCUBATING:
            history.begin(db, now, row)
            return row, True
    return row, False


def decline(
    db: Db, now: datetime, person: Person, pairing_id: int, team_id: int, reason: str
) -> tuple[Pairing, list[Planned]]:
    """One no ends it; the reserve is next. The reason is for the facilitators alone."""
    row, challenge, team = open_side(db, person, pairing_id, team_id)
    if team.id == challenge.team_id:
        row.owner_agreed = False
    else:
        row.provider_agreed = False
    why = f"{team.name} declined" + (f": {reason}" if reason else "")
    return row, end(db, now, row, why, person)


def end(db: Db, now: datetime, row: Pairing, why: str, person: Person | None) -> list[Planned]:
    """It is history, and the reserve comes in."""
    close(db, now, row, why, person)
    return fall_through(db, now, row)


def close(db: Db, now: datetime, row: Pairing, why: str, person: Person | None) -> None:
    """It is history; what is queued about it is taken back."""
    edition_id = db.get_one(Challenge, row.challenge_id).edition_id
    deliveries.withdraw(db, edition_id, occasion(row), "the proposal has ended")
    history.note(db, now, row, PairingState.ENDED, why, person)
    reserve.given_back(db, now, row)


# Falling through


def lapse(db: Db, now: datetime) -> None:
    """By the clock: whoever has not answered by the deadline is passed over."""
    for edition in editions.active(db):
        if edition.paused_at is None:
            for row in matching.pairings(db, edition.id, PairingState.PROPOSED):
                if row.answer_by and row.answer_by <= now:
                    said = end(db, now, row, f"no answer from {' and '.join(_silent(db, row))}", None)
                    deliveries.enqueue(db, [one.row(edition.id) for one in said])


def _silent(db: Db, row: Pairing) -> list[str]:
    owner = db.get_one(Challenge, row.challenge_id).team_id
    sides = ((owner, row.owner_agreed), (row.team_id, row.provider_agreed))
    return [db.get_one(Team, team).name for team, agreed in sides if agreed is None]


def fall_through(db: Db, now: datetime, ended: Pairing) -> list[Planned]:
    """Ask the next of the facilitators' ranking, in a while; without one, tell them who would fit best."""
    challenge = db.get_one(Challenge, ended.challenge_id)
    edition = db.get_one(Edition, challenge.edition_id)
    refs = {"pairing": ended.id, "event": _event(db, ended)}
    given = inputs.gather(db, edition, now)
    if given.challenge(challenge.id) is None or not reserve.free_places(db, challenge):
        return []
    said: list[Planned] = []
    if offer := reserve.ranked(db, given, challenge):
        row = reserve.pairing_for(db, now, edition, challenge, offer)
        said = ask(db, now, row, None, reserve.ask_at(now, db.get_one(Team, row.team_id)))
        refs["next"] = row.id
    elif offer := reserve.best(db, given, challenge):
        refs |= (
            {"submission": offer.submission.id}
            if offer in given.reserve and offer.submission
            else {"team": offer.team.id}
        )
    key = f"{occasion(ended)}ended"
    return [*said, *rosters.to_staff(db, edition.id, now, "match.fell", key, refs)]


def _event(db: Db, row: Pairing) -> int:
    event = matching.last_event(db, row.id)
    return event.id if event else 0
