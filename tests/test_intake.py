"""Reading messy exports: every kind of file, country, time stamp and list that a form tool leaves behind."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.programme import intake
from bot.programme.intake import Report, countries, instants, languages, words
from storage.calls import CallKind

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"
PARIS = "Europe/Paris"


def _understand(data: bytes, kind: CallKind = CallKind.CHALLENGE, name: str = "file.csv") -> Report:
    table = intake.read(data, name)
    return intake.understand(kind, table, intake.propose_mapping(kind, table.headers), name, zone=PARIS, deadline=None)


def _sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def _lines(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_sample(name).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2023-12-19T22:35:17Z", "2023-12-19T22:35:17"),
        ("2023-12-26 10:50:15+01:00", "2023-12-26T09:50:15"),
        ("23/12/2023 01:35", "2023-12-23T00:35:00"),
        ("12/25/2023 6:20:16 PM", "2023-12-25T17:20:16"),
        ("Dec 27, 2023 at 3:22 AM", "2023-12-27T02:22:00"),
        ("28.12.2023 09:35", "2023-12-28T08:35:00"),
        ("45289.79576", "2023-12-29T18:05:54"),
        ("1704166437000", "2024-01-02T03:33:57"),
        ("1704166437", "2024-01-02T03:33:57"),
        ("05/06/2024 08:13", "2024-06-05T06:13:00"),
        ("5/6/2024 8:13 PM", "2024-05-06T18:13:00"),
        ("2024-06-05", "2024-06-04T22:00:00"),
        ("31/10/2021 02:30", "2021-10-31T00:30:00"),
    ],
)
def test_a_time_stamp_is_read_to_utc(text: str, utc: str) -> None:
    assert instants.instant(text, PARIS) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["soon", "32/13/2024 10:00", "", "12", "2024-13-01"])
def test_what_is_no_time_stamp_is_not_guessed(text: str) -> None:
    assert instants.instant(text, PARIS) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)))  # noqa: DTZ001 - the strategy wants them bare
def test_an_iso_stamp_means_what_it_says(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert instants.instant(moment.isoformat(), PARIS) == moment


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Brasil ", "BR"), ("AUS", "AU"), ("Aotearoa New Zealand", "NZ"), ("Éire / Ireland", "IE"), ("Hellas", "GR"),
        ("Ελλάδα", "GR"), ("تونس", "TN"), ("日本", "JP"), ("Česko", "CZ"), ("Czech Republic", "CZ"), ("PT", "PT"),
        ("Korea (Republic of)", "KR"), ("Korea, Republic of", "KR"), ("UK", "GB"), ("Deutschland", "DE"),
        ("United States of America", "US"), ("U.S.A.", "US"), ("Nederland", "NL"), ("Pilipinas", "PH"), ("Suomi", "FI"),
        ("Österreich", "AT"), ("Türkiye", "TR"), ("Côte d’Ivoire", "CI"), ("GBR", "GB"), ("Sverige", "SE"),
        ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_any_usual_name(text: str, code: str | None) -> None:
    assert countries.country(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [("Português; English", ["pt", "en"]), ("English|Français", ["en", "fr"]), ("日本語; English", ["ja", "en"]),
     ("English; te reo Māori", ["en", "mi"]), ("Español, English", ["es", "en"]), ("English, Welsh", ["en", "cy"])],
)  # fmt: skip
def test_languages_are_known_by_any_name(text: str, codes: list[str]) -> None:
    assert [languages.language(part) for part in words.parts(text)] == codes


def test_a_list_is_parted_as_written() -> None:
    assert words.parts("Citizen participation &amp; civic tech|Trust &amp; integrity") == [
        "Citizen participation & civic tech",
        "Trust & integrity",
    ]


def _encoded(encoding: str, delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(_lines("applications-challenges.csv"))
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_encoding_and_delimiter_says_the_same(encoding: str, delimiter: str) -> None:
    found, plain = _understand(_encoded(encoding, delimiter)), _understand(_sample("applications-challenges.csv"))
    assert found.delimiter == delimiter
    assert found.as_json(written=False)["rows"] == plain.as_json(written=False)["rows"]


def test_a_workbook_says_the_same() -> None:
    book, data = Workbook(), io.BytesIO()
    for line in _lines("applications-solutions.csv"):
        book.worksheets[0].append(line)
    book.save(data)
    found = _understand(data.getvalue(), CallKind.SOLUTION, "file.xlsx")
    plain = _understand(_sample("applications-solutions.csv"), CallKind.SOLUTION)
    assert found.as_json(written=False)["rows"] == plain.as_json(written=False)["rows"]


def test_a_workbook_with_real_dates_is_local_time_of_the_zone() -> None:
    book, data = Workbook(), io.BytesIO()
    book.worksheets[0].append(["Response ID", "Date submitted", "Team name", "Country"])
    book.worksheets[0].append([7, datetime(2024, 1, 5, 10, 30), "Ana", "Portugal"])  # noqa: DTZ001 - as a workbook has it
    book.save(data)
    row = _understand(data.getvalue(), name="file.xlsx").rows[0]
    assert (row.row, row.response_id, row.answers["submitted_at"]) == (2, "7", "2024-01-05T09:30:00Z")


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    data = b'Export of today,,\n\nResponse ID,Team name,Country\n1,"Two\nlines",PT\n\n2,Three,ES\n'
    assert [(row.row, row.response_id) for row in _understand(data).rows] == [(4, "1"), (6, "2")]


@pytest.mark.parametrize(
    ("data", "words_"),
    [(b"", "is empty"), (b"PK\x03\x04broken", "not a readable .xlsx"), (b"\xd0\xcf\x11\xe0old", "old Excel"),
     (b"a\x00b\x00\xff", "not text"), (b"one\ntwo\n", "no line of column names")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_the_way_out(data: bytes, words_: str) -> None:
    with pytest.raises(intake.UnreadableError, match=words_):
        intake.read(data, "file.csv")


@given(st.binary(max_size=300))
def test_no_file_breaks_it(data: bytes) -> None:
    try:
        _understand(data)
    except intake.UnreadableError:
        return


def test_problems_are_named_row_by_row() -> None:
    found = _understand(_sample("applications-challenges.csv"))
    problems = {(row.response_id, problem.code) for row in found.rows for problem in row.problems}
    assert problems == {
        ("4", "missing"), ("4", "no_consent"), ("31", "ineligible"), ("42", "missing"), ("42", "no_consent"),
        ("45", "unreadable"), ("47", "ambiguous"), ("53", "ambiguous"), ("55", "missing"), ("71", "too_long"),
        ("81", "ineligible"), ("100", "missing"),
    }  # fmt: skip


def test_duplicates_are_suggested_with_their_reason() -> None:
    found = _understand(_sample("applications-challenges.csv"))
    assert {tuple(group.response_ids): group.reason for group in found.duplicates} == {
        ("4", "5"): "draft",
        ("49", "50"): "double",
        ("75", "91"): "resubmission",
        ("76", "78"): "translation",
    }


def test_ten_thousand_rows_are_understood() -> None:
    head, *lines = _lines("applications-challenges.csv")
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(head)
    for number in range(10_000):
        line = list(lines[number % len(lines)])
        line[0], line[4], line[12] = str(number), f"{line[4]} {number}", f"p{number}@town.example"
        table.writerow(line)
    assert _understand(text.getvalue().encode()).summary()["rows"] == 10_000
