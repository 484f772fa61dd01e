"""`/sweetspot team …`: its people, away dates, and its leaving; by the team itself or for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.messages import teams as messages
from bot.programme import planning, teams
from bot.programme.occasions import Planned
from bot.programme.permissions import demand, may
from bot.programme.teams import membership, withdrawing
from bot.programme.teams.withdrawing import SettledError
from handlers import words
from handlers.replies import Open, Reply, Rewrite, Say, Wrong
from handlers.requests import Request, WrongWordsError
from storage import people
from storage import teams as rows
from storage.db import Db
from storage.people import Person
from storage.teams import Credit, MemberRole, Team

ADD = "/sweetspot team add name@example.org Their Name of Team name"
DEPUTY = "/sweetspot team deputy name@example.org Their Name of Team name"
HANDOVER = "/sweetspot team handover name@example.org Their Name of Team name"
WITHDRAW = "/sweetspot team withdraw Team name because it has lost its mandate"
PARTS = {"add": MemberRole.MEMBER, "deputy": MemberRole.DEPUTY, "lead": MemberRole.LEAD}
SAID = {MemberRole.MEMBER: "joins", MemberRole.DEPUTY: "is deputy", MemberRole.LEAD: "leads now"}


def show(request: Request) -> Reply:
    def find(db: Db) -> dict[str, object]:
        demand(db, request.here.id, request.person, "team.run")
        return teams.card(db, words.team(db, request, request.value))

    return Say(messages.card(request.reader, request.read(find)))


# Its people


def add(request: Request) -> Reply:
    return _command(request, MemberRole.MEMBER, ADD)


def deputy(request: Request) -> Reply:
    return _command(request, MemberRole.DEPUTY, DEPUTY)


def handover(request: Request) -> Reply:
    return _command(request, MemberRole.LEAD, HANDOVER)


def _command(request: Request, part: MemberRole, example: str) -> Reply:
    """Of the team that is named, or of one's own."""
    address, _, rest = request.value.partition(" ")
    name, _, team_name = rest.rpartition(" of ") if " of " in rest else (rest, "", "")
    email = words.email(address, example)
    if not name.strip():
        raise WrongWordsError(f"Who, and of which team? For example: `{example}`")

    def work(db: Db, now: datetime) -> tuple[str, str]:
        team = words.team(db, request, team_name) if team_name else _own(db, request, example)
        person, said = _place(db, now, request.someone, team, (name.strip(), email), part)
        planning.queue(db, request.here, said, now)
        return team.name, person.name

    team, person = request.commit(work)
    return Say(messages.changed(request.reader, team, f"{person} {SAID[part]}"))


def _own(db: Db, request: Request, example: str) -> Team:
    mine = rows.of_person(db, request.here.id, request.someone.id)
    if len(mine) != 1:
        raise WrongWordsError(f"Of which team? For example: `{example}`")
    return mine[0]


def _place(
    db: Db, now: datetime, by: Person, team: Team, who: tuple[str, str], part: MemberRole, organisation: str = ""
) -> tuple[Person, list[Planned]]:
    if part == MemberRole.LEAD:
        return membership.hand_over(db, now, by, team, who, organisation)
    return membership.add(db, now, by, team, who, part)


def open_change(request: Request) -> Reply:
    def find(db: Db) -> list[tuple[int, str, str]]:
        return membership.names(db, request.someone, db.get_one(Team, request.number))

    return Open(messages.form(request.reader, request.number, request.read(find)))


def submit_change(request: Request) -> Reply:
    given = {name: value.strip() for name, value in request.fields.items()}
    if wrong := _wrong(given):
        return Wrong(wrong)

    def work(db: Db, now: datetime) -> tuple[str, str]:
        team = db.get_one(Team, request.number)
        known = db.get(Person, int(given["person"])) if given.get("person") else None
        if known and rows.role_in(db, team.id, known.id) is None:
            raise membership.NotInTeamError(known.name)
        if given["what"] == "leave" and known:
            said = membership.leave(db, now, request.someone, team, known)
            planning.queue(db, request.here, said, now)
            return team.name, f"{known.name} has left"
        part = PARTS[given["what"]]
        who = _who(db, given, known)
        person, said = _place(db, now, request.someone, team, who, part, given.get("organisation", ""))
        planning.queue(db, request.here, said, now)
        return team.name, f"{person.name} {SAID[part]}"

    try:
        return Say(messages.changed(request.reader, *request.commit(work)))
    except membership.NotInTeamError as error:
        return Wrong({"person": f"{error} is not in the team any more."})
    except membership.LastOneError as error:
        return Wrong({"person": f"Nobody else is in {error}. Name who leads it now first, or withdraw the team."})


def open_leave(request: Request) -> Reply:
    name = request.read(lambda db: membership.own(db, request.someone, request.number).name)
    return Open(messages.leave_form(request.reader, request.number, name))


def submit_leave(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> str:
        team = membership.own(db, request.someone, request.number)
        planning.queue(db, request.here, membership.leave(db, now, request.someone, team, request.someone), now)
        return team.name

    try:
        return Say(messages.changed(request.reader, request.commit(work), f"{request.someone.name} has left"))
    except membership.LastOneError as error:
        raise WrongWordsError(f"Nobody else is in {error}. If it stops, it withdraws as a whole.") from None


def _who(db: Db, given: dict[str, str], known: Person | None) -> tuple[str, str]:
    if known:
        return known.name, people.email_of(db, known.id) or ""
    return given["name"], words.email(given["email"], ADD)


def _wrong(given: dict[str, str]) -> dict[str, str]:
    """Somebody in the team is chosen; somebody new has a name and an address."""
    if given["what"] == "leave":
        return {} if given.get("person") else {"person": "Please choose who leaves."}
    if given.get("person") and given["what"] != "add":
        return {}
    wrong = {} if given.get("name") else {"name": "Please give their name, or choose somebody of the team above."}
    try:
        words.email(given.get("email", ""), ADD)
    except WrongWordsError:
        wrong["email"] = "Please give an address such as name@example.org."
    return wrong


# It withdraws


def withdraw(request: Request) -> Reply:
    """A facilitator confirms it when others work with the team; else it is done at once."""
    name, reason = words.split_reason(request.value, WITHDRAW)
    return _withdraw(request, lambda db: words.team(db, request, name), reason, None)


def open_withdraw(request: Request) -> Reply:
    request.read(lambda db: membership.names(db, request.someone, db.get_one(Team, request.number)))
    return Open(messages.withdraw_form(request.reader, request.number))


def submit_withdraw(request: Request) -> Reply:
    reason, credit = request.fields.get("reason", "").strip(), request.fields.get("credit")
    if not reason:
        return Wrong({"reason": "One line is enough, for the facilitators alone."})
    return _withdraw(request, lambda db: db.get_one(Team, request.number), reason, Credit(credit) if credit else None)


def _withdraw(request: Request, find: Callable[[Db], Team], reason: str, credit: Credit | None) -> Reply:
    def work(db: Db, now: datetime) -> tuple[str, bool, dict[str, Any] | None]:
        team = find(db)
        row, said = withdrawing.ask(db, now, request.someone, team, reason, credit)
        staff = may(db, team.edition_id, request.person, "team.run")
        if staff and not withdrawing.works(db, team):
            _, said = withdrawing.confirm(db, now, request.someone, row.id)
        planning.queue(db, request.here, said, now)
        waits = withdrawing.effects(db, row) if staff and withdrawing.works(db, team) else None
        return team.name, staff, waits

    try:
        name, staff, waits = request.commit(work)
    except SettledError as error:
        raise WrongWordsError(f"{error} has withdrawn already.") from None
    if waits:
        return Say(messages.confirming(request.reader, **waits))
    if staff:
        return Say(messages.changed(request.reader, name, "withdrawn; nothing is asked of it any more"))
    return Say(messages.asked(request.reader, name))


def confirm(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> str:
        team, said = withdrawing.confirm(db, now, request.someone, request.number)
        planning.queue(db, request.here, said, now)
        return team.name

    return Rewrite(messages.withdrawn(request.reader, _settle(request, work)))


def stay(request: Request) -> Reply:
    def work(db: Db, now: datetime) -> str:
        return withdrawing.drop(db, now, request.someone, request.number).name

    return Rewrite(messages.stays(request.reader, _settle(request, work)))


def _settle(request: Request, work: Callable[[Db, datetime], str]) -> str:
    try:
        return request.commit(work)
    except SettledError as error:
        raise WrongWordsError(f"This was settled for {error} before.") from None


def credit(request: Request) -> Reply:
    number, place = (int(part) for part in request.value.split("."))
    way = list(Credit)[place]
    team = request.commit(lambda db, _: withdrawing.choose_credit(db, request.someone, number, way).name)
    return Rewrite(messages.credited(request.reader, number, team, str(way)))


COMMANDS = {
    "team show": show,
    "team add": add,
    "team deputy": deputy,
    "team handover": handover,
    "team withdraw": withdraw,
}
ACTIONS = {
    "team.change": open_change,
    "team.leave": open_leave,
    "team.withdraw": open_withdraw,
    "team.confirm": confirm,
    "team.stay": stay,
    "team.credit": credit,
}
VIEWS = {"team.change": submit_change, "team.leave": submit_leave, "team.withdraw": submit_withdraw}
