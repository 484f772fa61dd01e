"""The replay passes on the whole edition, and would notice what is missing, doubled or late."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.rehearsal import audit, performance
from bot.rehearsal.almanac import Expected
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


@pytest.mark.timeout(600)
def test_a_whole_edition_is_seen_as_expected(tmp_path: Path) -> None:
    assert performance.replay(tmp_path)
    found = json.loads((tmp_path / "replay.json").read_text())
    assert found["ok"] is True
    assert found["unexpected"] == []
    assert found["kinds"]["checkin.ask"] == {"expected": 72, "seen": 72}
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script src" not in page
