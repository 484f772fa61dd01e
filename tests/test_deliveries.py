"""What is said unprompted is said once, whatever Slack does; what cannot be said is seen by the facilitators."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.sandbox import forms, payloads
from schedules.mail import Mailer, MailRefusedError
from storage import people
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
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
