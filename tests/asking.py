"""What the tests of asks share: teams that offer something, and somebody who asks."""

from datetime import datetime
from typing import Any

from bot.sandbox.keyboard import Keyboard
from bot.sandbox.state import Message
from storage import asks, teams
from storage.asks import Ask, Route
from storage.db import Db
from tests.cast import FAY, FJORD, KOTARE, MAPLE, SETU, TELAR, Actor, Cast
from tests.house import House

NEED = "How can people who cannot read give their consent?"
OFFERS = {
    FJORD: "We have asked people who cannot read for their consent, with pictures and by voice",
    KOTARE: "We recorded spoken consent of people who cannot read or write",
    TELAR: "Consent forms that people can read: plain words for consent",
    MAPLE: "We run a tram network and its time tables",
}
UNNAMED, NAMED, OURS = "The edition, without names", "The edition, with our name", "The facilitators only"
THURSDAY = "2026-10-01T08:00:00+00:00"
WORKDAY = "2026-10-02T14:00:00+00:00"
"""A Friday by when Oslo, Santiago and Auckland have all had working hours since Thursday morning."""


def offering(house: House, offers: dict[Cast, str] = OFFERS) -> None:
    def work(db: Db, _now: datetime) -> None:
        for cast, words in offers.items():
            team(db, house, cast).offer = words

    house.bot.writer.commit(work)


def team(db: Db, house: House, cast: Cast) -> Any:
    found = teams.by_name(db, house.edition_id, cast.name)
    assert found
    return found


def ask(house: House, who: Actor = SETU.lead, **more: Any) -> Keyboard:
    """By the button in somebody's menu."""
    person = house.person(who)
    person.command("/sweetspot")
    person.press("Ask for help")
    assert person.submit(**({"text": NEED} | more)).errors == {}
    person.close()
    house.flush()
    return person


def one(house: House) -> Ask:
    return house.read(lambda db: asks.of_edition(db, house.edition_id)[-1])


def routes(house: House, *states: str) -> list[Route]:
    found = house.read(lambda db: asks.routes(db, one(house).id))
    return [route for route in found if not states or route.state in states]


def got(house: House, who: Actor, words: str = NEED) -> list[Message]:
    return [message for message in house.person(who).dm() if words in message.text]


def staff_reads(house: House, words: str) -> list[Message]:
    return [message for message in house.person(FAY).sees("room-facilitators") if words in message.text]
