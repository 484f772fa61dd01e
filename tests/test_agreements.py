"""Working agreements and challenge statements as conversations: asked, signed by each team, changed, reframed."""

from datetime import datetime

from sqlmodel import delete, select

from bot.sandbox.keyboard import Keyboard
from storage import agreements, checkins, statements
from storage.agreements import Agreement, AgreementPart
from storage.calls import Submission
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.teams import by_name
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, Cast
from tests.house import House

PART = {"hours": "8", "learning": "How others explain waiting", "rhythm": "A call every second Tuesday"}
ROOM = "room-challenge"


def _unsigned(house: House) -> None:
    """The workspace has only just become ready."""

    def clear(db: Db, _now: datetime) -> None:
        db.exec(delete(AgreementPart))
        db.exec(delete(Agreement))
        team = by_name(db, house.edition_id, FJORD.name)
        assert team
        call = db.exec(select(Submission)).first()
        assert call is None
        row = Submission(
            call_id=2, response_id="1", row=1, team=team.name, title="x", answers={"hours": "12", "learn": "Open data"}
        )
        db.add(row)
        db.flush()
        team.submission_id = row.id

    house.bot.writer.commit(clear)


def _latest(house: House) -> Agreement:
    row = house.read(lambda db: agreements.latest(db, 1))
    assert row
    return row


def _sign(house: House, cast: Cast, **more: str) -> Keyboard:
    person = house.person(cast.lead)
    person.press("Our part")
    assert person.submit(**(PART | more)).errors == {}
    person.close()
    house.flush()
    return person


def _cards(house: House) -> list[str]:
    return [
        message.text for message in house.person(FAY).sees(ROOM) if message.text.startswith("*Working agreement, v")
    ]


def test_each_team_states_its_part_and_the_card_is_rewritten_in_place(house: House) -> None:
    _unsigned(house)
    house.until("2026-10-01T14:00:00+00:00")
    assert "Waits for Ipê Lab, Fjord Services, Maple Desk" in _cards(house)[0]
    ingrid = house.person(FJORD.lead)
    asked = [message.text for message in ingrid.dm() if "state the part of Fjord Services" in message.text]
    assert len(asked) == 1
    ingrid.press("Our part")
    assert ingrid.view
    shown = str(ingrid.view.payload)
    assert "'initial_value': '12'" in shown
    assert "Open data" in shown
    assert "How can we make the list for specialist care fair and visible?" in shown
    assert "hours" in ingrid.submit(hours="").errors
    assert ingrid.submit(hours="12").errors == {}
    ingrid.close()
    house.flush()
    assert len(_cards(house)) == 1
    assert "*Fjord Services*: hours a month: 12; wishes to learn: Open data. Signed by Ingrid Dahl" in _cards(house)[0]
    assert "Waits for Ipê Lab, Maple Desk" in _cards(house)[0]


def test_a_change_of_what_others_signed_is_a_new_version_that_all_sign_again(house: House) -> None:
    _unsigned(house)
    house.until("2026-10-01T14:00:00+00:00")
    _sign(house, FJORD)
    _sign(house, IPE)
    assert _latest(house).version == 1
    _sign(house, MAPLE)
    assert _latest(house).settled_at
    assert "signed by every team" in _cards(house)[0]
    _sign(house, IPE, rhythm="A call each Monday")
    assert (_latest(house).version, _latest(house).changes) == (2, ["rhythm"])
    assert _latest(house).settled_at is None
    news = [message.text for message in house.person(FAY).sees(ROOM) if "has a new version, 2" in message.text]
    assert len(news) == 1
    assert "Different: rhythm" in news[0]
    assert len(_cards(house)) == 1
    assert "Waits for Fjord Services, Maple Desk" in _cards(house)[0]
    house.until("2026-10-02T14:00:00+00:00")
    june = house.person(MAPLE.lead)
    assert sum("sign the working agreement again" in message.text for message in june.dm()) == 1
    _sign(house, FJORD, rhythm="A call each Monday")
    _sign(house, MAPLE, rhythm="A call each Monday")
    assert _latest(house).settled_at


def test_an_old_form_does_not_undo_what_another_team_wrote(house: House) -> None:
    _unsigned(house)
    house.until("2026-10-01T14:00:00+00:00")
    june = house.person(MAPLE.lead)
    june.press("Our part")
    _sign(house, FJORD, rhythm="A call each Monday")
    assert "Another team changed" in june.submit(**PART).errors["goals"]
    assert june.submit(**(PART | {"rhythm": "A call each Monday"})).errors == {}
    assert (_latest(house).version, _latest(house).rhythm) == (1, "A call each Monday")


def test_reminded_once_then_a_facilitator_hears(house: House) -> None:
    _unsigned(house)
    house.until("2026-10-01T14:00:00+00:00")
    _sign(house, FJORD)
    _sign(house, IPE)
    house.until("2026-10-12T15:00:00+00:00")
    reminded = {
        cast.name: sum(
            "waits for" in message.text and "five minutes" in message.text for message in house.person(cast.lead).dm()
        )
        for cast in (IPE, FJORD, MAPLE)
    }
    assert reminded == {"Ipê Lab": 0, "Fjord Services": 0, "Maple Desk": 1}
    signals = house.read(lambda db: checkins.open_signals(db, house.edition_id))
    assert [signal.kind for signal in signals] == ["agreement not signed"]
    raised = [message.text for message in house.person(FAY).sees("room-facilitators")]
    assert sum("has not signed the working agreement" in text for text in raised) == 1
    _sign(house, MAPLE)
    assert house.read(lambda db: checkins.open_signals(db, house.edition_id)) == []


def test_only_lead_and_deputy_of_that_workspace_sign(house: House) -> None:
    _unsigned(house)
    house.until("2026-10-01T14:00:00+00:00")
    card = next(message for message in house.person(FAY).sees(ROOM) if "Working agreement" in message.text)
    assert "Lead and deputy of a team sign" in house.person(FAY).press("agreement.open", message=card).text
    assert "waits for Ipê Lab" in house.person(FAY).command("/sweetspot workspace agree").text
    house.person(MAPLE.deputy).press("agreement.open", message=card)
    assert house.person(MAPLE.deputy).submit(**PART).errors == {}
    assert "wait" not in house.person(KOTARE.lead).command("/sweetspot workspace agree").text


NEW = {"title": "Seen waiting", "question": "Who decides <@U1> how long one waits?", "context": "Two towns"}


def test_a_reframing_keeps_what_was_before_and_why(house: House) -> None:
    house.until("2026-10-01T14:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.command("/sweetspot workspace reframe")
    assert marina.submit(**NEW, reason="").errors
    assert marina.submit(reason="Visitors ask who decides").errors == {}
    marina.close()
    house.flush()
    told = [
        message.text for message in house.person(FJORD.lead).sees(ROOM) if "The challenge is reframed" in message.text
    ]
    assert len(told) == 1
    assert "*Why:* Visitors ask who decides" in told[0]
    assert "<@U1>" not in told[0]
    rows = house.read(lambda db: statements.of_challenge(db, 1))
    assert [(row.version, row.title) for row in rows] == [(1, "Waiting lists that people can see"), (2, "Seen waiting")]
    read = house.person(FJORD.lead).press("How it changed").text
    assert "*Version 1*" in read
    assert "How can we make the list" in read
    message = next(one for one in house.person(FJORD.lead).sees(ROOM) if "is reframed" in one.text)
    outsider = house.person(KOTARE.lead).press("statement.history", message=message).text
    assert "How can we make" not in outsider


def test_a_provider_does_not_reframe_and_the_same_words_are_no_version(house: House) -> None:
    assert not house.person(FJORD.lead).command("/sweetspot workspace reframe 1").view
    fay = house.person(FAY)
    fay.command("/sweetspot workspace reframe 1")
    assert "Nothing is different" in fay.submit(reason="Because").errors["question"]
    assert house.read(lambda db: statements.of_challenge(db, 1)) == []


def test_what_is_queued_for_an_old_version_is_taken_back(house: House) -> None:
    _unsigned(house)
    house.until("2026-10-01T10:00:00+00:00")
    _sign(house, FJORD)
    marina = house.person(IPE.lead)
    marina.command("/sweetspot workspace agree")
    assert marina.submit(**(PART | {"goals": "One board that all can see"})).errors == {}
    rows = house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == "agreement.asked"))))
    first = [row for row in rows if row.occasion.startswith("agreement-1:")]
    assert {row.state for row in first} == {DeliveryState.SENT, DeliveryState.SKIPPED}
