"""Both sides' consent: asked, reminded once, changed, refused, passed over, and the reserve behind them."""

from datetime import datetime

import pytest
from sqlmodel import select

from bot.sandbox.keyboard import Keyboard
from bot.sandbox.state import Message
from storage import calls, matching, teams
from storage.calls import Submission, SubmissionState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.matching import PairingState
from storage.teams import TeamState
from tests.cast import FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Cast
from tests.house import arrived
from tests.matchmaking import Stand, furnish, submission, team

CASTS: dict[str, Cast] = {cast.name: cast for cast in (FJORD, IPE, KOTARE, MAPLE, SETU, TELAR)}


def proposed(stand: Stand, first: str = "Fjord Services", second: str = "Maple Desk") -> None:
    """Those two for challenges 1 and 2, and both sides asked, each once its working day has begun."""
    stand.says(f"pin 1 {first}")
    stand.says(f"pin 2 {second}")
    stand.says("solve")
    assert "4 questions are" in stand.says("propose")
    stand.house.until("2026-10-01T14:00:00+00:00")


def lead(stand: Stand, cast: Cast) -> Keyboard:
    return stand.house.person(cast.lead)


def decline(stand: Stand, cast: Cast, reason: str = "") -> None:
    lead(stand, cast).press("Decline")
    lead(stand, cast).submit(reason=reason)
    stand.house.flush()


def state(stand: Stand, name: str) -> str:
    return str(stand.read(lambda db: matching.of_team(db, team(db, name).id)[0].state))


def told(stand: Stand, kind: str) -> list[str]:
    """What the facilitator reads of that kind, in her room or by direct message."""
    return [
        message.text
        for channel, message in stand.house.sandbox.messages(event_type="sweetspot_delivery")
        if stand.fay.user.id in channel.members and (message.metadata or {})["event_payload"]["kind"] == kind
    ]


def test_the_question_has_a_deadline_in_the_readers_time_and_quotes_nobody(stand: Stand) -> None:
    proposed(stand)
    question = lead(stand, FJORD).dm()[-1].text
    assert "we suggest that you work with *Ipê Lab*" in question
    assert "Please answer by Thursday 8 October" in question
    assert "(Oslo time)" in question
    assert "(Sao Paulo time)" in lead(stand, IPE).dm()[-1].text
    assert "specialist care fair" not in question
    came = {cast.name: f"{arrived(lead(stand, cast).dm()[-1], cast.zone):%d %H:%M}" for cast in (IPE, FJORD)}
    assert came == {IPE.name: "01 09:30", FJORD.name: "01 10:00"}  # proposed at five in the morning, and at ten


def test_a_yes_can_be_taken_back_until_the_match_is_published(stand: Stand) -> None:
    proposed(stand)
    lead(stand, FJORD).press("Agree")
    lead(stand, IPE).press("Agree")
    assert state(stand, FJORD.name) == PairingState.AGREED
    lead(stand, FJORD).press("Decline after all")
    lead(stand, FJORD).submit(reason="An election")
    assert state(stand, FJORD.name) == PairingState.ENDED
    lead(stand, IPE).press("Decline after all")
    assert "has ended, so nothing was changed" in lead(stand, IPE).dm()[-1].text


def test_a_no_is_private_to_the_facilitators_and_names_who_fits_best(stand: Stand) -> None:
    proposed(stand)
    decline(stand, FJORD, "Our minister left")
    said = told(stand, "match.fell")
    assert len(said) == 1
    assert "Fjord Services declined: Our minister left" in said[0]
    assert "fits best among those who are free" in said[0]
    everybody = [message.text for _, message in stand.house.sandbox.messages() if message.text not in said]
    assert not any("minister" in text for text in everybody)
    free = next(name for name in ("Telar", "Kotare") if f"{name} fits best" in said[0])
    stand.press(f"Ask {free}")
    assert state(stand, free) == PairingState.PROPOSED


def test_a_no_goes_on_to_the_reserve_which_the_facilitator_may_stop(stand: Stand) -> None:
    stand.says("reserve 1 Kotare, Telar")
    proposed(stand)
    decline(stand, FJORD)
    said = told(stand, "match.fell")[-1]
    assert "Kotare is the next on your reserve list and is asked on" in said
    assert not lead(stand, KOTARE).dm()
    stand.press("Stop")
    stand.house.until("2026-10-06T00:00:00+00:00")
    assert not lead(stand, KOTARE).dm()
    assert state(stand, KOTARE.name) == PairingState.ENDED


def test_the_reserve_is_asked_in_its_working_hours(stand: Stand) -> None:
    stand.says("reserve 1 Kotare")
    proposed(stand)
    decline(stand, FJORD)
    stand.house.until("2026-10-06T00:00:00+00:00")
    question = lead(stand, KOTARE).dm()[-1]
    assert "we suggest that you work with *Ipê Lab*" in question.text
    asked = arrived(question, KOTARE.zone)
    assert asked.weekday() < 5
    assert 9 <= asked.hour < 17


def test_silence_is_reminded_once_and_then_passed_over(stand: Stand) -> None:
    stand.says("reserve 1 Kotare")
    proposed(stand)
    lead(stand, IPE).press("Agree")
    stand.house.until("2026-10-08T08:00:00+00:00")
    reminders = [message.text for message in lead(stand, FJORD).dm() if "only reminder" in message.text]
    assert len(reminders) == 1
    assert any("only reminder" in message.text for message in stand.house.person(FJORD.deputy).dm())
    assert not any("only reminder" in message.text for message in lead(stand, IPE).dm())
    stand.house.until("2026-10-12T08:00:00+00:00")
    assert state(stand, FJORD.name) == PairingState.ENDED
    assert "no answer from Fjord Services" in told(stand, "match.fell")[0]
    assert state(stand, KOTARE.name) == PairingState.PROPOSED
    assert len([text for text in told(stand, "match.fell") if "challenge 1" in text]) == 1
    events = stand.read(lambda db: matching.events(db, matching.of_team(db, team(db, FJORD.name).id)[0].id))
    assert [str(event.state) for event in events] == ["suggested", "proposed", "ended"]


def test_nobody_is_passed_over_while_the_edition_is_paused(stand: Stand) -> None:
    proposed(stand)
    stand.fay.command("/sweetspot pause")
    stand.house.until("2026-10-20T08:00:00+00:00")
    assert stand.pairs(PairingState.PROPOSED) == {(1, FJORD.name), (2, MAPLE.name)}


def test_a_submission_on_the_reserve_becomes_a_team_and_is_selected_when_both_agree(stand: Stand) -> None:
    aino = Cast("Suomi Queue", FJORD.kind, "FI", "Europe/Helsinki", TELAR.deputy, TELAR.deputy)
    row_id = stand.house.bot.writer.commit(lambda db, now: submission(db, aino, "A list in the open", now))
    stand.says("reserve 1 Suomi Queue")
    proposed(stand)
    decline(stand, FJORD)
    stand.house.until("2026-10-06T08:00:00+00:00")
    assert stand.read(lambda db: db.get_one(Submission, row_id).state) == SubmissionState.RESERVE
    stand.house.person(TELAR.deputy).press("Agree")
    lead(stand, IPE).press("Agree", message=_question(stand, IPE, "Suomi Queue"))
    assert stand.read(lambda db: db.get_one(Submission, row_id).state) == SubmissionState.SELECTED
    decision = stand.read(lambda db: calls.last_decision(db, row_id))
    assert decision
    assert decision.reason == "took a free place in challenge 1"


def _question(stand: Stand, cast: Cast, about: str) -> Message:
    return next(message for message in reversed(lead(stand, cast).dm()) if about in message.text)


def test_the_reserve_has_only_whom_it_knows(stand: Stand) -> None:
    assert "on the reserve: Nobody" in stand.says("reserve 1 Kotare, Nobody")
    assert stand.read(lambda db: matching.reserves(db, 1)) == []


# Who may answer


def test_who_left_the_team_cannot_answer_for_it(stand: Stand) -> None:
    proposed(stand)

    def leave(db: Db, _: datetime) -> None:
        for row in db.exec(select(teams.Membership)).all():
            if row.team_id == team(db, FJORD.name).id and row.role == teams.MemberRole.LEAD:
                db.delete(row)

    stand.house.bot.writer.commit(leave)
    lead(stand, FJORD).press("Agree")
    assert "nothing was changed" in lead(stand, FJORD).dm()[-1].text
    assert stand.read(lambda db: matching.of_team(db, team(db, FJORD.name).id)[0].provider_agreed) is None


@pytest.mark.parametrize("value", ["1.999", "999.1", "1", "a.b", "1.2.3", "-1.2", "2.3"])
def test_made_up_ids_are_refused(stand: Stand, value: str) -> None:
    proposed(stand)
    question = lead(stand, FJORD).dm()[-1]
    lead(stand, FJORD).press("Agree", message=question, value=value)
    rows = stand.read(lambda db: matching.pairings(db, 1))
    assert [(row.owner_agreed, row.provider_agreed) for row in rows] == [(None, None)] * 2
    assert "has gone wrong" not in lead(stand, FJORD).dm()[-1].text


def test_pairs_of_another_edition_cannot_be_touched(stand: Stand) -> None:
    installation = stand.house.bot.installations.here()
    stand.house.bot.writer.commit(lambda db, now: furnish(db, now, installation.id, name="Third edition").id)
    stand.fay.command("/sweetspot edition use Second edition")
    stand.says("solve")
    for value in ("3.9.pin", "1.9.pin", "3.3.pin", "1.1.pin"):
        stand.fay.press("Pin", message=stand.plan(), value=value)
    assert stand.read(lambda db: [*matching.pins(db, 1), *matching.pins(db, 2)]) == []
    stand.fay.press("Why not another", message=stand.plan(), value="3.0")
    assert "nothing was changed" in stand.fay.dm()[-1].text


def test_a_proposal_is_in_the_ledger_once(stand: Stand) -> None:
    proposed(stand)
    stand.says("propose")
    stand.house.flush()
    rows = stand.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == "match.proposed"))))
    assert len(rows) == 4
    assert {row.state for row in rows} == {DeliveryState.SENT}


def test_a_team_that_leaves_ends_its_pair_and_what_is_queued(stand: Stand) -> None:
    proposed(stand)
    stand.fay.command("/sweetspot team withdraw Fjord Services because it has lost its mandate")
    stand.house.flush()
    assert state(stand, FJORD.name) == PairingState.ENDED
    assert "Fjord Services left: it has lost its mandate" in told(stand, "match.fell")[-1]
    stand.house.until("2026-10-09T08:00:00+00:00")
    assert not any("only reminder" in message.text for message in lead(stand, FJORD).dm())
    assert stand.read(lambda db: team(db, FJORD.name).state) == TeamState.WITHDRAWN
