"""After consent: publishing with a message per role, matching anew, the question of fit, and advisors."""

from bot.programme import people
from bot.sandbox.keyboard import Keyboard
from storage import matching
from storage.db import Db
from storage.matching import ChallengeState, PairingState
from storage.people import Role, RoleName
from tests.cast import FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Cast
from tests.matchmaking import Stand, team
from tests.test_matching_consent import decline, lead, proposed, state, told


def agreed(stand: Stand) -> None:
    proposed(stand)
    for cast in (FJORD, IPE, MAPLE, SETU):
        lead(stand, cast).press("Agree")


def published(stand: Stand) -> None:
    agreed(stand)
    assert "2 workspaces are being made" in stand.says("publish")
    stand.house.until("2026-10-03T00:00:00+00:00")


def dm(stand: Stand, cast: Cast, words: str) -> list[str]:
    return [message.text for message in lead(stand, cast).dm() if words in message.text]


def test_publishing_waits_for_answers_unless_told_otherwise(stand: Stand) -> None:
    proposed(stand)
    for cast in (FJORD, IPE):
        lead(stand, cast).press("Agree")
    assert "1 pairing waits for an answer" in stand.says("publish")
    assert "2 workspaces" in stand.says("publish anyway")
    assert stand.pairs(PairingState.ACTIVE) == {(1, FJORD.name)}
    assert stand.pairs(PairingState.PROPOSED) == {(2, MAPLE.name)}
    lead(stand, SETU).press("Agree")
    lead(stand, MAPLE).press("Agree")
    assert stand.pairs(PairingState.ACTIVE) == {(1, FJORD.name), (2, MAPLE.name)}
    stand.house.until("2026-10-06T12:00:00+00:00")
    assert len(dm(stand, MAPLE, "*The match is published.*")) == 1
    assert len(dm(stand, SETU, "Maple Desk (Maple Desk, CA) joins you")) == 1


def test_everybody_hears_once_what_it_means_for_them(stand: Stand) -> None:
    def advise(db: Db, now: object) -> None:
        advisor = people.add(db, KOTARE.deputy.name, KOTARE.deputy.email, now=now, zone=KOTARE.deputy.zone)  # type: ignore[arg-type]
        db.add(Role(edition_id=1, person_id=advisor.id, name=RoleName.ADVISOR))

    stand.house.bot.writer.commit(advise)
    published(stand)
    stand.says("publish")
    stand.house.until("2026-10-06T00:00:00+00:00")
    owner = dm(stand, IPE, "*The match is published.*")
    assert len(owner) == 1
    assert "you work with Fjord Services (Fjord Services, NO)." in owner[0]
    room = next(item for item in stand.house.sandbox.state.channels.values() if item.name.startswith("ch1"))
    assert f"<#{room.id}>" in owner[0]
    provider = dm(stand, FJORD, "*The match is published.*")
    assert len(provider) == 1
    assert "You work with Ipê Lab" in provider[0]
    for cast in (TELAR, KOTARE):
        assert len(dm(stand, cast, "there is no place for you this time")) == 1
    advisor = [message.text for message in stand.house.person(KOTARE.deputy).dm()]
    assert sum("*The matches are published.*" in text for text in advisor) == 1
    staff = told(stand, "match.published")
    assert len(staff) == 1
    assert "Without a place: Telar, Kotare" in staff[0]


def test_who_leaves_is_replaced_and_the_history_is_kept(stand: Stand) -> None:
    published(stand)
    stand.fay.command("/sweetspot team withdraw Fjord Services because it has lost its mandate")
    stand.fay.press("Confirm the withdrawal")
    stand.house.flush()
    assert "A place is free in challenge 1" in told(stand, "match.fell")[-1]
    said = stand.says("rematch 1 because its provider left")
    new = next(name for name in ("Telar", "Kotare") if f"{name} (" in said)
    assert state(stand, new) == PairingState.PROPOSED
    assert "has all the providers that it wants" in stand.says("rematch 1")
    stand.house.until("2026-10-06T12:00:00+00:00")
    newcomer = {"Telar": TELAR, "Kotare": KOTARE}[new]
    lead(stand, newcomer).press("Agree")
    lead(stand, IPE).press("Agree")
    stand.house.flush()
    stand.house.until("2026-10-07T12:00:00+00:00")
    assert state(stand, new) == PairingState.ACTIVE
    room = next(item for item in stand.house.sandbox.state.channels.values() if item.name.startswith("ch1"))
    inside = {stand.house.sandbox.state.users[user].email for user in room.members}
    assert newcomer.lead.email in inside
    assert len(dm(stand, IPE, f"{new} ({new}, {newcomer.country}) joins you")) == 1
    assert len(dm(stand, newcomer, f"state the part of {new}")) == 1
    rows = stand.read(lambda db: matching.of_challenge(db, 1))
    assert {str(row.state) for row in rows} == {"ended", "active"}
    reasons = stand.read(lambda db: [event.reason for event in matching.events(db, rows[0].id)])
    assert reasons[-1] == "Fjord Services left: it has lost its mandate"


def test_an_owner_who_leaves_takes_the_challenge_along(stand: Stand) -> None:
    published(stand)
    stand.fay.command("/sweetspot team withdraw Ipê Lab because its minister changed")
    stand.fay.press("Confirm the withdrawal")
    stand.house.flush()
    assert stand.read(lambda db: matching.challenges(db, 1)[0].state) == ChallengeState.WITHDRAWN
    assert state(stand, FJORD.name) == PairingState.ENDED
    assert told(stand, "match.fell") == []
    assert "there is no challenge 1 to match" in stand.says("rematch 1").casefold()


def test_a_facilitator_ends_a_pair_with_a_reason(stand: Stand) -> None:
    published(stand)
    assert "Please give a reason" in stand.says("end 1 Fjord Services")
    assert "no longer paired" in stand.says("end 1 Fjord Services because it has no time after all")
    assert "is not paired with challenge 1" in stand.says("end 1 Fjord Services because of that").casefold()
    event = stand.read(lambda db: matching.last_event(db, matching.of_challenge(db, 1)[0].id))
    assert event
    assert event.reason == "it has no time after all"


# Fit


def asked_for_fit(stand: Stand) -> None:
    published(stand)
    stand.house.until("2026-10-14T00:00:00+00:00")


def test_fit_is_private_to_the_facilitators(stand: Stand) -> None:
    asked_for_fit(stand)
    for cast in (IPE, FJORD, SETU, MAPLE):
        assert len(dm(stand, cast, "Is it a good match so far?")) == 1
    lead(stand, FJORD).press("Not a fit")
    stand.house.flush()
    signal = [text for text in told(stand, "signal.raised") if "not a fit" in text]
    assert len(signal) == 1
    assert "*Fjord Services* finds that its pairing is not a fit" in signal[0]
    shown = stand.says("fits")
    assert "Challenge 1: Fjord Services about Ipê Lab: not a fit." in shown
    others = [_all(stand, who) for who in (IPE, MAPLE, SETU)]
    assert not any("not a fit" in text.casefold().replace('"not a fit"', "") for texts in others for text in texts)
    box = stand.read(lambda db: matching.fits(db, 1)[0].box)
    assert b"not a fit" not in box


def _all(stand: Stand, cast: Cast) -> list[str]:
    """Everything that somebody can read anywhere."""
    person = lead(stand, cast)
    places = stand.house.sandbox.state.channels_of(person.user.id)
    return [message.text for place in places for message in person.sees(place.id)]


def test_an_answer_of_fit_can_be_changed_and_settles_its_signal(stand: Stand) -> None:
    asked_for_fit(stand)
    lead(stand, FJORD).press("Not a fit")
    stand.house.flush()
    lead(stand, FJORD).press("Good")
    stand.house.flush()
    assert "Fjord Services about Ipê Lab: good." in stand.says("fits")
    assert len(stand.read(lambda db: matching.fits(db, 1))) == 1
    assert "not a fit" not in stand.fay.command("/sweetspot monday").text


def test_only_the_team_itself_says_how_it_fits(stand: Stand) -> None:
    asked_for_fit(stand)
    question = next(message for message in lead(stand, FJORD).dm() if "good match so far" in message.text)
    lead(stand, MAPLE).press("Good", message=question)
    lead(stand, FJORD).press("Good", message=question, value="1.3.PERFECT")
    assert stand.read(lambda db: matching.fits(db, 1)) == []


# Advice


def asked_advisor(stand: Stand) -> Keyboard:
    def advise(db: Db, now: object) -> None:
        advisor = people.add(db, KOTARE.deputy.name, KOTARE.deputy.email, now=now, zone="Europe/Paris")  # type: ignore[arg-type]
        db.add(Role(edition_id=1, person_id=advisor.id, name=RoleName.ADVISOR))

    stand.house.bot.writer.commit(advise)
    stand.says("pin 1 Fjord Services")
    stand.says("pin 2 Maple Desk")
    stand.says("solve")
    assert "1 advisor is asked" in stand.says("advise")
    stand.house.until("2026-10-02T12:00:00+00:00")
    return stand.house.person(KOTARE.deputy)


def test_advisors_declare_conflicts_before_they_see_and_comment_on_pairs(stand: Stand) -> None:
    advisor = asked_advisor(stand)
    assert "Fjord" not in advisor.dm()[-1].text
    advisor.press("Look and comment")
    assert advisor.view
    fjord = stand.read(lambda db: team(db, FJORD.name).id)
    shown = advisor.submit(conflicts_0=[str(fjord)]).view
    assert shown
    assert "Maple Desk" in str(shown.payload)
    assert "Fjord Services" not in str(shown.payload)
    advisor.submit(pair="2: Maple Desk", text="They have done this twice")
    said = stand.says("comments")
    assert "They have done this twice" in said
    assert KOTARE.deputy.name in said
    assert "nothing was changed" in advisor.command("/sweetspot match solve").text


def test_an_advisor_cannot_comment_on_a_pair_of_a_conflict(stand: Stand) -> None:
    advisor = asked_advisor(stand)
    advisor.press("Look and comment")
    fjord = stand.read(lambda db: team(db, FJORD.name).id)
    advisor.submit(conflicts_0=[str(fjord)])
    view = advisor.view
    assert view
    options = next(block for block in view.payload["blocks"] if block.get("block_id") == "pair")["element"]["options"]
    options[0]["value"] = f"1.{fjord}"
    advisor.submit(pair=f"1.{fjord}", text="Let me through")
    assert stand.read(lambda db: matching.comments(db, 1)) == []


def test_advisors_are_asked_once_for_a_draft(stand: Stand) -> None:
    asked_advisor(stand)
    assert "Nobody is asked" in stand.says("advise")
    stand.says("free 1 Fjord Services")
    stand.says("solve")
    assert "1 advisor is asked" in stand.says("advise")


def test_a_pair_that_fell_through_is_not_suggested_again(stand: Stand) -> None:
    proposed(stand)
    decline(stand, FJORD)
    stand.says("free 1 Fjord Services")
    stand.says("free 2 Maple Desk")
    stand.says("solve")
    assert (1, FJORD.name) not in stand.pairs(PairingState.SUGGESTED)
    assert "asked before, and it ended" in stand.says("explain 1")
