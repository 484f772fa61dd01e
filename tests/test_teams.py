"""Teams as conversations: people join, lead and leave; a team withdraws, and is named as it wishes."""

from datetime import datetime

import pytest
from sqlmodel import select

from bot.programme import commitments, sharing
from bot.sandbox.keyboard import Keyboard
from storage import people, teams
from storage.checkins import Sharing
from storage.commitments import open_of
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.people import Person
from storage.teams import Credit, MemberRole, Team, TeamKind, TeamState
from storage.withdrawals import ChangeOfTeam, changes
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, Cast
from tests.house import START, House

ROOM = "room-challenge"
NEW = {"name": "Solveig Lie", "email": "solveig@fjord-services.example"}


def _team(house: House, cast: Cast) -> Team:
    row = house.read(lambda db: teams.by_name(db, house.edition_id, cast.name))
    assert row
    return row


def _parts(house: House, cast: Cast) -> dict[str, MemberRole]:
    number = _team(house, cast).id

    def find(db: Db) -> dict[str, MemberRole]:
        return {one.name: role for one in teams.members(db, number) if (role := teams.role_in(db, number, one.id))}

    return house.read(find)


def _change(house: House, who: Keyboard, cast: Cast) -> Keyboard:
    """The form about a team's people, as a lead or a facilitator opens it."""
    if cast.lead.email == who.user.email:
        who.command("/sweetspot")
        who.press("Change our team")
    else:
        who.command(f"/sweetspot team show {cast.name}")
        who.press("Change its people")
    return who


def _told(house: House, words: str) -> int:
    return sum(words in message.text for message in house.person(FAY).sees(ROOM))


def test_a_lead_adds_somebody_and_the_workspace_hears_once(house: House) -> None:
    ingrid = _change(house, house.person(FJORD.lead), FJORD)
    assert ingrid.submit(what="Somebody joins", name="Solveig Lie").errors == {
        "email": "Please give an address such as name@example.org."
    }
    assert ingrid.submit(what="Somebody joins", **NEW).errors == {}
    ingrid.close()
    house.flush()
    assert _parts(house, FJORD)["Solveig Lie"] == MemberRole.MEMBER
    assert _told(house, "Solveig Lie has joined Fjord Services") == 1
    said = ingrid.command("/sweetspot team deputy solveig@fjord-services.example Solveig Lie").text
    assert "is deputy" in said
    assert _parts(house, FJORD)["Solveig Lie"] == MemberRole.DEPUTY
    ingrid.command("/sweetspot team add solveig@fjord-services.example Solveig Lie of Fjord Services")
    assert _parts(house, FJORD)["Solveig Lie"] == MemberRole.DEPUTY


def test_another_team_changes_nothing(house: House) -> None:
    said = house.person(MAPLE.lead).command("/sweetspot team add solveig@x.example Solveig Lie of Fjord Services").text
    assert "Solveig Lie" not in said
    assert "Solveig Lie" not in _parts(house, FJORD)


def test_an_owner_hands_over_to_another_organisation(house: House) -> None:
    house.until("2026-10-01T14:00:00+00:00")
    marina = _change(house, house.person(IPE.lead), IPE)
    assert (
        marina.submit(
            what="Somebody else leads", name=KOTARE.deputy.name, email=KOTARE.deputy.email, organisation="ANVISA"
        ).errors
        == {}
    )
    marina.close()
    house.until("2026-10-02T23:00:00+00:00")
    parts = _parts(house, IPE)
    assert parts[KOTARE.deputy.name] == MemberRole.LEAD
    assert parts[IPE.lead.name] == MemberRole.DEPUTY
    assert _team(house, IPE).organisation == "ANVISA"
    assert _told(house, "Hemi Walker leads Ipê Lab now (ANVISA), handed over by Marina Teles") == 1
    hemi = house.person(KOTARE.deputy)
    assert sum("You lead Ipê Lab now" in message.text for message in hemi.dm()) == 1
    hemi.press("Our part")
    assert hemi.view


def test_who_leaves_is_asked_nothing_more_and_the_next_leads(house: House) -> None:
    number = _team(house, FJORD).id

    def promise(db: Db, now: datetime) -> None:
        ingrid = people.by_email(db, FJORD.lead.email)
        assert ingrid
        commitments.promise(db, now, db.get_one(Team, number), "A guide", None, "call-1", person_id=ingrid.id)

    house.bot.writer.commit(promise)
    house.until("2026-10-01T20:00:00+00:00")
    house.person(KOTARE.lead).command("/sweetspot team thank Fjord Services for a long evening")
    fay = _change(house, house.person(FAY), FJORD)
    assert fay.submit(what="Somebody leaves", person="Ingrid Dahl, lead").errors == {}
    fay.close()
    assert _parts(house, FJORD) == {FJORD.deputy.name: MemberRole.LEAD}
    house.until("2026-10-02T12:00:00+00:00")
    assert not any("long evening" in message.text for message in house.person(FJORD.lead).dm())
    assert sum("long evening" in message.text for message in house.person(FJORD.deputy).dm()) == 1
    row = house.read(lambda db: open_of(db, [number]))[0]
    assert house.read(lambda db: db.get_one(Person, row.person_id).name) == FJORD.deputy.name
    kinds = [change.kind for change in house.read(lambda db: changes(db, number))]
    assert kinds == [ChangeOfTeam.LEFT, ChangeOfTeam.LEAD]
    fay.press("Change its people")
    assert (
        "Nobody else is in Fjord Services"
        in fay.submit(what="Somebody leaves", person="Olav Moen, lead").errors["person"]
    )


def test_a_plain_member_leaves_by_a_button(house: House) -> None:
    house.person(FJORD.lead).command(f"/sweetspot team add {SETU.deputy.email} {SETU.deputy.name}")
    vikram = house.person(SETU.deputy)
    vikram.command("/sweetspot")
    vikram.press("Leave our team")
    assert "Fjord Services" in str(vikram.view)
    house.person(SETU.lead).command("/sweetspot")
    with pytest.raises(KeyError):
        house.person(SETU.lead).press("Leave our team")
    assert vikram.submit().errors == {}
    assert SETU.deputy.name not in _parts(house, FJORD)
    assert SETU.deputy.name in _parts(house, SETU)
    vikram.close()
    old = next(message for message in vikram.dm() if "team.leave" in str(message.blocks))
    assert vikram.press("Leave our team", message=old).view is None


def test_a_facilitator_sees_what_a_withdrawal_does_before_it_is_done(house: House) -> None:
    fay = house.person(FAY)
    said = fay.command("/sweetspot team withdraw Maple Desk because its office closes").text
    assert "their access to the room ends" in said
    assert _team(house, MAPLE).state == TeamState.ACTIVE
    fay.press("It stays")
    assert "settled for Maple Desk before" in fay.press("Confirm the withdrawal").text
    assert _team(house, MAPLE).state == TeamState.ACTIVE
    fay.command("/sweetspot team withdraw Maple Desk because its office closes")
    fay.press("Confirm the withdrawal")
    assert _team(house, MAPLE).state == TeamState.WITHDRAWN
    assert _team(house, MAPLE).credit == Credit.UNNAMED
    house.until("2026-10-02T20:00:00+00:00")
    june = house.person(MAPLE.lead)
    assert sum("How may it be named" in message.text for message in june.dm()) == 1
    june.press("With our name")
    assert _team(house, MAPLE).credit == Credit.NAMED
    june.press("Not at all")
    assert _team(house, MAPLE).credit == Credit.NONE
    assert "has withdrawn already" in fay.command("/sweetspot team withdraw Maple Desk because it went").text


def test_nobody_but_facilitators_confirms(house: House) -> None:
    house.person(FAY).command("/sweetspot team withdraw Maple Desk because its office closes")
    message = next(one for one in house.person(FAY).dm() if "withdraws?" in one.text)
    house.person(FJORD.lead).press("team.confirm", message=message)
    assert _team(house, MAPLE).state == TeamState.ACTIVE


def test_credit_decides_in_every_output() -> None:
    team = Team(id=1, edition_id=1, kind=TeamKind.PROVIDER, name="Maple Desk", created_at=START)
    found = {}
    for credit in Credit:
        team.credit = credit
        found[credit] = sharing.seen("x", Sharing.PUBLIC, team, sharing.REPORT)
    assert found[Credit.NAMED] == sharing.Seen("x", "Maple Desk")
    assert found[Credit.UNNAMED] == sharing.Seen("x", "")
    assert found[Credit.NONE] is None


def test_messages_to_a_team_that_left_do_not_go_out(house: House) -> None:
    house.until("2026-10-01T20:00:00+00:00")
    house.person(KOTARE.lead).command("/sweetspot team thank Maple Desk for a long evening")
    fay = house.person(FAY)
    house.until("2026-10-02T00:00:00+00:00")
    house.person(KOTARE.lead).command("/sweetspot team thank Maple Desk for a second one")
    fay.command("/sweetspot team withdraw Maple Desk because its office closes")
    fay.press("Confirm the withdrawal")
    rows = house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == "thanks.received"))))
    assert [row.reason for row in rows if row.state == DeliveryState.SKIPPED] == ["the team has withdrawn"]


def test_a_question_put_off_is_not_asked_of_a_team_that_left(house: House) -> None:
    house.until("2026-10-15T07:31:00+00:00")
    ingrid = house.person(FJORD.lead)
    ingrid.press("Not now")
    assert ingrid.submit(what="tomorrow").errors == {}
    ingrid.close()
    house.flush()
    fay = house.person(FAY)
    fay.command("/sweetspot team withdraw Fjord Services because its office closes")
    fay.press("Confirm the withdrawal")
    house.until("2026-10-20T15:00:00+00:00")
    assert len([one for one in ingrid.dm() if "Check-in 1" in one.text]) == 1
    rows = house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == "checkin.ask"))))
    assert [row.reason for row in rows if row.state == DeliveryState.SKIPPED] == ["the team has withdrawn"]
    assert not [row for row in rows if row.state == DeliveryState.QUEUED]
