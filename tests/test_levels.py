"""Sharing levels, walked through every output: who reads a text of each level, and what nobody reads anywhere."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.programme import accounts, finding, packs, reports
from bot.programme.advisors import briefing
from bot.programme.people import add as add_person
from bot.programme.workspaces import canvas
from bot.sandbox.keyboard import Keyboard
from storage import checkins, editions, loops, people, teams, workspaces
from storage.asks import Answer, Ask, AskState
from storage.checkins import HelpFrom, Light, PairingLight, Sharing
from storage.db import Db
from storage.insights import Insight, InsightState
from storage.loops import Course
from storage.people import Person, Role, RoleName
from storage.teams import Team
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Actor, Cast
from tests.house import House

WORKSPACE, UNNAMED, NAMED, PUBLIC = Sharing
INSIGHT = {level: f"insightmark{number}" for number, level in enumerate(Sharing)}
ANSWER = {level: f"answermark{number}" for number, level in enumerate(Sharing)}
CHECKIN, CARD, KEPT = "checkinmark", "cardmark", "keptmark"
SECRET, LIGHT, DRAFT = NEVER = ("secretmark", "lightmark", "draftmark")
REACHED = {
    "workspace": {WORKSPACE, UNNAMED, NAMED, PUBLIC},
    "edition": {UNNAMED, NAMED, PUBLIC},
    "public": {PUBLIC},
}
OBSERVER = Actor("olga@ministry.example", "Olga Petrov", "Europe/Paris")
FRIDAY = "2026-10-16T13:05:00+00:00"


def _team(db: Db, house: House, cast: Cast) -> Team:
    found = teams.by_name(db, house.edition_id, cast.name)
    assert found
    return found


def _person(db: Db, who: Actor) -> Person:
    found = people.by_email(db, who.email)
    assert found
    return found


def _furnish(house: House) -> None:
    """Insights and answered asks of every level, all of the owner's team; one insight not released; two outsiders."""

    def work(db: Db, now: datetime) -> None:
        edition, ipe, maple = house.edition_id, _team(db, house, IPE).id, _team(db, house, MAPLE).id
        for level in Sharing:
            row = Insight(edition_id=edition, team_id=ipe, text=INSIGHT[level], sharing=level, at=now)
            row.state, row.released_at = InsightState.RELEASED, now
            db.add(row)
            ask = Ask(edition_id=edition, team_id=maple, text="Who knows?", sharing=level, at=now)
            ask.state = AskState.ANSWERED
            db.add(ask)
            db.flush()
            db.add(Answer(ask_id=ask.id, team_id=ipe, text=ANSWER[level], sharing=level, useful=True, at=now))
        db.add(Insight(edition_id=edition, team_id=ipe, text=KEPT, sharing=PUBLIC, at=now))
        observer = add_person(db, OBSERVER.name, OBSERVER.email, now=now, zone=OBSERVER.zone)
        db.add(Role(edition_id=edition, person_id=observer.id, name=RoleName.OBSERVER))
        db.add(Role(edition_id=edition, person_id=_person(db, TELAR.deputy).id, name=RoleName.ADVISOR))

    house.bot.writer.commit(work)


def _checked_in(house: House, level: Sharing) -> None:
    """The owner's answer: a light with a line, help that is for the facilitators alone, and a learning card."""
    house.until("2026-10-15T13:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.press("Answer")
    given = {"hypothesis": "x", "tried": "y", "learned": CHECKIN, "result": "Mixed", "sharing": str(level)}
    assert marina.submit(**given).errors == {}
    marina.close()

    def keep(db: Db, now: datetime) -> None:
        ipe, fjord = _team(db, house, IPE), _team(db, house, FJORD)
        row, room = checkins.of_team(db, 1, ipe.id), workspaces.of_team(db, ipe.id)
        assert row
        assert room
        row.help_wanted, row.help_from = SECRET, HelpFrom.FACILITATOR
        db.add(
            PairingLight(
                checkin_id=row.id, provider_id=fjord.id, light=Light.RED, box=house.bot.services.sealer.seal(LIGHT)
            )
        )
        run = loops.run_of(db, 1, room.id)
        assert run
        run.learned, run.course, run.card_revision = CARD, Course.CONTINUE, 1

    house.bot.writer.commit(keep)
    marina.command("/sweetspot checkin answer")
    marina.fill(observed=DRAFT)
    marina.close()


def _search(house: House, who: Actor) -> str:
    """Everything that this person finds."""

    def find(db: Db) -> str:
        edition = db.get_one(editions.Edition, house.edition_id)
        pages = [finding.page(db, edition, _person(db, who), "", (), start) for start in (0, 10, 20)]
        return "\n".join(f"{row.hit.text} [{row.hit.team}]" for page in pages for row in page.rows)

    return house.read(find)


def _levels(said: str, marks: dict[Sharing, str]) -> set[Sharing]:
    return {level for level, mark in marks.items() if mark in said}


def _named(said: str, mark: str) -> bool:
    return any(mark in line and "Ipê Lab" in line for line in said.splitlines())


READERS = ((IPE.lead, "workspace"), (FJORD.lead, "workspace"), (KOTARE.lead, "edition"), (TELAR.deputy, "edition"),
           (FAY, "edition"), (OBSERVER, "public"))  # fmt: skip


def test_search_shows_each_reader_what_their_place_allows(house: House) -> None:
    _furnish(house)
    for who, place in READERS:
        said = _search(house, who)
        assert _levels(said, INSIGHT) == REACHED[place], who.name
        assert _levels(said, ANSWER) == REACHED[place] - {WORKSPACE}, who.name
        assert (KEPT in said) == (place == "workspace"), who.name
        assert _named(said, INSIGHT[UNNAMED]) == (place == "workspace"), who.name
        assert not _named(said, ANSWER[UNNAMED]), who.name


@pytest.mark.parametrize("level", list(Sharing))
def test_a_check_in_of_each_level_and_what_is_never_told(house: House, level: Sharing) -> None:
    _furnish(house)
    _checked_in(house, level)
    house.until(FRIDAY)
    for who, place in READERS:
        said = _search(house, who)
        assert (CHECKIN in said) == (level in REACHED[place]), who.name
        assert (CARD in said) == (place == "workspace"), who.name
        assert _named(said, CHECKIN) == (level in REACHED[place] and (place == "workspace" or level != UNNAMED))
    room = _read(house.person(FJORD.lead), "room-challenge")
    assert CHECKIN in room
    outputs = {name: make(house) for name, make in OUTPUTS.items()}
    for name, said in outputs.items():
        assert [mark for mark in NEVER if mark in said] == [], name
    for name, marks in EXPECTED.items():
        assert _levels(outputs[name], INSIGHT) == marks, name
    assert not _named(outputs["cohort room"], INSIGHT[UNNAMED])
    assert KEPT not in "".join(outputs[name] for name in EXPECTED)
    opened = {part.key for part in house.read(lambda db: briefing.parts(db, _team(db, house, IPE))) if part.open}
    assert ("learned-1" in opened) == (level in (NAMED, PUBLIC))


def _read(person: Keyboard, room: str) -> str:
    """Every message, its text and each of its blocks on lines of their own."""
    said = [(message.text, *map(str, message.blocks)) for message in person.sees(room)]
    return "\n".join(line for lines in said for line in lines)


def _home(person: Keyboard) -> str:
    view = person.home()
    return str(view.payload) if view else ""


def _of_db(make: Callable[[Db, House], object]) -> Callable[[House], str]:
    return lambda house: str(house.read(lambda db: make(db, house)))


def _pack(db: Db, house: House) -> object:
    return [item for item in packs.items(db, _team(db, house, IPE)) if item.open]


def _report(db: Db, house: House) -> object:
    edition = db.get_one(editions.Edition, house.edition_id)
    return reports.collect(db, edition, datetime.fromisoformat(FRIDAY)).as_json


def _canvas(db: Db, house: House) -> object:
    room = workspaces.of_team(db, _team(db, house, IPE).id)
    assert room
    edition = db.get_one(editions.Edition, house.edition_id)
    return canvas.contents(db, datetime.fromisoformat(FRIDAY), room, edition)


OUTPUTS: dict[str, Callable[[House], str]] = {
    "workspace room": lambda house: _read(house.person(FJORD.lead), "room-challenge"),
    "cohort room": lambda house: _read(house.person(SETU.lead), "room-cohort"),
    "home of a partner": lambda house: _home(house.person(FJORD.lead)),
    "home of another team": lambda house: _home(house.person(KOTARE.lead)),
    "home of the owner": lambda house: _home(house.person(IPE.lead)),
    "messages to a partner": lambda house: "".join(message.text for message in house.person(FJORD.lead).dm()),
    "messages to another team": lambda house: "".join(message.text for message in house.person(KOTARE.lead).dm()),
    "asks for a partner": lambda house: house.person(FJORD.lead).command("/sweetspot ask offer").text,
    "asks for another team": lambda house: house.person(KOTARE.lead).command("/sweetspot ask offer").text,
    "preview": lambda house: house.person(FAY).command("/sweetspot preview").text,
    "digest preview": lambda house: house.person(FAY).command("/sweetspot digest preview cohort").text,
    "search of a partner": lambda house: _search(house, FJORD.lead),
    "search of another team": lambda house: _search(house, KOTARE.lead),
    "advisor's brief": _of_db(lambda db, house: briefing.parts(db, _team(db, house, IPE))),
    "pack": _of_db(_pack),
    "account": _of_db(lambda db, house: accounts.draft(db, _team(db, house, IPE))),
    "report": _of_db(_report),
    "canvas": _of_db(_canvas),
}
EXPECTED: dict[str, set[Sharing]] = {
    "cohort room": {UNNAMED, NAMED, PUBLIC},
    "workspace room": set(),
    "preview": set(),
    "pack": {PUBLIC},
    "report": {PUBLIC},
    "canvas": set(),
    "home of another team": set(),
    "messages to another team": set(),
    "asks for another team": set(),
}
