"""Who may do what: one table, one function that decides, and the default is no."""

from collections.abc import Iterator

from storage import deliveries, people, teams
from storage.db import Db
from storage.people import Person, RoleName
from storage.teams import MemberRole, Team

ADMIN, FACILITATOR, REVIEWER, ADVISOR, OBSERVER = RoleName
LEAD, DEPUTY, MEMBER = MemberRole
STAFF = frozenset({ADMIN, FACILITATOR})
SIGNERS = frozenset({LEAD, DEPUTY})
TEAM = frozenset({LEAD, DEPUTY, MEMBER})
APPLICANT = "applicant"
"""Whoever got the decision on what they submitted."""
EVERYONE = STAFF | TEAM | {REVIEWER, ADVISOR, OBSERVER}

TABLE: dict[str, frozenset[str]] = {
    "edition.run": STAFF,
    "edition.announce": STAFF,
    "edition.report": STAFF,
    "call.run": STAFF,
    "call.decide": STAFF,
    "call.answer": frozenset({APPLICANT}),
    "brief.approve": SIGNERS,
    "review.run": STAFF,
    "review.write": frozenset({REVIEWER}),
    "review.advise": frozenset({ADVISOR}),
    "match.run": STAFF,
    "match.comment": STAFF | {ADVISOR},
    "intro.run": STAFF,
    "intro.join": SIGNERS,
    "team.run": STAFF,
    "team.sign": SIGNERS,
    "team.thank": TEAM | STAFF,
    "thanks.share": TEAM,
    "team.change": SIGNERS | STAFF,
    "rules.accept": EVERYONE,
    "alumni.join": TEAM | {ADVISOR},
    "workspace.run": STAFF,
    "workspace.sign": SIGNERS,
    "workspace.reframe": SIGNERS | STAFF,
    "edition.handover": STAFF,
    "loop.run": STAFF,
    "loop.intend": TEAM | STAFF,
    "loop.capture": TEAM | STAFF,
    "loop.card": TEAM | STAFF,
    "goal.state": SIGNERS | STAFF,
    "commitment.update": TEAM | STAFF,
    "checkin.ask": STAFF,
    "checkin.record": STAFF,
    "checkin.answer": TEAM | STAFF,
    "checkin.light": SIGNERS,
    "checkin.lights": STAFF,
    "signal.settle": STAFF,
    "person.talk": EVERYONE | {APPLICANT},
    "ask.new": EVERYONE,
    "ask.offer": TEAM | STAFF | {ADVISOR},
    "ask.close": TEAM | STAFF,
    "ask.run": STAFF,
    "advisor.run": STAFF,
    "advisor.serve": frozenset({ADVISOR}),
    "advice.ask": TEAM | STAFF,
    "round.take": TEAM | STAFF | {ADVISOR},
    "resource.add": TEAM | STAFF | {ADVISOR},
    "resource.find": EVERYONE,
    "resource.change": STAFF,
    "account.approve": SIGNERS,
    "session.run": STAFF,
    "session.attend": TEAM | STAFF | {ADVISOR},
    "feedback.run": STAFF,
    "feedback.give": TEAM,
    "insight.propose": TEAM | STAFF,
    "insight.release": TEAM,
    "insight.retract": TEAM | STAFF,
    "insight.find": EVERYONE,
    "insight.reuse": TEAM,
    "digest.run": STAFF,
    "digest.question": EVERYONE,
    "monday": STAFF,
    "pause": STAFF,
    "preview": STAFF,
    "me": EVERYONE | {APPLICANT},
    "me.courtesy": EVERYONE | {APPLICANT},
}


class RefusedError(Exception):
    """Raised before anything happens; the door turns it into a polite answer."""

    def __init__(self, action: str) -> None:
        super().__init__(action)
        self.action = action


def _roles(db: Db, edition_id: int, person_id: int, team: Team | None) -> Iterator[set[str]]:
    """The person's roles in the edition, and in the team that the action is about (or in any of theirs).

    One look after the other, so that whoever has found what it wants need not go on.
    """
    yield {str(role) for role in people.roles_of(db, edition_id, person_id)}
    yield _in_teams(db, edition_id, person_id, team)
    yield {APPLICANT} if deliveries.was_sent(db, "call.decided", person_id, edition_id) else set()


def _in_teams(db: Db, edition_id: int, person_id: int, team: Team | None) -> set[str]:
    roles = set()
    for mine in [team] if team else teams.of_person(db, edition_id, person_id):
        if mine.edition_id == edition_id and (role := teams.role_in(db, mine.id, person_id)):
            roles.add(str(role))
    return roles


def may(db: Db, edition_id: int, person: Person | None, action: str, team: Team | None = None) -> bool:
    if person is None:
        return False
    allowed = TABLE.get(action, frozenset())
    return any(allowed & found for found in _roles(db, edition_id, person.id, team))


def demand(db: Db, edition_id: int, person: Person | None, action: str, team: Team | None = None) -> None:
    """Raises `RefusedError` unless the person may."""
    if not may(db, edition_id, person, action, team):
        raise RefusedError(action)
