"""The replay passes on the whole edition, and would notice what is missing, doubled or late."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.rehearsal import audit, performance
from bot.rehearsal.almanac import Expected
from bot.rehearsal.almanac.courtesy import courteous
from bot.rehearsal.almanac.days import working_instant
from bot.rehearsal.audit import Seen

AT = datetime(2026, 10, 15, 7, 30, tzinfo=UTC)
DUE = [Expected("checkin.ask", "ana@town.example", AT), Expected("workspace.brief", "#room")]
CAME = [
    Seen("checkin.ask", "loop-1:ask", "ana@town.example", AT + timedelta(seconds=2)),
    Seen("workspace.brief", "workspace-1:brief", "#ch1", AT),
]


def test_what_is_as_expected_passes() -> None:
    assert audit.compare(DUE, CAME).ok


@pytest.mark.parametrize(
    "came",
    [
        CAME[:1],
        [*CAME, CAME[0]],
        [*CAME, Seen("checkin.nudge", "loop-1:nudge", "ana@town.example", AT)],
        [Seen("checkin.ask", "loop-1:ask", "bo@town.example", AT), CAME[1]],
        [Seen("checkin.ask", "loop-1:ask", "ana@town.example", AT + timedelta(hours=1)), CAME[1]],
        [Seen("checkin.ask", "loop-1:ask", "ana@town.example", AT - timedelta(minutes=1)), CAME[1]],
    ],
    ids=["missing", "doubled", "unexpected", "to somebody else", "late", "early"],
)
def test_what_is_not_is_noticed(came: list[Seen]) -> None:
    assert not audit.compare(DUE, came).ok


def test_nobody_is_to_be_reminded_twice_in_an_hour_or_four_times_a_week() -> None:
    week = [Expected("loop.nudge", "ana@town.example", AT + timedelta(minutes=30 * number)) for number in range(4)]
    after = Expected("loop.nudge", "ana@town.example", AT + timedelta(weeks=1))
    found = [one.at for one in courteous([*week, after], {"ana@town.example": "Europe/Paris"})]
    assert found == [AT, AT + timedelta(hours=1), AT + timedelta(hours=2), AT + timedelta(weeks=1)]


def test_whoever_works_for_no_country_has_weekends_alone() -> None:
    armistice = datetime(2026, 11, 11, 10, tzinfo=UTC)
    assert working_instant(armistice, "", "Europe/Brussels") == armistice
    assert working_instant(armistice, "BE", "Europe/Brussels") == datetime(2026, 11, 12, 8, 30, tzinfo=UTC)


@pytest.mark.timeout(600)
def test_a_whole_edition_is_seen_as_expected(tmp_path: Path) -> None:
    assert performance.replay(tmp_path)
    found = json.loads((tmp_path / "replay.json").read_text())
    assert found["ok"] is True
    assert found["unexpected"] == []
    assert found["kinds"]["checkin.ask"] == {"expected": 74, "seen": 74}
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script src" not in page
