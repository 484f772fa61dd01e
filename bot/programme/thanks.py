"""Thanks to teams and to people: whoever is thanked decides who reads it, each time or once for all. Nobody counts."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import RefusedError, demand
from storage import checkins, people, teams, thanks
from storage.advisors import Advice
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import Team
from storage.thanks import Thanks, ThanksState, ThanksWish, Wish

TEAM, PERSON = "team", "person"


@dataclass(frozen=True)
class To:
    """A team, or one person: then `team_id` is theirs, if they have one."""

    team_id: int | None = None
    person_id: int | None = None


def choices(db: Db, edition: Edition, person: Person) -> list[Team]:
    """Whom somebody may thank: every team but their own."""
    demand(db, edition.id, person, "team.thank")
    mine = {team.id for team in teams.of_person(db, edition.id, person.id)}
    return [team for team in teams.told(db, edition.id) if team.id not in mine]


def persons(db: Db, edition: Edition, person: Person) -> list[Person]:
    """Advisors and facilitators, who have no team to thank."""
    demand(db, edition.id, person, "team.thank")
    found = people.with_role(db, edition.id, RoleName.ADVISOR, RoleName.FACILITATOR)
    return [one for one in found if one.id != person.id]


def member(db: Db, edition: Edition, person: Person, name: str) -> To | None:
    """Somebody in another team, by their name."""
    for team in choices(db, edition, person):
        for one in teams.members(db, team.id):
            if one.name.casefold() == name.casefold():
                return To(team.id, one.id)
    return None


def to_adviser(db: Db, person: Person, advice_id: int) -> Person | None:
    """Whoever gave the advice, for a member of the team that got it."""
    made = db.get_one(Advice, advice_id)
    demand(db, made.edition_id, person, "team.thank")
    return db.get(Person, made.person_id) if made.person_id else None


def give(db: Db, now: datetime, edition: Edition, person: Person, to: To, text: str) -> list[Planned]:
    """Record the thanks; whoever is thanked hears of it, and is asked who may read it, unless they chose before."""
    demand(db, edition.id, person, "team.thank")
    mine = teams.of_person(db, edition.id, person.id)
    return _record(db, now, edition, person, mine[0].id if mine else None, to, text)


def _record(
    db: Db, now: datetime, edition: Edition, person: Person, giver_id: int | None, to: To, text: str
) -> list[Planned]:
    given = Thanks(
        edition_id=edition.id,
        from_person_id=person.id,
        from_team_id=giver_id,
        to_team_id=to.team_id,
        to_person_id=to.person_id,
        text=text,
        at=now,
    )
    _by_wish(db, now, given)
    db.add(given)
    db.flush()
    return _told(db, now, given)


def _by_wish(db: Db, now: datetime, given: Thanks) -> None:
    """The team's standing choice is taken at once; it can still be changed for this one."""
    said = thanks.wish_of(db, given.to_team_id) if given.to_team_id else None
    if said is None or said.wish == Wish.ASK:
        return
    given.person_named = said.person_named
    given.state = ThanksState.SHOWN if said.wish == Wish.SHOW else ThanksState.KEPT
    given.shown_at = now if said.wish == Wish.SHOW else None


def _told(db: Db, now: datetime, given: Thanks) -> list[Planned]:
    occasion, refs = f"thanks-{given.id}", {"thanks": given.id}
    if given.to_team_id:
        return rosters.to_team(db, db.get_one(Team, given.to_team_id), now, "thanks.received", occasion, refs)
    return [rosters.to_person(db, given.edition_id, given.to_person_id or 0, now, "thanks.received", occasion, refs)]


def received_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    given = db.get_one(Thanks, ref(delivery, "thanks"))
    return {
        "given": given.id,
        "giver": giver(db, given),
        "team": receiver(db, given, named=True),
        "words": given.text,
        "state": str(given.state),
        "honour": given.honour,
        "standing": given.to_team_id is not None,
    }


def giver(db: Db, given: Thanks) -> str:
    """The thanking team's name; empty where the secretariat gives thanks."""
    return db.get_one(Team, given.from_team_id).name if given.from_team_id else ""


def receiver(db: Db, given: Thanks, *, named: bool = False) -> str:
    """The thanked team or person; empty where a person does not wish to be named."""
    shown = given.to_person_id if given.person_named or named else None
    names = [db.get_one(Person, shown).name] if shown else []
    names += [db.get_one(Team, given.to_team_id).name] if given.to_team_id else []
    return ", ".join(names)


def decide(db: Db, now: datetime, person: Person, thanks_id: int, allowed: bool, *, named: bool) -> Thanks:
    """The thanked show the thanks to the edition, or keep it; they may change their mind."""
    given = db.get_one(Thanks, thanks_id)
    _demand(db, given, person)
    given.person_named = named
    given.state = ThanksState.SHOWN if allowed else ThanksState.KEPT
    given.shown_at = now if allowed else None
    return given


def _demand(db: Db, given: Thanks, person: Person) -> None:
    if given.to_team_id:
        demand(db, given.edition_id, person, "thanks.share", db.get_one(Team, given.to_team_id))
    elif given.to_person_id != person.id:
        raise RefusedError("thanks.share")


# Once for all, and recognition of what was tested well and did not hold


def wish(db: Db, team_id: int, person: Person) -> ThanksWish:
    """The team's standing choice, or that it is asked each time."""
    team = db.get_one(Team, team_id)
    demand(db, team.edition_id, person, "thanks.share", team)
    return thanks.wish_of(db, team.id) or ThanksWish(team_id=team.id, at=team.created_at)


def choose(db: Db, now: datetime, person: Person, team_id: int, wanted: Wish, *, named: bool) -> None:
    said = wish(db, team_id, person)
    said.wish, said.person_named, said.at = wanted, named, now
    db.add(said)
    db.flush()


def team_of(db: Db, thanks_id: int) -> int:
    return db.get_one(Thanks, thanks_id).to_team_id or 0


def refuted(db: Db, edition: Edition, person: Person) -> list[tuple[Team, int]]:
    """Teams that tested a hypothesis and found that it does not hold, with the loop; the newest first."""
    demand(db, edition.id, person, "edition.run")
    found: dict[int, tuple[Team, int]] = {}
    for row, loop in checkins.refuted(db, edition.id):
        found.setdefault(row.team_id, (db.get_one(Team, row.team_id), loop))
    return list(found.values())


def honour(db: Db, now: datetime, edition: Edition, person: Person, team: Team, text: str) -> list[Planned]:
    """Nothing is shown without the team's word, whatever it chose for thanks in general."""
    demand(db, edition.id, person, "edition.run")
    made = Thanks(edition_id=edition.id, from_person_id=person.id, to_team_id=team.id, text=text, honour=True, at=now)
    db.add(made)
    db.flush()
    return _told(db, now, made)
