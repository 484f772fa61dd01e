"""The first edition's rows as a person reads them: id, country, instant, languages, number of themes or challenges."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from bot.programme import intake
from bot.programme.intake import Report
from storage.calls import CallKind

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
DEADLINE = datetime(2024, 1, 14, 22, 59, 59, tzinfo=UTC)
FILES = {CallKind.CHALLENGE: "applications-challenges.csv", CallKind.SOLUTION: "applications-solutions.csv"}
CHALLENGE = """
4 BR 2023-12-19T22:35:17 pt,en 0
5 BR 2023-12-23T00:35:00 pt,en 3
6 CZ 2023-12-25T06:56:51 cs,en 3
9 AU 2023-12-25T07:44:00 en 2
10 BR 2023-12-25T17:20:16 en 3
11 CO 2023-12-26T09:50:15 es,en 3
14 GR 2023-12-26T19:28:00 en 3
16 ES 2023-12-27T02:22:00 en 3
17 CO 2023-12-28T08:35:00 es,en 3
18 FR 2023-12-28T22:03:53 en 3
19 KE 2023-12-29T16:12:00 en 3
20 NZ 2023-12-29T18:05:54 en,mi 3
23 IT 2023-12-30T11:50:36 it,en 3
24 GR 2023-12-31T17:33:00 el,en 4
26 CL 2023-12-31T22:16:06 en 2
27 ES 2024-01-01T01:37:00 es,en 3
28 PE 2024-01-01T04:41:57 es,en 3
30 AU 2024-01-01T11:03:56 en 4
31 IN 2024-01-01T22:08:00 en 1
32 PL 2024-01-02T02:14:00 pl,en 2
33 IT 2024-01-02T03:33:57 en 3
35 CA 2024-01-02T16:17:34 en,fr 2
36 CA 2024-01-03T07:09:00 en,fr 3
38 FR 2024-01-03T09:59:40 fr,en 3
41 SI 2024-01-03T13:18:31 en 3
42 GH 2024-01-05T13:54:00 en 3
45 ES 2024-01-06T03:28:48 es,en 2
47 EE 2024-01-06T06:09:00 en 2
48 PT 2024-01-06T09:03:40 en 3
49 CO 2024-01-06T12:50:45 es,en 2
50 CO 2024-01-06T12:52:00 es,en 2
51 IT 2024-01-06T22:51:00 it,en 3
52 IE 2024-01-07T06:48:00 en 3
53 BR 2024-01-07T13:15:33 en 3
55 PE 2024-01-07T14:13:00 es,en 3
56 MX 2024-01-07T21:21:04 en 2
58 IT 2024-01-07T22:16:46 en 3
59 FR 2024-01-08T00:47:00 en 3
60 CL 2024-01-08T16:33:00 es,en 3
61 SI 2024-01-09T19:15:00 sl,en 2
62 PE 2024-01-09T20:00:12 es,en 3
63 ID 2024-01-10T05:00:08 en 3
64 ES 2024-01-10T22:11:00 es,en 4
65 IT 2024-01-11T02:26:00 en 2
66 PL 2024-01-11T05:37:00 en 1
67 ES 2024-01-11T09:44:38 es,en 2
68 BR 2024-01-11T13:29:00 en 3
69 BR 2024-01-11T15:16:00 pt,en 3
70 BR 2024-01-11T15:27:59 pt,en 3
71 FR 2024-01-11T19:08:43 fr,en 3
72 PT 2024-01-11T21:12:48 pt,en 3
75 PT 2024-01-11T22:59:00 pt,en 2
76 MX 2024-01-11T22:59:00 es,en 3
78 MX 2024-01-11T23:46:00 es,en 3
81 KE 2024-01-12T09:51:00 en 2
82 MX 2024-01-12T12:25:00 es,en 3
83 PH 2024-01-12T20:31:00 en 3
84 PE 2024-01-12T20:51:42 en 3
85 CO 2024-01-12T23:30:00 en 3
86 CZ 2024-01-13T00:23:36 en 2
87 IE 2024-01-13T03:58:36 en 3
88 CZ 2024-01-13T07:35:00 en 2
89 IN 2024-01-13T09:58:33 en 3
90 ES 2024-01-13T11:31:00 es,en 3
91 PT 2024-01-14T03:59:00 pt,en 2
92 PH 2024-01-14T06:11:49 en 3
93 CA 2024-01-14T09:54:00 fr,en 3
94 TN 2024-01-14T09:55:00 ar,fr 3
96 GH 2024-01-14T17:44:00 en 3
98 EE 2024-01-14T19:45:09 en 3
99 JP 2024-01-14T20:12:00 ja,en 3
100 GR 2024-01-16T08:12:44 en 3
"""
SOLUTION = """
1 CO 2024-05-28T03:28:00 es,en 1
2 SG 2024-05-28T11:25:25 en 1
3 EE 2024-06-01T03:50:27 en,et 1
4 EE 2024-06-03T06:50:00 en,et 1
5 NO 2024-06-04T23:30:00 en,no 1
6 NL 2024-06-05T09:18:00 en,nl 1
8 GB 2024-06-06T04:54:31 en 1
10 NL 2024-06-06T07:07:00 en,nl 2
11 GB 2024-06-06T21:46:17 en,cy 1
13 CL 2024-06-07T05:33:57 es,en 1
14 ZA 2024-06-08T02:54:00 en,zu 2
15 AU 2024-06-08T16:16:45 en 1
16 CO 2024-06-10T16:57:00 es,en 1
17 US 2024-06-11T04:16:25 en,es 1
19 IE 2024-06-11T20:07:32 en,ga 1
20 KR 2024-06-13T08:40:00 en,ko 2
22 KR 2024-06-13T08:40:00 en,ko 2
23 CA 2024-06-14T18:45:00 en,fr 1
24 US 2024-06-15T19:18:02 en,es 1
25 PT 2024-06-16T10:11:00 en,pt 2
26 UY 2024-06-19T04:03:18 es,en 1
27 GB 2024-06-19T04:13:37 en 1
28 DK 2024-06-19T12:54:00 en,da 1
30 PT 2024-06-20T05:23:32 pt,es,en 1
31 FI 2024-06-20T23:25:00 en,fi,sv 1
32 DE 2024-06-20T23:57:51 en,de 2
"""
TRUTH = {CallKind.CHALLENGE: CHALLENGE, CallKind.SOLUTION: SOLUTION}


def _lines(kind: CallKind) -> list[list[str]]:
    text = (SAMPLES / FILES[kind]).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def _report(kind: CallKind, data: bytes, name: str = "file.csv", deadline: datetime | None = None) -> Report:
    table = intake.read(data, name)
    mapping = intake.propose_mapping(kind, table.headers)
    return intake.understand(kind, table, mapping, name, zone="Europe/Paris", deadline=deadline)


def _seen(report: Report) -> list[str]:
    seen = []
    for row in report.rows:
        answers = row.answers
        several = answers.get("themes") or answers.get("challenges") or []
        stamp = (answers["submitted_at"] or "")[:19]
        seen.append(f"{row.response_id} {answers['country']} {stamp} {','.join(answers['languages'])} {len(several)}")
    return seen


def _csv(lines: list[list[str]], encoding: str, delimiter: str, errors: str = "strict") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode(encoding, errors)


def _as_excel_dates(lines: list[list[str]]) -> bytes:
    """As Excel reads the file: serials are numbers, and what it takes for a date is one."""
    book, data = Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append([_excel(cell) for cell in line])
    book.save(data)
    return data.getvalue()


def _excel(cell: str) -> str | float | datetime:
    if cell.replace(".", "", 1).isdigit():
        return float(cell)
    try:
        return datetime.strptime(cell, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - local time, as a workbook has it
    except ValueError:
        return cell


def _bare_semicolons(lines: list[list[str]]) -> bytes:
    return b"sep=;\r\n" + _csv(lines, "utf-8", ";")


VARIANTS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "as it came": lambda lines: _csv(lines, "utf-8-sig", ","),
    "semicolons": lambda lines: _csv(lines, "utf-8", ";"),
    "Excel's separator line": _bare_semicolons,
    "Excel's Unicode text": lambda lines: _csv(lines, "utf-16", "\t"),
    "UTF-16 without a mark": lambda lines: _csv(lines, "utf-16-be", ";"),
    "workbook": _as_excel_dates,
    "title, blank rows, empty columns": lambda lines: _csv(
        [["Export of today"], [], [*lines[0], "", ""], *[[*line, "", ""] for line in lines[1:]], [""], ["", ""]],
        "utf-8",
        ",",
    ),
    "two exports pasted together": lambda lines: _csv([*lines[:9], lines[0], *lines[9:]], "utf-8", ","),
    "columns in another order": lambda lines: _csv([line[::-1] for line in lines], "utf-8", ","),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", TRUTH)
def test_every_row_is_read_as_a_person_reads_it(kind: CallKind, variant: str) -> None:
    found = _report(kind, VARIANTS[variant](_lines(kind)))
    assert _seen(found) == TRUTH[kind].split("\n")[1:-1]
    assert len(found.duplicates) == {CallKind.CHALLENGE: 4, CallKind.SOLUTION: 2}[kind]


def test_what_cp1252_cannot_hold_is_restored_where_it_can_mean_one_thing_only() -> None:
    """Excel writes a question mark for what the code page lacks: Česko is still one country, a row of marks is none."""
    found = _report(CallKind.CHALLENGE, _csv(_lines(CallKind.CHALLENGE), "cp1252", ";", "replace"))
    assert (found.encoding, found.delimiter) == ("cp1252", ";")
    lost = {row.response_id for row in found.rows if row.answers["country"] is None}
    assert lost == {"14", "94", "99"}
    rows = {row.response_id: row for row in found.rows}
    assert (rows["88"].answers["country"], rows["6"].answers["languages"]) == ("CZ", ["cs", "en"])
    assert {problem.code for problem in rows["88"].problems} == {"ambiguous"}


def test_decimal_commas_of_a_european_excel_are_serial_dates_too() -> None:
    lines = _lines(CallKind.CHALLENGE)
    for line in lines[1:]:
        line[1] = line[1].replace(".", ",") if line[1].count(".") == 1 else line[1]
    assert _seen(_report(CallKind.CHALLENGE, _csv(lines, "utf-8", ";"))) == CHALLENGE.split("\n")[1:-1]


def test_sixty_five_are_eligible_and_on_time() -> None:
    found = _report(CallKind.CHALLENGE, (SAMPLES / FILES[CallKind.CHALLENGE]).read_bytes(), deadline=DEADLINE)
    later = {response_id for group in found.duplicates for response_id in group.response_ids[1:]}
    out = {"late", "ineligible"}
    left = [
        row
        for row in found.rows
        if row.response_id not in later and not out & {problem.code for problem in row.problems}
    ]
    assert (len(found.rows), len(found.rows) - len(later), len(left)) == (72, 68, 65)
    assert [row.response_id for row in found.rows if row.on_time is False] == ["100"]
    assert [row.response_id for row in found.rows if not row.complete] == ["4"]


def test_a_zone_moves_only_what_has_no_offset() -> None:
    data = (SAMPLES / FILES[CallKind.SOLUTION]).read_bytes()
    table = intake.read(data, "file.csv")
    mapping = intake.propose_mapping(CallKind.SOLUTION, table.headers)
    paris, lima = (
        intake.understand(CallKind.SOLUTION, table, mapping, "file.csv", zone=zone, deadline=None)
        for zone in ("Europe/Paris", "America/Lima")
    )
    for one, two, row in zip(paris.rows, lima.rows, table.rows, strict=True):
        stated = row.cells["Completed"].endswith(("Z", "+02:00"))
        moved = datetime.fromisoformat(two.answers["submitted_at"]) - datetime.fromisoformat(
            one.answers["submitted_at"]
        )
        assert moved == timedelta(hours=0 if stated else 7)


def test_the_cohort_has_thirty_teams_of_twenty_six_countries() -> None:
    found = _report(CallKind.COHORT, (SAMPLES / "cohort-teams.csv").read_bytes())
    assert found.summary() == {"rows": 30, "countries": 26, "duplicate_groups": 0, "unique": 30, "problems": 0}
    assert all(ZoneInfo(row.answers["zone"]) for row in found.rows)
