"""What a team chose for its check-in holds in every output: who is outside reads no more than that, and no name."""

import json
from collections.abc import Iterable

import pytest

from bot.programme import reports, sharing
from bot.programme.sharing import COHORT_ROOM, REPORT, Here, Place
from storage import teams
from storage.checkins import Sharing
from storage.db import Db
from storage.editions import Edition
from storage.teams import Team
from tests.asking import NEED, offering
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR
from tests.house import House
from tests.test_checkins import ANSWER, ASKED

SECRET = "Zanzibar"  # a word that stands nowhere else
LEVELS = {
    Sharing.WORKSPACE: "Our workspace only",
    Sharing.EDITION_UNNAMED: "The edition, without names",
    Sharing.EDITION: "The edition, with our name",
    Sharing.PUBLIC: "Anyone, after our approval",
}
AFTER_THE_DIGESTS = "2026-11-09T20:00:00+00:00"


@pytest.mark.parametrize("level", LEVELS)
def test_the_level_holds_in_every_output(house: House, level: Sharing) -> None:
    offering(house)
    house.until(ASKED)
    marina = house.person(IPE.lead)
    marina.command("/sweetspot checkin answer")
    said = {name: f"{SECRET} {words}" for name, words in ANSWER.items() if name != "result"}
    helped = {"help_wanted": f"{NEED} As in {SECRET}?", "help_from": "Other workspaces"}
    more = {"observed": SECRET, "next_step": SECRET, "next_by": SECRET, "sharing": LEVELS[level]}
    assert marina.submit(result="Mixed", **said, **helped, **more).errors == {}
    house.until(AFTER_THE_DIGESTS)
    room = [item.text for item in house.person(MAPLE.lead).sees("room-challenge") if SECRET in item.text]
    assert any(f"May be seen by: {LEVELS[level]}" in text for text in room), "its workspace reads the card"
    assert len(room) >= 2, "and the digest of the loop"
    team = house.read(lambda db: _team(db, house))
    for here, texts in _outside(house):
        seen = sharing.seen(SECRET, level, team, here)
        for text in texts:
            assert SECRET not in text or seen, f"{level} does not reach {here.place}: {text}"
            assert SECRET not in text or IPE.name not in text or (seen and seen.team), f"{level} has no name: {text}"
    asked = [item.text for item in house.person(KOTARE.lead).dm() if SECRET in item.text]
    assert len(asked) == 1, "help is asked of others, as the team wished"
    assert (IPE.name in asked[0]) == (level in (Sharing.EDITION, Sharing.PUBLIC))


def _team(db: Db, house: House) -> Team:
    found = teams.by_name(db, house.edition_id, IPE.name)
    assert found
    return found


def _outside(house: House) -> Iterable[tuple[Here, list[str]]]:
    """Everything that is read outside the workspace, but the ask that the team sent to others itself."""
    yield COHORT_ROOM, [item.text + str(item.blocks) for item in house.person(SETU.lead).sees("room-cohort")]
    yield Here(Place.EDITION), [item.text for who in (SETU, TELAR) for item in house.person(who.deputy).dm()]
    yield Here(Place.EDITION), [house.person(TELAR.lead).command("/sweetspot").text]
    with house.reading() as db:
        report = reports.collect(db, db.get_one(Edition, house.edition_id), house.clock.now())
        yield REPORT, [json.dumps(vars(report), default=str)]


def test_who_reads_about_a_partner_reads_it_by_name(house: House) -> None:
    house.until(ASKED)
    marina = house.person(IPE.lead)
    marina.command("/sweetspot checkin answer")
    assert marina.submit(**ANSWER).errors == {}
    house.flush()
    (card,) = [item for item in house.person(FJORD.lead).sees("room-challenge") if "*Result*" in item.text]
    assert card.text.startswith(f"*{IPE.name}, check-in 1*")
    assert card.text.count("amend") == 1
    assert not [item for item in house.person(FAY).sees("room-cohort") if "*Result*" in item.text]
