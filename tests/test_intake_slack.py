"""A form export dropped into the facilitators' room: previewed, corrected, brought in once, asked about, decided on."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.sandbox.state import Message
from bot.settings import Settings
from storage import calls, intake, people, workspaces
from storage.calls import CallKind, Submission, SubmissionState
from storage.intake import AnswerRequest, DroppedFile, FileState, RequestState
from storage.workspaces import WorkspaceKind
from tests.cast import FAY, IPE
from tests.house import House

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
ROOM = "room-facilitators"
assert Settings


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


def _press(house: House, what: str, who: Any = FAY) -> None:
    house.person(who).press(what)
    house.flush()


def _submissions(house: House, kind: CallKind = CallKind.CHALLENGE) -> dict[str, Submission]:
    def look(db: Any) -> list[Submission]:
        call = calls.of_kind(db, house.edition_id, kind)
        assert call
        return calls.submissions(db, call.id)

    return {row.response_id: row for row in house.read(look)}


def _file(house: House) -> DroppedFile:
    return house.read(lambda db: db.exec(select(DroppedFile)).all())[-1]


def test_a_dropped_file_is_previewed_in_its_thread_and_nothing_is_written(house: House) -> None:
    dropped = _drop(house, _sample())
    (preview,) = _said(house)
    assert preview.thread_ts == dropped.ts
    assert "72 rows, 25 countries: 72 new" in preview.text
    assert "call for challenges" in preview.text
    assert "read in Europe/Paris" in preview.text
    assert "49, 50: sent twice" in preview.text
    assert "2 perhaps not eligible" in preview.text
    assert _submissions(house) == {}


def test_it_is_brought_in_once(house: House) -> None:
    _drop(house, _sample())
    preview = _said(house)[0]
    fay = house.person(FAY)
    pressed = [fay.press("Bring it in", preview), None][0]
    assert pressed.messages == []
    house.flush()
    before = _submissions(house)
    assert len(before) == 72
    assert "72 new, 0 changed" in _said(house)[0].text
    assert before["5"].raw["Country"] == "Brasil"
    _press(house, "Show the rows with problems") if False else None
    assert _file(house).state == FileState.TAKEN
    count = len(_said(house))
    _drop(house, _sample())
    assert "0 new, 0 changed since the last file, 72 as they were" in _said(house)[count].text
    _press(house, "Bring it in")
    assert {key: row.model_dump() for key, row in _submissions(house).items()} == {
        key: row.model_dump() for key, row in before.items()
    }
