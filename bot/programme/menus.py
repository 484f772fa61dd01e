"""The menu: what somebody can do now. Each noun offers what is its own, in this order."""

from collections.abc import Callable

from bot.programme import accounts, alumni
from bot.programme.introductions import wishes
from bot.programme.permissions import may
from storage import loops, people, reviews, teams, workspaces
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import TeamKind

Choice = tuple[str, str, str]
"""Label, action and value of a button."""
Offer = Callable[[Db, Edition, Person], list[Choice]]


def _staff(db: Db, edition: Edition, person: Person) -> list[Choice]:
    return [choice for choice in STAFF_CHOICES if may(db, edition.id, person, "edition.run")]


STAFF_CHOICES: list[Choice] = [
    *((name, name, "") for name in ("monday.show", "edition.status", "workspace.status")),
    ("web.waiting", "link.waiting", ""),
]


def _checkin(db: Db, edition: Edition, person: Person) -> list[Choice]:
    mine, loop = teams.of_person(db, edition.id, person.id), loops.current(db, edition.id)
    return [
        ("checkin.answer", f"checkin.answer:{team.id}", f"{loop.id}.{team.id}")
        for team in mine
        if loop and team.kind != TeamKind.COHORT
    ]


def _loop(db: Db, edition: Edition, person: Person) -> list[Choice]:
    mine, loop = teams.of_person(db, edition.id, person.id), loops.current(db, edition.id)
    rooms = sorted({room.id for team in mine if loop and (room := workspaces.of_team(db, team.id))})
    values = [(room, f"{loop.id}.{room}") for room in rooms if loop]
    preps: list[Choice] = [("loop.prep", f"loop.prep:{room}", value) for room, value in values]
    return preps + [("loop.capture", f"loop.capture:{room}", value) for room, value in values]


def _review(db: Db, edition: Edition, person: Person) -> list[Choice]:
    done, every = reviews.progress(db, edition.id, person.id)
    reading: list[Choice] = [("review.next", "review.next", "")] * (done < every)
    advising: list[Choice] = [("review.advise", "advise.list", "")] * may(db, edition.id, person, "review.advise")
    return reading + advising


def _intro(db: Db, edition: Edition, person: Person) -> list[Choice]:
    return [
        ("intro.change" if wish else "intro.join", f"intro.settings:{team.id}", str(team.id))
        for team, wish in wishes.signs_for(db, edition, person)
    ]


def _ask(db: Db, edition: Edition, person: Person) -> list[Choice]:
    asking: list[Choice] = [
        ("ask.new", "ask.new", ""),
        ("ask.critique", "ask.critique", ""),
        ("ask.open", "ask.open", ""),
    ]
    return asking if may(db, edition.id, person, "ask.new") else []


def _member(db: Db, edition: Edition, person: Person) -> list[Choice]:
    """Who signs for a team leaves it where its people are changed."""
    mine = teams.of_person(db, edition.id, person.id)
    shared: list[Choice] = [("insight.open", "insight.open", ""), ("common.person", "person.talk", "")]
    leaving: list[Choice] = [
        ("team.leave", f"team.leave:{team.id}", str(team.id))
        for team in mine
        if not may(db, edition.id, person, "team.sign", team)
    ]
    return [*shared, *leaving] if mine else []


def _lead(db: Db, edition: Edition, person: Person) -> list[Choice]:
    """Lead and deputy change their team's people; its account once there is a draft."""
    mine = [
        team for team in teams.of_person(db, edition.id, person.id) if may(db, edition.id, person, "team.sign", team)
    ]
    people: list[Choice] = [("team.change", f"team.change:{team.id}", str(team.id)) for team in mine]
    drafted: list[Choice] = [
        ("account.open", f"account.open:{team.id}", str(team.id)) for team in accounts.mine(db, edition, person)
    ]
    leaving: list[Choice] = [("team.withdraw", f"team.withdraw:{team.id}", str(team.id)) for team in mine]
    return people + drafted + leaving


def _alumnus(db: Db, edition: Edition, person: Person) -> list[Choice]:
    return [("alumni.change", "alumni.change", "")] * (alumni.standing(db, edition, person) is not None)


def _courtesy(db: Db, edition: Edition, person: Person) -> list[Choice]:
    own: list[Choice] = [("courtesy.away", "courtesy.away", ""), ("courtesy.me", "person.me", "")]
    return own if may(db, edition.id, person, "me.courtesy") else []


def _library(db: Db, edition: Edition, person: Person) -> list[Choice]:
    finding: list[Choice] = [("search.open", "search.open", "")] * may(db, edition.id, person, "resource.find")
    adding: list[Choice] = [("resource.open", "resource.add", "")] * may(db, edition.id, person, "resource.add")
    return finding + adding


def _thanks(db: Db, edition: Edition, person: Person) -> list[Choice]:
    """Thanks by everyone in a team; what a team shows at home by those who sign for it."""
    packs: list[Choice] = [
        ("pack.make", f"pack.make:{team.id}", str(team.id))
        for team in teams.of_person(db, edition.id, person.id)
        if may(db, edition.id, person, "team.sign", team)
    ]
    thank: list[Choice] = [("thanks.title", "thanks.open", "")] * may(db, edition.id, person, "team.thank")
    honour: list[Choice] = [("thanks.honour", "thanks.honour", "")] * may(db, edition.id, person, "edition.run")
    return thank + packs + honour


def _advisors(db: Db, edition: Edition, person: Person) -> list[Choice]:
    """Advice for teams; their own desk for advisors."""
    if may(db, edition.id, person, "advisor.serve"):
        return [("advisor.desk", "advisor.desk", "")]
    if not teams.of_person(db, edition.id, person.id) or not people.with_role(db, edition.id, RoleName.ADVISOR):
        return []
    return [
        ("advice.ask", "advice.ask", ""),
        ("slot.list", "slot.list", ""),
        ("round.start", "round.start", ""),
    ]


OFFERS: tuple[Offer, ...] = (
    _staff,
    _checkin,
    _loop,
    _review,
    _intro,
    _ask,
    _member,
    _lead,
    _alumnus,
    _courtesy,
    _library,
    _advisors,
    _thanks,
)


def choices(db: Db, edition: Edition, person: Person) -> list[Choice]:
    """What this person can do now, as buttons."""
    return [choice for offer in OFFERS for choice in offer(db, edition, person)]
