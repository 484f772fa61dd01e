"""Private lights as conversations: the owner's signers give them, the facilitators alone read them."""

from sqlmodel import col, select

from bot.sandbox.keyboard import Keyboard
from storage import checkins, loops, people, teams
from storage.checkins import PairingLight
from storage.db import Db
from storage.teams import MemberRole, Membership
from tests.cast import FAY, FJORD, IPE, MAPLE, TELAR
from tests.house import House
from tests.test_checkins import ANSWER, ASKED, CLOSED

LINE = "They cancelled twice"


def _fields(person: Keyboard) -> dict[str, str]:
    """Of the lights, with what they start with."""
    assert person.view
    inputs = [block for block in person.view.payload["blocks"] if block["type"] == "input"]
    found = {block["block_id"]: block["element"] for block in inputs}
    return {
        name: element.get("initial_value") or element.get("initial_option", {}).get("value", "")
        for name, element in found.items()
        if name.startswith(("light_", "line_"))
    }


def _opened(house: House, who: str) -> Keyboard:
    person = house.person(who)
    person.command("/sweetspot checkin answer")
    return person


def _give(house: House, colour: str = "red", line: str = LINE) -> str:
    marina = _opened(house, IPE.lead.email)
    light = next(name for name in _fields(marina) if name.startswith("light_"))
    assert marina.submit(**ANSWER, **{light: colour, light.replace("light", "line"): line}).errors == {}
    marina.close()
    house.flush()
    return light


def _kept(house: House) -> list[PairingLight]:
    return house.read(lambda db: list(db.exec(select(PairingLight))))


def _join(house: House) -> None:
    """Catalina Rojas comes into the owner's team, and does not sign for it."""

    def join(db: Db) -> None:
        newcomer, team = people.by_email(db, TELAR.lead.email), teams.by_name(db, house.edition_id, IPE.name)
        assert newcomer
        assert team
        row = db.exec(select(Membership).where(col(Membership.person_id) == newcomer.id)).one()
        row.team_id, row.role = team.id, MemberRole.MEMBER

    house.bot.writer.commit(lambda db, _: join(db))


def test_one_for_each_provider_and_its_line_is_sealed(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead.email)
    assert len(_fields(marina)) == 4
    marina.close()
    _give(house)
    (kept,) = _kept(house)
    assert kept.light == "red"
    assert LINE.encode() not in kept.box
    assert house.bot.services.sealer.open(kept.box) == LINE


def test_only_the_owners_signers_see_theirs(house: House) -> None:
    _join(house)
    house.until(ASKED)
    light = _give(house)
    seen = _fields(_opened(house, IPE.deputy.email))
    assert (seen[light], seen[light.replace("light", "line")]) == ("red", LINE)
    assert _fields(_opened(house, TELAR.lead.email)) == _fields(_opened(house, FJORD.lead.email)) == {}
    fay = house.person(FAY)
    fay.command(f"/sweetspot checkin record {IPE.name}")
    assert _fields(fay) == {}
    fay.submit(learned="By telephone")
    assert len(_kept(house)) == 1, "who does not see them does not change them"


def test_a_light_in_a_draft_is_for_signers_and_outlives_what_others_send(house: House) -> None:
    _join(house)
    house.until(ASKED)
    marina = _opened(house, IPE.lead.email)
    light = next(name for name in _fields(marina) if name.startswith("light_"))
    marina.fill(**{light: "amber", light.replace("light", "line"): LINE, "tried": "Two towns"})
    marina.press("Save for later")
    marina.close()
    catalina = _opened(house, TELAR.lead.email)
    assert catalina.view
    assert "Two towns" in str(catalina.view.payload)
    assert LINE not in str(catalina.view.payload)
    assert catalina.submit(**ANSWER).errors == {}
    assert _kept(house) == []
    seen = _fields(_opened(house, IPE.deputy.email))
    assert (seen[light], seen[light.replace("light", "line")]) == ("amber", LINE)


def test_they_are_in_nothing_that_is_posted_and_facilitators_read_them(house: House) -> None:
    house.until(ASKED)
    _give(house)
    house.until("2026-11-10T12:00:00+00:00")
    told = " ".join(message.text + str(message.blocks) for _, message in house.sandbox.messages())
    assert "cancelled twice" not in told
    for member in (IPE.lead, FJORD.lead, MAPLE.lead):
        room = house.person(member).sees("room-challenge")
        assert not any(word in item.text.casefold().split() for item in room for word in ("red", "amber", "light"))
    read = house.person(FAY).command("/sweetspot checkin lights").text
    assert f"Loop 1, {IPE.name} on {FJORD.name}: *red*. {LINE}" in read
    assert "not yours to do" in house.person(FJORD.lead).command("/sweetspot checkin lights").text
    assert "not yours to do" in house.person(IPE.lead).command("/sweetspot checkin lights").text


def test_a_light_is_changed_and_taken_back_until_the_loop_closes(house: House) -> None:
    house.until(ASKED)
    light = _give(house)
    _give(house, "green", "All is well")
    (kept,) = _kept(house)
    assert kept.light == "green"
    davi = _opened(house, IPE.deputy.email)
    assert davi.submit(**{light: "", light.replace("light", "line"): ""}).errors == {}
    assert _kept(house) == []


def test_a_light_given_late_stands_once_given(house: House) -> None:
    house.until(CLOSED)
    _give(house)
    assert _fields(_opened(house, IPE.lead.email)) == {}


def test_a_line_needs_its_colour(house: House) -> None:
    house.until(ASKED)
    marina = _opened(house, IPE.lead.email)
    line = next(name for name in _fields(marina) if name.startswith("line_"))
    assert marina.submit(**ANSWER, **{line: LINE}).errors.keys() == {line}


def test_made_up_providers_get_no_light(house: House) -> None:
    def cohort(db: Db) -> int:
        team = teams.by_name(db, house.edition_id, TELAR.name)
        assert team
        return team.id

    house.until(ASKED)
    marina = _opened(house, IPE.lead.email)
    assert marina.view
    light = next(name for name in _fields(marina) if name.startswith("light_"))
    block = next(one for one in marina.view.payload["blocks"] if one.get("block_id") == light)
    block["block_id"] = f"light_{house.read(cohort)}"
    marina.submit(**ANSWER, **{block["block_id"]: "red"})
    loop = house.read(lambda db: loops.current(db, house.edition_id))
    assert loop
    assert house.read(lambda db: len(checkins.of_loop(db, loop.id))) == 1
    assert _kept(house) == []
