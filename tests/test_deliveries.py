"""What is said unprompted is said once, whatever Slack does; what cannot be said is seen by the facilitators."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.programme.occasions import Planned
from bot.sandbox import forms, payloads
from schedules.mail import Mailer, MailRefusedError
from storage import deliveries, people
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState, is_part
from tests.cast import FAY, FJORD, IPE
from tests.house import House
from tests.postbox import Postbox

ASKED = "2026-10-15T07:31:00+00:00"


def _asked(house: House) -> list[str]:
    return [message.text for message in house.person(FJORD.lead).dm() if "Check-in 1" in message.text]


def _row(house: House) -> Delivery:
    def find(db: Db) -> Delivery:
        rows = db.exec(select(Delivery).where(Delivery.kind == "checkin.ask", Delivery.team_id == 2))
        return rows.one()

    return house.read(find)


@pytest.mark.parametrize("kind", ["error_before", "error_after", "drop_before", "drop_after", "ratelimited"])
def test_a_question_is_asked_once_whatever_slack_answers(house: House, kind: Any) -> None:
    house.until("2026-10-14T00:00:00+00:00")
    house.sandbox.faults.add(kind, "chat.postMessage", times=1)
    house.until("2026-10-16T00:00:00+00:00")
    assert len(_asked(house)) == 1
    row = _row(house)
    assert row.state == DeliveryState.SENT
    assert row.slack_ts


def test_what_slack_refuses_is_shown_to_the_facilitators(house: House) -> None:
    house.until("2026-10-14T00:00:00+00:00")
    house.sandbox.faults.add("refuse", "chat.postMessage", code="restricted_action")
    house.until(ASKED)
    assert _row(house).state == DeliveryState.FAILED
    assert "restricted_action" in house.person(FAY).command("/sweetspot monday").text


def test_the_sdk_does_not_post_twice_by_itself(house: House) -> None:
    """Its default retry would, after a broken connection."""
    house.until("2026-10-14T00:00:00+00:00")
    house.sandbox.faults.add("drop_after", "chat.postMessage")
    house.until(ASKED)
    posts = [entry for entry in house.sandbox.log if entry.method == "chat.postMessage"]
    assert len([entry for entry in posts if "Check-in 1" in str(entry.args)]) == 1


def test_a_long_silence_is_not_followed_by_a_flood(house: House) -> None:
    """Ticks stop for six weeks: the old question is of no use any more, and says so."""
    house.until("2026-10-14T00:00:00+00:00")
    house.clock.advance(datetime.fromisoformat("2026-11-03T00:00:00+00:00") - house.clock.now())
    house.bot.ticks.tick()
    assert _asked(house) == []


def test_a_redelivered_press_changes_the_state_once(house: House) -> None:
    house.until(ASKED)
    person = house.person(FJORD.lead)
    person.press("Answer")
    view = person.view
    assert view
    given = {"hypothesis": "A", "tried": "B", "learned": "C", "result": "Mixed"}
    person.fill(**given)
    forms.complete(view)
    payload = payloads.view(house.sandbox, person.user, view, "view_submission")
    for _ in range(3):
        house.sandbox.link.deliver("interactive", payload)
    house.flush()
    cards = [message for message in house.person(IPE.lead).sees("room-challenge") if "We believed" in message.text]
    assert len(cards) == 1
    assert "version" not in cards[0].text


def test_a_letter_says_the_same_in_plain_words(postbox: Postbox) -> None:
    payload = {"text": "*Check-in 1*: &lt;five&gt; minutes.\nSee <https://a.example|the brief>."}
    Mailer(postbox.url, "secretariat@gov.example").send("abc", "marina@ipe-lab.example", payload)
    (letter,) = postbox.letters
    assert letter["Subject"] == "Check-in 1: <five> minutes."
    assert letter["Message-ID"] == "<abc@gov.example>"
    assert "the brief (https://a.example)" in letter.get_content()


def test_without_a_mail_server_the_reason_is_said() -> None:
    with pytest.raises(MailRefusedError, match="SWEETSPOT_SMTP_URL"):
        Mailer(None, None).send("abc", "marina@ipe-lab.example", {"text": "x"})


def test_somebody_who_is_not_in_slack_gets_a_letter(house: House, tmp_path: Path) -> None:
    """Without a mail server it fails, and the facilitators see it."""

    def leave(db: Db, now: datetime) -> None:
        person = people.by_email(db, FJORD.lead.email)
        assert person
        for address in db.exec(select(people.Address).where(people.Address.person_id == person.id)):
            address.email, address.looked_up_at = "away@nowhere.example", now

    house.bot.writer.commit(leave)
    house.until(ASKED)
    row = _row(house)
    assert row.state == DeliveryState.FAILED
    assert row.reason
    assert "SWEETSPOT_SMTP_URL" in row.reason


@pytest.mark.parametrize("kept", ["session-12:announced", "session-12.r1:T-7d", "session-1a", "other.session-1:T-7d"])
def test_what_is_taken_back_is_of_that_occasion_alone(kept: str) -> None:
    """A number that begins with another one is another number, however the occasion goes on."""
    taken = ["session-1", "session-1:announced", "session-1.r2:T-7d"]
    assert all(is_part(occasion, "session-1") for occasion in taken)
    assert not is_part(kept, "session-1")


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(["", ":", ".", ":to-7", ".r2:asked"]))
def test_no_number_is_taken_for_another(one: int, other: int, rest: str) -> None:
    assert is_part(f"invite-{other}{rest}", f"invite-{one}") == (one == other)
    assert is_part(f"question-5:to-{other}{rest}", f"question-5:to-{one}") == (one == other)


def test_taking_back_leaves_what_has_a_longer_number(house: House) -> None:
    occasions = ["invite-1", "invite-1:again", "invite-12", "invite-12:again"]

    def work(db: Db, now: datetime) -> tuple[int, set[str]]:
        deliveries.enqueue(db, [_waiting(house.edition_id, occasion, now) for occasion in occasions])
        count = deliveries.withdraw(db, house.edition_id, "invite-1", "cancelled")
        rows = db.exec(select(Delivery).where(Delivery.state == DeliveryState.QUEUED, Delivery.kind == "round.invite"))
        return count, {row.occasion for row in rows}

    assert house.bot.writer.commit(work) == (2, {"invite-12", "invite-12:again"})


def _waiting(edition_id: int, occasion: str, now: datetime) -> dict[str, Any]:
    person = 1
    return Planned("round.invite", occasion, now + timedelta(days=9), person).row(edition_id)
