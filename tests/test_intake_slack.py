"""A form export dropped into the facilitators' room: previewed, corrected, brought in once, asked about, decided on."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from bot.programme.intake import lookalikes
from bot.sandbox import payloads
from bot.sandbox.state import Message
from storage import calls, intake
from storage.calls import Call, CallKind, Submission, SubmissionState
from storage.db import Db
from storage.editions import Edition
from storage.intake import DroppedFile, FileState, RequestState
from tests.cast import FAY, IPE
from tests.house import House

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
ROOM = "room-facilitators"
CONTACT = {"email": "kojo.antwi@akwaaba-north-assembly.example", "name": "kojo", "real_name": "Kojo Antwi"}


def _sample(name: str = "applications-challenges.csv") -> bytes:
    return (SAMPLES / name).read_bytes()


def _lines() -> list[list[str]]:
    return list(csv.reader(io.StringIO(_sample().decode("utf-8-sig"), newline="")))


def _renamed(**names: str) -> bytes:
    """The sample with other names of columns."""
    head, *lines = _lines()
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[names.get(one, one) for one in head], *lines])
    return text.getvalue().encode()


def _drop(house: House, data: bytes, name: str = "applications-challenges.csv") -> Message:
    message = house.person(FAY).drop_file(ROOM, name, data)
    house.flush()
    return message


def _said(house: House) -> list[Message]:
    """What the bot says in the room, oldest first."""
    return [message for _, message in house.sandbox.messages(ROOM)]


def _press(house: House, what: str, message: Message | None = None) -> None:
    house.person(FAY).press(what, message)
    house.flush()


def _call(db: Db, house: House, kind: CallKind) -> Call:
    found = calls.of_kind(db, house.edition_id, kind)
    assert found
    return found


def _submissions(house: House, kind: CallKind = CallKind.CHALLENGE) -> dict[str, Submission]:
    rows = house.read(lambda db: calls.submissions(db, _call(db, house, kind).id))
    return {row.response_id: row for row in rows}


def _file(house: House, number: int = 1) -> DroppedFile:
    return house.read(lambda db: db.get_one(DroppedFile, number))


def _bring_in(house: House, data: bytes | None = None, name: str = "applications-challenges.csv") -> Message:
    """Dropped and brought in: the message that says so."""
    _drop(house, _sample() if data is None else data, name)
    preview = _said(house)[-1]
    _press(house, "Bring it in", preview)
    return preview


def test_a_dropped_file_is_previewed_in_its_thread_and_nothing_is_written(house: House) -> None:
    dropped = _drop(house, _sample())
    (preview,) = _said(house)
    assert preview.thread_ts == dropped.ts
    assert "72 rows, 25 countries: 72 new" in preview.text
    assert "taken for the call for challenges" in preview.text
    assert "read in Europe/Paris" in preview.text
    assert "49, 50: sent twice" in preview.text
    assert "2 perhaps not eligible" in preview.text
    assert _submissions(house) == {}


def test_it_is_brought_in_with_the_raw_rows_untouched(house: House) -> None:
    shown = _bring_in(house)
    found = _submissions(house)
    assert "72 new, 0 changed, 0 as they were" in shown.text
    assert len(found) == 72
    assert found["5"].raw["Country"] == "Brasil"
    assert found["5"].country == "BR"
    assert _file(house).state == FileState.TAKEN


def test_a_second_press_and_a_second_drop_change_nothing(house: House) -> None:
    _drop(house, _sample())
    fay, preview = house.person(FAY), _said(house)[0]
    again = preview.blocks
    fay.press("Bring it in", preview)
    house.flush()
    before = [row.model_dump() for row in _submissions(house).values()]
    preview.blocks = again
    assert "brought in already" in fay.press("Bring it in", preview).text
    house.flush()
    _drop(house, _sample())
    assert "0 new, 0 changed since the last file, 72 as they were" in _said(house)[-1].text
    _press(house, "Bring it in")
    assert [row.model_dump() for row in _submissions(house).values()] == before


def test_a_redelivered_event_is_answered_once(house: House) -> None:
    dropped = house.person(FAY).drop_file(ROOM, "f.csv", _sample())
    file = house.sandbox.state.files[dropped.files[0]]
    told = payloads.event(house.sandbox, payloads.file_shared(house.sandbox.state, file))
    for _ in range(2):
        house.sandbox.link.deliver("event", told)
        house.flush()
    assert len(_said(house)) == 1


@pytest.mark.parametrize("room", ["room-cohort", "room-challenge"])
def test_a_file_in_another_room_is_left_alone(house: House, room: str) -> None:
    house.person(FAY).drop_file(room, "f.csv", _sample())
    house.flush()
    assert house.sandbox.messages(room) == []
    assert [entry for entry in house.sandbox.log if entry.method == "files.info"] == []


def test_a_file_of_somebody_else_is_left_alone(house: House) -> None:
    marina = house.person(IPE.lead)
    house.sandbox.state.find_channel(ROOM).members.append(marina.user.id)
    marina.drop_file(ROOM, "f.csv", _sample())
    house.flush()
    assert _said(house) == []
    assert [entry for entry in house.sandbox.log if entry.method == "files.info"] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"), (b"PK\x03\x04broken", "not a readable .xlsx"), (b"one\ntwo\n", "no line of column names"),
        (b"<html>", "web page"), (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_and_changes_nothing(house: House, data: bytes, words: str) -> None:
    _drop(house, data, "broken.csv")
    (said,) = _said(house)
    assert words in said.text
    assert "Nothing was written" in said.text
    assert said.blocks[-1]["type"] == "section"
    assert _file(house).state == FileState.UNREADABLE
    assert _submissions(house) == {}


def test_a_file_without_rows_cannot_be_brought_in(house: House) -> None:
    _drop(house, b"Response ID,Team name,Country\n")
    assert "no rows below the names of the columns" in _said(house)[0].text
    with pytest.raises(KeyError):
        house.person(FAY).press("Bring it in")


def test_a_refused_download_is_said(house: House) -> None:
    house.sandbox.faults.add("refuse", "files.download")
    _drop(house, _sample())
    assert "could not be fetched from Slack" in _said(house)[0].text


def test_without_the_scope_the_bot_says_which(house: House) -> None:
    assert house.sandbox.api.scopes
    house.sandbox.api.scopes.discard("files:read")
    _drop(house, _sample())
    assert "files:read" in _said(house)[0].text


def test_an_unclear_answer_is_tried_again_and_said_once(house: House) -> None:
    house.sandbox.faults.add("drop_after", "chat.postMessage")
    house.person(FAY).drop_file(ROOM, "f.csv", _sample())
    house.flush()
    house.until("2026-10-01T08:05:00+00:00")
    (said,) = _said(house)
    assert "72 rows" in said.text


def test_a_file_that_changed_since_is_shown_again(house: House) -> None:
    dropped = _drop(house, _sample())
    house.sandbox.state.files[dropped.files[0]].data = b"Response ID,Team name,Country\n1,Ana,PT\n"
    _press(house, "Bring it in")
    assert "1 row, 1 country" in _said(house)[0].text
    assert _submissions(house) == {}


def test_rows_with_problems_are_shown_page_by_page(house: House) -> None:
    _drop(house, _sample())
    _press(house, "Show the rows with problems")
    first = _said(house)[-1]
    assert "page 1 of 2 (10 rows)" in first.text
    assert "Row 20, `31` QuickGov Pvt Ltd" in first.text
    _press(house, "Next page", first)
    assert "Row 73, `100` Kastrovouni team" in _said(house)[-1].text


def test_the_mapping_is_corrected_and_kept(house: House) -> None:
    data = _renamed(**{"Team name": "Who are you?", "City": "Place"})
    _drop(house, data)
    assert "No column names the team" in _said(house)[0].text
    fay = house.person(FAY)
    fay.press("Correct the mapping")
    assert fay.submit(column_team="Place", column_city="Place").errors.keys() == {"column_city"}
    assert fay.submit(column_team="Who are you?", column_city="Place").errors == {}
    house.flush()
    assert "“Who are you?” is read as _Team name_" in _said(house)[0].text
    _press(house, "Bring it in")
    assert _submissions(house)["5"].team == "Ipê Lab"
    _drop(house, data)
    again = _said(house)[-1].text
    assert "as kept from an earlier file" in again
    assert "72 as they were" in again


def test_any_question_can_be_given_another_column(house: House) -> None:
    _drop(house, _sample())
    fay = house.person(FAY)
    fay.press("Correct the mapping")
    assert fay.submit(other="Country", keep="No, for this file only").errors.keys() == {"other_column"}
    fay.submit(other="City", other_column="No column")
    house.flush()
    assert "No question claims: City" in _said(house)[0].text
    _press(house, "Bring it in")
    assert _submissions(house)["5"].answers["city"] is None
    assert _submissions(house)["5"].raw["City"] == "Serra Clara"


def test_it_is_for_another_call(house: House) -> None:
    _drop(house, _sample("applications-solutions.csv"), "applications-solutions.csv")
    assert "call for solutions" in _said(house)[0].text
    _press(house, "It is for challenges")
    assert "call for challenges" in _said(house)[0].text
    _press(house, "It is for solutions")
    _press(house, "Bring it in")
    assert len(_submissions(house, CallKind.SOLUTION)) == 26
    assert _submissions(house) == {}


def test_it_is_left(house: House) -> None:
    _drop(house, _sample())
    _press(house, "Leave it")
    assert "Nothing was written" in _said(house)[0].text
    assert _submissions(house) == {}


def test_the_command_says_where_files_come_in(house: House) -> None:
    fay = house.person(FAY)
    assert "Drop the CSV or XLSX file into <#" in fay.command("/sweetspot call import").text
    _drop(house, _sample(), "new.csv")
    words = fay.command("/sweetspot call import").text
    assert "*new.csv* is waiting" in words
    assert "archives/" in words


# What is missing


@pytest.fixture
def with_contact(house: House) -> House:
    house.sandbox.state.add_user(**CONTACT)
    house.sleep("2026-10-01T10:00:00+00:00")  # at work, in Accra too
    _bring_in(house)
    return house


def _request(house: House, response_id: str) -> RequestState:
    found = house.read(lambda db: intake.request_of(db, _submissions(house)[response_id].id))
    assert found
    return found.state


def test_requests_are_drafted_before_and_sent_after_it_is_in(house: House) -> None:
    _drop(house, _sample())
    _press(house, "Draft the requests")
    drafts = _said(house)[-1]
    assert "4 requests" in drafts.text
    assert "*To Wilmer Paucar, wilmer.paucar@municipio-nueva-caleta.example*" in drafts.text
    assert "> gracias por lo que enviaron a Edition One" in drafts.text.replace("&gt;", ">")
    assert "Ipê Lab" not in drafts.text, "the finished answer is there: nobody asks about its draft"
    with pytest.raises(KeyError):
        house.person(FAY).press("Send the requests", drafts)


def test_each_contact_is_asked_once_and_answers_in_slack(with_contact: House) -> None:
    house = with_contact
    _press(house, "Draft the requests", _said(house)[0])
    drafts = _said(house)[-1]
    shown = drafts.blocks
    _press(house, "Send the requests", drafts)
    assert "2 contacts are asked" in drafts.text
    assert "2 submissions have no address" in drafts.text
    assert _request(house, "42") == RequestState.ASKED
    drafts.blocks = shown
    _press(house, "Send the requests", drafts)
    kojo = house.person(CONTACT["email"])
    (asked,) = kojo.dm()
    assert "Informal waste pickers" in asked.text
    assert "Consent to processing of personal data" in asked.text
    kojo.press("Answer")
    assert kojo.submit(tried="Talks only.", consent="No").errors.keys() == {"consent"}
    assert kojo.submit(tried="Talks only.", consent="Yes, we agree").errors == {}
    row = _submissions(house)["42"]
    assert (row.answers["tried"], row.answers["consent"]) == ("Talks only.", True)
    assert row.raw["What have you tried, and what did not work?"] == ""
    assert _request(house, "42") == RequestState.RECEIVED


def test_what_was_answered_outlives_a_later_export(with_contact: House) -> None:
    house = with_contact
    _press(house, "Draft the requests", _said(house)[0])
    _press(house, "Send the requests")
    kojo = house.person(CONTACT["email"])
    kojo.press("Answer")
    kojo.submit(tried="Talks only.", consent="Yes, we agree")
    house.advance(timedelta(minutes=1))
    _bring_in(house, _sample().replace(b"Informal waste pickers", b"Waste pickers"))
    row = _submissions(house)["42"]
    assert row.answers["tried"] == "Talks only."
    assert row.title.startswith("Waste pickers")
    assert _request(house, "42") == RequestState.RECEIVED


def test_nobody_else_answers_for_a_contact(with_contact: House) -> None:
    house = with_contact
    _press(house, "Draft the requests", _said(house)[0])
    _press(house, "Send the requests")
    kojo = house.person(CONTACT["email"])
    (asked,) = kojo.dm()
    marina = house.person(IPE.lead)
    place = house.sandbox.state.find_channel("room-cohort")
    place.messages.append(asked)
    assert "not yours to do" in marina.press("Answer", asked).text
    assert marina.view is None


# Look-alikes


def _open_groups(house: House) -> list[list[str]]:
    def look(db: Db) -> list[list[str]]:
        edition = db.get_one(Edition, house.edition_id)
        found = lookalikes.suggested(db, edition, CallKind.CHALLENGE)
        return [[row.response_id for row in group.submissions] for group in found]

    return house.read(look)


def test_a_person_says_which_one_counts(house: House) -> None:
    _bring_in(house)
    cards = _said(house)[-1]
    assert "4 groups in the call for challenge look alike" in cards.text
    _press(house, "50 counts", cards)
    assert "Duplicates now: 49" in cards.text
    found = _submissions(house)
    assert found["49"].state == SubmissionState.DUPLICATE
    assert found["49"].duplicate_of_id == found["50"].id
    decided = house.read(lambda db: calls.last_decision(db, found["49"].id))
    assert decided
    assert decided.person_id is not None
    assert decided.reason.startswith("50 counts (sent twice): same team name (Laboratorio Jaguar)")
    assert _open_groups(house) == [["4", "5"], ["75", "91"], ["76", "78"]]


def test_what_is_different_is_never_suggested_again(house: House) -> None:
    _bring_in(house)
    cards = _said(house)[-1]
    shown = cards.blocks
    _press(house, "They are different", cards)
    assert "Different: 4, 5" in cards.text
    cards.blocks = shown
    _press(house, "They are different", cards)
    assert "decided already" in cards.text
    assert ["4", "5"] not in _open_groups(house)
    _drop(house, _sample())
    assert "4, 5:" not in _said(house)[-1].text
    words = house.person(FAY).command("/sweetspot call duplicates challenge").text
    assert "3 groups" in words


def test_a_reply_of_the_bot_holds_nothing_that_the_file_could_make_it_do(house: House) -> None:
    _drop(house, b"Response ID,Team name,Country,<!channel>\n1,<@U000000002> *x*,Nowhere,y\n")
    _press(house, "Show the rows with problems")
    words = "".join(message.text for message in _said(house))
    assert "<!channel>" not in words
    assert "<@U000000002>" not in words
