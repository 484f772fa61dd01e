"""The sample edition: as messy as a real one, wholly fictitious, and with two helpful hours for every pair."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.programme import intake
from bot.programme.intake import Report
from storage.calls import CallKind

DEMO = Path(__file__).parents[1] / "bot/samples/demo"
EDITION: dict[str, Any] = json.loads((DEMO / "edition.json").read_text(encoding="utf-8"))
FILES = {CallKind.CHALLENGE: "challenges.csv", CallKind.SOLUTION: "solutions.csv", CallKind.COHORT: "cohort.csv"}
KINDS = {"owner": CallKind.CHALLENGE, "provider": CallKind.SOLUTION, "cohort": CallKind.COHORT}
MEETING_DAY = date(2027, 1, 20)


def _report(kind: CallKind) -> Report:
    table = intake.read((DEMO / FILES[kind]).read_bytes(), FILES[kind])
    mapping = intake.propose_mapping(kind, table.headers)
    return intake.understand(kind, table, mapping, FILES[kind], zone="Europe/Paris", deadline=None)


REPORTS = {kind: _report(kind) for kind in CallKind}


@pytest.mark.parametrize(
    ("kind", "rows", "countries", "groups"),
    [(CallKind.CHALLENGE, 72, 25, 4), (CallKind.SOLUTION, 26, 18, 2), (CallKind.COHORT, 30, 26, 0)],
)
def test_the_calls_are_as_large_as_a_real_edition(kind: CallKind, rows: int, countries: int, groups: int) -> None:
    summary = REPORTS[kind].summary()
    assert (summary["rows"], summary["countries"], summary["duplicate_groups"]) == (rows, countries, groups)


def test_every_row_says_that_it_is_invented() -> None:
    for report in REPORTS.values():
        assert {row.raw["data_source"] for row in report.rows} == {"illustrative (fictitious team)"}
        addresses = [row.answers["email"] for row in report.rows if row.answers["email"]]
        assert all(address.endswith(".example") for address in addresses)


def test_everybody_who_plays_handed_something_in() -> None:
    for team in EDITION["teams"]:
        rows = {row.response_id: row for row in REPORTS[KINDS[team["kind"]]].rows}
        row = rows[team["response_id"]]
        assert (row.answers["team"], row.answers["country"]) == (team["team"], team["country"])
        assert row.answers["email"] == team["lead"]["email"]
        assert row.complete


def test_people_have_their_own_addresses_and_a_zone() -> None:
    teams = EDITION["teams"]
    people = [
        *EDITION["facilitators"],
        *EDITION["advisors"],
        *(team[one] for team in teams for one in ("lead", "deputy")),
    ]
    addresses = [person["email"] for person in people]
    assert len(set(addresses)) == len(addresses) == 3 + 3 + 2 * (4 + 8 + 30)
    assert all(address.endswith(".example") for address in addresses)
    assert {team["zone"] for team in teams} <= available_timezones()


def _hours(zone: str) -> set[datetime]:
    start = datetime.combine(MEETING_DAY, datetime.min.time(), ZoneInfo(zone)) + timedelta(hours=9)
    return {start.astimezone(ZoneInfo("UTC")) + timedelta(hours=hour) for hour in range(8)}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_two_providers_of_other_countries_suit_each_challenge(number: int) -> None:
    """They name it first, share a language with its owner and at least two working hours."""
    rows = {kind: {row.response_id: row.answers for row in REPORTS[kind].rows} for kind in REPORTS}
    owner = next(team for team in EDITION["teams"] if team["response_id"] == EDITION["challenges"][number - 1])
    challenge = rows[CallKind.CHALLENGE][owner["response_id"]]
    suited = [
        team
        for team in EDITION["teams"]
        if team["kind"] == "provider"
        and rows[CallKind.SOLUTION][team["response_id"]]["challenges"][0].startswith(f"Challenge {number} ")
        and set(challenge["languages"]) & set(rows[CallKind.SOLUTION][team["response_id"]]["languages"])
        and len(_hours(owner["zone"]) & _hours(team["zone"])) >= 2
    ]
    assert len({team["country"] for team in suited} - {owner["country"]}) == 2
