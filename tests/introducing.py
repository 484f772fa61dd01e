"""What tests of introductions do and look at: teams that join, a round that is planned and published."""

from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from sqlmodel import select

from bot.sandbox import forms
from bot.sandbox.state import Message
from storage import introductions, teams
from storage.db import Db
from storage.deliveries import Delivery
from storage.teams import Team
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Actor, Cast
from tests.house import START, House

YES, PAUSE, NO = "Yes, at most once a month", "Pause until the day below", "No"
TUESDAY = "2026-10-06T13:00:00+00:00"
ASK = "How do you reach people who have no computer at home?"
OFFER = "We reach people who have no computer: letters, libraries and a telephone line."
NEAR = {
    IPE: ("PT", "Europe/Lisbon"),
    FJORD: ("NO", "Europe/Oslo"),
    MAPLE: ("IE", "Europe/Dublin"),
    SETU: ("EE", "Europe/Tallinn"),
    KOTARE: ("GR", "Europe/Athens"),
    TELAR: ("ES", "Europe/Madrid"),
}


def team_of(db: Db, cast: Cast) -> Team:
    return db.exec(select(Team).where(Team.name == cast.name)).one()


def change(house: House, cast: Cast, **values: Any) -> None:
    def work(db: Db, _: datetime) -> None:
        team = team_of(db, cast)
        for name, value in values.items():
            setattr(team, name, value)

    house.bot.writer.commit(work)


def move_near(house: House) -> None:
    """Everybody works in Europe, so that anybody could meet anybody but those of the one workspace."""
    house.until(START + timedelta(minutes=1))

    def work(db: Db, _: datetime) -> None:
        for cast, (country, zone) in NEAR.items():
            team = team_of(db, cast)
            team.country, team.zone = country, zone
            for person in teams.members(db, team.id):
                person.zone = zone

    house.bot.writer.commit(work)


def settings(house: House, who: Actor) -> Any:
    person = house.person(who)
    shown = person.command("/sweetspot").messages[-1]
    joining = forms.element(shown.blocks, "Introductions: join") is not None
    person.press("Introductions: join" if joining else "Introductions: change", shown)
    return person


def say(house: House, who: Actor, **fields: str) -> str:
    """Fill the form of the menu; what is shown after."""
    person = settings(house, who)
    errors = person.submit(**fields).errors
    shown = str(errors or (person.view and person.view.payload["blocks"]))
    person.close()
    return shown


def join(house: House, *casts: Cast) -> None:
    for cast in casts:
        assert "will be introduced" in say(house, cast.lead, answer=YES, ask=ASK, offer=OFFER)


def solve(house: House, words: str = "") -> str:
    """The draft: at once, or after the word that it takes a moment."""
    said = house.person(FAY).command(f"/sweetspot intro solve {words}").text
    house.bot.errands.quiet()
    return house.person(FAY).dm()[-1].text if "Working on it" in said else said


def publish(house: House) -> str:
    said = house.person(FAY).command("/sweetspot intro publish").text
    house.flush()
    return said


def read(house: House, who: Actor, words: str) -> list[Message]:
    return [message for message in house.person(who).dm() if words in message.text]


def pairs(house: House) -> list[frozenset[str]]:
    """Names, in all published rounds."""

    def find(db: Db) -> list[frozenset[str]]:
        groups: dict[int, list[str]] = {}
        for _, introduction, seat in introductions.history(db, house.edition_id):
            groups.setdefault(introduction.id, []).append(db.get_one(Team, seat.team_id).name)
        return [frozenset(pair) for group in groups.values() for pair in combinations(group, 2)]

    return house.read(find)


def rows(house: House, kind: str) -> list[Delivery]:
    return house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == kind))))
