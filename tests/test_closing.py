"""The close as conversations: what is missing, the channel, accounts in a team's own words, alumni, hand-over."""

from bot.programme import commitments
from bot.programme.accounts import LONGEST, _fit
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.state import Message
from storage import accounts, alumni, matching, people, teams, workspaces
from storage.accounts import Account
from storage.checkins import Sharing
from storage.db import Db
from storage.matching import ChallengeState, PairingState
from storage.people import RoleName
from storage.teams import Team
from storage.workspaces import Workspace, WorkspaceState
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, PAIRED, SETU, TELAR, Actor, Cast
from tests.house import House

ROOM = "room-challenge"
LATE = "2026-10-19T20:00:00+00:00"
ANSWER = {
    "hypothesis": "A visible list lowers calls",
    "tried": "A public board in two towns",
    "learned": "Data older than a week does harm",
    "result": "Refuted",
}


def _team(house: House, cast: Cast) -> Team:
    row = house.read(lambda db: teams.by_name(db, house.edition_id, cast.name))
    assert row
    return row


def _account(house: House, cast: Cast) -> Account:
    row = house.read(lambda db: accounts.of_team(db, _team(house, cast).id))
    assert row
    return row


def _workspace(house: House) -> Workspace:
    row = house.read(lambda db: workspaces.of_challenge(db, 1))
    assert row
    return row


def _answered(house: House) -> None:
    house.until("2026-10-15T15:00:00+00:00")
    ingrid = house.person(FJORD.lead)
    ingrid.command("/sweetspot checkin answer")
    assert ingrid.submit(**ANSWER).errors == {}
    ingrid.close()
    house.until(LATE)


def _approve(house: House, cast: Cast, **more: str) -> Keyboard:
    person = house.person(cast.lead)
    person.press("Our account")
    assert person.submit(**({"approve": "Yes, we approve it"} | more)).errors == {}
    person.close()
    house.flush()
    return person


def test_what_is_missing_is_shown_and_the_teams_are_asked_once(house: House) -> None:
    _answered(house)
    number = _team(house, IPE).id
    house.bot.writer.commit(
        lambda db, now: commitments.promise(db, now, db.get_one(Team, number), "Send the list", None, "call-1")
    )
    fay = house.person(FAY)
    said = fay.command("/sweetspot workspace close 1").text
    assert "Commitments that nobody settled: Ipê Lab: Send the list" in said
    assert "Accounts that are not approved: Ipê Lab; Fjord Services; Maple Desk" in said
    fay.command("/sweetspot workspace close 1")
    house.until("2026-10-20T20:00:00+00:00")
    for cast in PAIRED:
        asked = [message.text for message in house.person(cast.lead).dm() if "is being closed" in message.text]
        assert len(asked) == 1
        assert ("Send the list" in asked[0]) == (cast is IPE)
    assert _workspace(house).closed_at is None


def test_the_channel_stays_only_if_every_team_wishes(house: House) -> None:
    house.until(LATE)
    fay = house.person(FAY)
    fay.command("/sweetspot workspace close 1")
    house.until("2026-10-20T20:00:00+00:00")
    for cast in (IPE, FJORD):
        house.person(cast.lead).press("Keep it open")
    house.person(MAPLE.deputy).press("closing.keep", message=_asked(house, FJORD))
    said = fay.command("/sweetspot workspace close 1").text
    assert "Ipê Lab keeps it open; Fjord Services keeps it open; Maple Desk has not answered" in said
    house.person(MAPLE.lead).press("Keep it open")
    fay.press("Close the workspace")
    assert fay.submit(reason="").errors
    assert fay.submit(reason="The minister changed").errors == {}
    fay.close()
    house.flush()
    row = _workspace(house)
    assert (row.state, row.keep_open) == (WorkspaceState.CLOSED, True)
    assert house.read(lambda db: matching.challenges(db, house.edition_id)[0].state) == ChallengeState.CONCLUDED
    states = {pair.state for pair in house.read(lambda db: matching.of_challenge(db, 1))}
    assert states == {PairingState.COMPLETED}
    told = [message.text for message in fay.sees(ROOM) if "This workspace is closed" in message.text]
    assert len(told) == 1
    assert "for what did not and was told" in told[0]
    assert "closed already" in house.person(IPE.lead).press("Let it be archived").text


def _asked(house: House, cast: Cast) -> Message:
    return next(one for one in house.person(cast.lead).dm() if "closing.keep" in str(one.blocks))


def test_a_facilitator_closes_anyway_with_a_reason(house: House) -> None:
    house.until(LATE)
    fay = house.person(FAY)
    assert "Please give a reason" in fay.command("/sweetspot workspace close 1 anyway because ").text
    assert _workspace(house).closed_at is None
    assert "is archived" in fay.command("/sweetspot workspace close 1 anyway because the ministry ended").text
    assert (_workspace(house).state, _workspace(house).keep_open) == (WorkspaceState.CLOSED, False)
    house.person(IPE.lead).command("/sweetspot workspace close 1 anyway because we like")


def test_an_account_is_drafted_from_the_teams_own_cards_and_is_theirs(house: House) -> None:
    _answered(house)
    house.person(KOTARE.lead).command("/sweetspot team thank Fjord Services for the interview guide")
    house.person(FAY).command("/sweetspot edition close")
    house.until("2026-10-20T20:00:00+00:00")
    row = _account(house, FJORD)
    assert "A public board in two towns (refuted)" in row.tried
    assert "Loop 1 (refuted): Data older than a week does harm" in row.pains
    assert "What did not work, in loop 1: others need not try it again." in row.gave
    assert "“the interview guide”" in row.gave
    ingrid = house.person(FJORD.lead)
    ingrid.press("Our account")
    errors = ingrid.submit(learned="Fjord Services learned", sharing="The edition, without names").errors
    assert "Fjord Services" in errors["sharing"]
    assert ingrid.submit(learned="Old data harms", gave="An honest <!channel> failure").errors == {}
    ingrid.close()
    assert _account(house, FJORD).approved_at is None
    house.flush()
    assert not any("Thank you, Fjord" in message.text for message in house.person(FAY).sees(ROOM))
    house.person(MAPLE.lead).press("account.open", message=_drafted(house, FJORD))
    assert not house.person(MAPLE.lead).view
    _approve(house, FJORD, sharing="The edition, with our name")
    house.until("2026-10-21T20:00:00+00:00")
    for room in (ROOM, "room-cohort"):
        thanks = [
            message.text for message in house.person(FAY).sees(room) if "Thank you, Fjord Services" in message.text
        ]
        assert len(thanks) == 1
        assert "An honest" in thanks[0]
        assert "<!channel>" not in thanks[0]
    kept = [message.text for message in ingrid.dm() if "our account" in message.text]
    assert len(kept) == 1
    assert "Old data harms" in kept[0]
    assert "Thank you for this" in kept[0]
    assert "Loop 1, refuted. We believed that A visible list lowers calls." in kept[0]


def _drafted(house: House, cast: Cast) -> Message:
    return next(one for one in house.person(cast.lead).dm() if "account.open" in str(one.blocks))


def test_thanks_stay_in_the_workspace_where_the_account_does(house: House) -> None:
    _answered(house)
    house.person(FAY).command("/sweetspot edition close")
    house.until("2026-10-20T20:00:00+00:00")
    _approve(house, FJORD, gave="One failure")
    fay = house.person(FAY)
    assert sum("Thank you, Fjord" in message.text for message in fay.sees(ROOM)) == 1
    assert not any("Thank you, Fjord" in message.text for message in fay.sees("room-cohort"))
    assert _account(house, FJORD).sharing == Sharing.WORKSPACE


def test_each_person_chooses_whether_to_stay_on_the_list(house: House) -> None:
    house.until(LATE)
    fay = house.person(FAY)
    fay.command("/sweetspot edition close")
    fay.command("/sweetspot edition close")
    house.until("2026-10-21T23:00:00+00:00")  # the 20th is a holiday in India
    asked = {
        actor: sum("comes to its end" in message.text for message in house.person(actor).dm())
        for actor in (IPE.lead, IPE.deputy, SETU.lead, TELAR.deputy, FAY)
    }
    assert asked == {IPE.lead: 1, IPE.deputy: 1, SETU.lead: 1, TELAR.deputy: 1, FAY: 0}
    marina, ananya = house.person(IPE.lead), house.person(SETU.lead)
    marina.press("List me, and ask me later")
    ananya.press("List me only")
    house.person(TELAR.deputy).press("No, thank you")
    assert _consenting(house) == ({IPE.lead.name, SETU.lead.name}, {IPE.lead.name})
    assert "On the alumni list" in marina.command("/sweetspot me").text
    marina.command("/sweetspot")
    assert "Also on it: Ananya Rao (Jan Setu)." in marina.press("Alumni list").text
    marina.press("No, thank you")
    assert _consenting(house) == ({SETU.lead.name}, set())
    assert "On the alumni list" not in marina.command("/sweetspot me").text


def _consenting(house: House) -> tuple[set[str], set[str]]:
    def find(db: Db) -> tuple[set[str], set[str]]:
        listed = alumni.consenting(db, house.edition_id)
        return {one.name for one in listed}, {one.name for one in alumni.consenting(db, house.edition_id, asks=True)}

    return house.read(find)


# A facilitator hands over


def _roles(house: House, actor: Actor) -> set[RoleName]:
    def find(db: Db) -> set[RoleName]:
        person = people.by_email(db, actor.email)
        return people.roles_of(db, house.edition_id, person.id) if person else set()

    return house.read(find)


def test_a_facilitator_hands_over_in_one_command(house: House) -> None:
    house.until("2026-10-05T06:00:00+00:00")
    fay, olav = house.person(FAY), house.person(FJORD.deputy)
    house.person(MAPLE.lead).command("/sweetspot")
    house.person(MAPLE.lead).press("Talk to a person")
    said = fay.command(f"/sweetspot edition handover {FJORD.deputy.email} Olav Moen").text
    assert "You are no longer one" in said
    assert _roles(house, FJORD.deputy) == {RoleName.ADMIN, RoleName.FACILITATOR}
    assert _roles(house, FAY) == set()
    house.until("2026-10-05T12:00:00+00:00")
    summary = [message.text for message in olav.dm() if "You are facilitator of Edition One now" in message.text]
    assert len(summary) == 1
    assert "handed over by Fay Lindqvist" in summary[0]
    assert "Maple Desk: talk to a person" in summary[0]
    assert "Waiting lists that people can see: ready" in summary[0]
    assert "cannot" not in olav.command("/sweetspot monday").text
    assert "Edition One" not in fay.command("/sweetspot edition status").text


def test_who_hands_over_may_stay(house: House) -> None:
    fay = house.person(FAY)
    assert "your own address" in fay.command(f"/sweetspot edition handover {FAY.email} Fay").text
    said = fay.command(f"/sweetspot edition handover {KOTARE.lead.email} Mereana Tautari and stay").text
    assert "You stay facilitator as well" in said
    assert _roles(house, FAY) == _roles(house, KOTARE.lead) == {RoleName.ADMIN, RoleName.FACILITATOR}
    house.person(IPE.lead).command(f"/sweetspot edition handover {SETU.lead.email} Ananya Rao")
    assert _roles(house, SETU.lead) == set()


def test_the_end_of_a_workspace_asks_its_people_only(house: House) -> None:
    house.until(LATE)
    house.person(FAY).command("/sweetspot workspace close 1 anyway because the ministry ended")
    house.until("2026-10-20T23:00:00+00:00")
    assert sum("comes to its end" in message.text for message in house.person(MAPLE.deputy).dm()) == 1
    assert sum("is drafted from your own check-ins" in message.text for message in house.person(MAPLE.lead).dm()) == 1
    assert not any("Shall its channel" in message.text for message in house.person(MAPLE.lead).dm())
    assert not any("comes to its end" in message.text for message in house.person(SETU.lead).dm())


def test_nothing_is_ever_cut_silently_from_a_draft() -> None:
    lines = [f"Loop {number}: {'x' * 400}" for number in range(20)]
    found = _fit(lines)
    assert len(found) <= LONGEST
    assert found.endswith("(More stands in your check-ins.)")
