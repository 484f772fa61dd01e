"""Rows as people leave them: odd answers, damaged lines and lookalikes each have one clear outcome."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme import intake
from bot.programme.intake import Report, answers, countries, instants, languages, words
from bot.programme.intake.questions import QUESTIONS, Value
from bot.programme.intake.reports import Understood
from storage.calls import CallKind

PARIS = "Europe/Paris"
GOOD = {
    "Response ID": "1", "Date submitted": "2024-01-05T10:00:00Z", "Status": "Complete", "Form language": "English",
    "Team name": "Ana Lab", "Organisation (official name)": "City of Ana", "Country": "Portugal",
    "Contact person": "Ana", "E-mail": "ana@lab.example", "Working languages": "Português",
    "Title of your challenge": "Queues that nobody sees", "Challenge question": "How?", "Description": "Queues.",
    "What was tried": "A board.", "Themes": "Health & care; Trust", "Consent to processing of personal data": "Yes",
}  # fmt: skip


def _report(*rows: dict[str, str], kind: CallKind = CallKind.CHALLENGE) -> Report:
    text = io.StringIO(newline="")
    headers = list(dict.fromkeys(name for row in rows for name in row))
    csv.DictWriter(text, headers).writeheader()
    csv.DictWriter(text, headers).writerows(rows)
    return _read(text.getvalue().encode(), kind)


def _read(data: bytes, kind: CallKind = CallKind.CHALLENGE) -> Report:
    table = intake.read(data, "file.csv")
    mapping = intake.propose_mapping(kind, table.headers)
    return intake.understand(kind, table, mapping, "file.csv", zone=PARIS, deadline=None)


def _row(**changes: str) -> Understood:
    return _report(GOOD | {name.replace("_", " "): text for name, text in changes.items()}).rows[0]


def _codes(row: Understood) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in row.problems]


def test_a_good_row_has_no_problem() -> None:
    assert _codes(_row()) == []


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("Country", "Atlantis", "unreadable"), ("Country", "Phillipines", "ambiguous"), ("Country", "", "missing"),
        ("Working languages", "Klingon", "unreadable"), ("Working languages", "Englsh", "ambiguous"),
        ("E-mail", "ana[at]lab.example", "unreadable"), ("E-mail", "ana@lab.example; bo@lab.example", "ambiguous"),
        ("Date submitted", "soon", "unreadable"), ("Date submitted", "25/12/2023 6:20 PM", "unreadable"),
        ("Consent to processing of personal data", "", "no_consent"),
        ("Consent to processing of personal data", "Non, merci", "no_consent"),
        ("Consent to processing of personal data", "I do not agree", "no_consent"),
        ("Consent to processing of personal data", "perhaps later", "ambiguous"),
        ("Description", "a" * 3001, "too_long"), ("Team name", "\u200b ", "missing"),
        ("Organisation (official name)", "QuickGov Pvt Ltd", "ineligible"),
        ("Organisation (official name)", "OpenPath (NGO)", "ineligible"),
        ("Organisation (official name)", "QuickGov GmbH", "ineligible"),
    ],
)  # fmt: skip
def test_an_odd_answer_is_named_with_its_column(column: str, text: str, code: str) -> None:
    assert _codes(_report(GOOD | {column: text}).rows[0]) == [(code, column)]


@pytest.mark.parametrize("name", ["Municipality of Inc", "Companies House", "Ngong County", "Town of Limington"])
def test_a_public_name_is_not_taken_for_a_company(name: str) -> None:
    odd = name == "Municipality of Inc"
    assert [code for code, _ in _codes(_report(GOOD | {"Organisation (official name)": name}).rows[0])] == (
        ["ineligible"] if odd else []
    )


@pytest.mark.parametrize(
    ("text", "range_"),
    [
        ("5", [5, 5]), ("about 6", [6, 6]), ("three", [3, 3]), ("4/5", [4, 5]), ("3-4", [3, 4]), ("3 o 4", [3, 4]),
        ("cinco", [5, 5]), ("cerca de 5", [5, 5]), ("3 à 4", [3, 4]),
        ("six or seven", [6, 7]), ("10–12 people", [10, 12]),
        ("1.5", []), ("many", []), ("2024-05-04 00:00:00", []), ("04-May", []), ("1 lead, 2 experts, 1 clerk", []),
    ],
)  # fmt: skip
def test_people_are_counted_as_a_range_or_asked_about(text: str, range_: list[int]) -> None:
    noted: list[str] = []
    assert answers.number(text, lambda code, _: noted.append(code)) == range_
    assert noted == ([] if range_ else ["ambiguous"])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("  Anouk@LAB.example ", "anouk@lab.example"), ("mailto:ana@lab.example", "ana@lab.example"),
        ("Ana <ana@lab.example>", "ana@lab.example"), ("ana@lab.example (work)", "ana@lab.example"),
        ("ana@lab.example / bo@lab.example", "ana@lab.example"), ("ana at lab", None),
    ],
)  # fmt: skip
def test_an_address_is_found_in_what_was_typed(text: str, address: str | None) -> None:
    assert answers.email(text, lambda _code, _words: None) == address


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("I agree", True), ("Sí, acepto", True), ("J'accepte", True), ("Aceito", True), ("x", True), ("TRUE", True),
        ("1", True), ("✔", True), ("Ναι", True), ("أوافق", True), ("同意します", True), ("Ja", True), ("Oui", True),
        ("I agree (but not to publication of my name)", True), ("No", False), ("I don't agree", False), ("não", False),
        ("nein, danke", False), ("FALSE", False), ("不同意", False), ("???", None),
    ],
)  # fmt: skip
def test_consent_is_given_refused_or_unclear(text: str, given: bool | None) -> None:
    assert answers.consent(text, lambda _code, _words: None) is given


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("U.K.", "GB"), ("EL", "GR"), ("🇧🇷", "BR"), ("840", "US"), ("The Philippines", "PH"), ("EE.UU.", "US"),
        ("Federal Republic of Germany", "DE"), ("Hellenic Republic", "GR"), ("República Federativa do Brasil", "BR"),
        ("Congo, Democratic Republic of the", "CD"), ("Korea (Democratic People's Republic of)", "KP"),
        ("Tanzania, United Republic of", "TZ"), ("Samoa (American)", "AS"), ("Sao Tome and Principe", "ST"),
        ("Bra\u200bzil", "BR"), ("Schweiz/Suisse", "CH"), ("España (Cataluña)", "ES"), ("England, UK", "GB"),
        ("Georgia, USA", None), ("Greenland (Denmark)", None), ("Europe", None), ("?", None),
    ],
)  # fmt: skip
def test_a_country_is_known_in_long_short_and_turned_forms(text: str, code: str | None) -> None:
    assert countries.country(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("Phillipines", "PH"), ("Colmbia", "CO"), ("?esko", "CZ"), ("Espa?a", "ES"), ("??????", None),
        ("Austrlia", None), ("Atlantis", None), ("Gree", None)],
)  # fmt: skip
def test_a_slip_is_mended_only_where_it_can_mean_one_country(text: str, code: str | None) -> None:
    assert countries.country(text) is None
    assert countries.likely_country(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("English, French and Spanish", ["en", "fr", "es"]), ("Português e Inglês", ["pt", "en"]),
        ("EN/FR", ["en", "fr"]),
        ("Português (Brasil); English (UK)", ["pt", "en"]), ("pt-BR, en_GB", ["pt", "en"]),
        ("Chinese (Mandarin)", ["zh"]),
        ("eng; spa; fra", ["en", "es", "fr"]), ("Bahasa Indonesia & English", ["id", "en"]), ("Bokmål", ["nb"]),
        ("Slovenščina; Slovenčina", ["sl", "sk"]), ("Ελληνικά", ["el"]), ("हिन्दी", ["hi"]), ("Castellano", ["es"]),
    ],
)  # fmt: skip
def test_languages_are_read_whatever_parts_them(text: str, codes: list[str]) -> None:
    assert [languages.language(name) for name in languages.named(text)] == codes


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("27 de diciembre de 2023 3:22", "2023-12-27T02:22"), ("27. Dezember 2023, 03:22 Uhr", "2023-12-27T02:22"),
        ("27 déc. 2023 à 03:22", "2023-12-27T02:22"), ("Wed, 27 Dec 2023 03:22:00 +0100", "2023-12-27T02:22"),
        ("Wed Dec 27 2023 03:22:00 GMT+0100 (Central European Standard Time)", "2023-12-27T02:22"),
        ("2024年1月14日 21:12", "2024-01-14T20:12"), ("20240114T105400Z", "2024-01-14T10:54"),
        ("28.12.2023 9:35 PM", "2023-12-28T20:35"), ("28/12/2023 09:35 +01:00", "2023-12-28T08:35"),
        ("2023-12-27 03:22:00 UTC", "2023-12-27T03:22"), ("2024/01/14 10:54", "2024-01-14T09:54"),
        ("14/01/24 10:54", "2024-01-14T09:54"), ("1/11/2024 12:05:00 AM", "2024-01-10T23:05"),
        ("1/11/2024 12:05 p.m.", "2024-01-11T11:05"), ("2023-12-26T10:50:15.123+0100", "2023-12-26T09:50"),
    ],
)  # fmt: skip
def test_rarer_time_stamps_are_right_to_the_minute(text: str, utc: str) -> None:
    found = instants.instant(text, PARIS)
    assert found is not None
    assert f"{found:%Y-%m-%dT%H:%M}" == utc


@pytest.mark.parametrize(
    "text", ["13/25/2024 1:00 PM", "1/1/2024 13:00 PM", "1/1/1899", "9999999999999999", "Lis 3 2023"]
)
def test_a_stamp_that_means_nothing_or_two_things_is_not_guessed(text: str) -> None:
    assert instants.instant(text, PARIS) is None


SHAPES = [
    "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M", "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %I:%M:%S %p", "%b %d, %Y at %I:%M %p", "%d %B %Y %H:%M", "%a, %d %b %Y %H:%M:%S", "%Y%m%d%H%M%S",
]  # fmt: skip


@given(
    st.datetimes(datetime(1995, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001 - a wall clock's time
    st.sampled_from(SHAPES),
    st.sampled_from([PARIS, "Asia/Kolkata", "America/Santiago", "Pacific/Auckland"]),
)
def test_local_time_in_any_shape_is_the_same_minute(moment: datetime, shape: str, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    assert instants.instant(moment.strftime(shape), zone) == moment.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@given(st.datetimes(datetime(1995, 1, 1), datetime(2099, 1, 1)), st.sampled_from([".", ","]))  # noqa: DTZ001
def test_a_serial_date_is_local_time_to_the_minute(moment: datetime, point: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    days = (moment - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - Excel's first day
    found = instants.instant(f"{days:.6f}".replace(".", point), PARIS)
    assert found is not None
    assert abs(found - moment.replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)) < timedelta(seconds=1)


NAMES = st.text(alphabet="abc é&", min_size=1, max_size=12).map(lambda text: "x" + text.strip() + "z")


@given(st.lists(NAMES, min_size=1, max_size=6), st.sampled_from(["; ", ";", " | ", "|", "\n", ", "]))
def test_a_list_comes_apart_where_it_was_joined(names: list[str], mark: str) -> None:
    joined = mark.join(name.replace("&", "&amp;") for name in names)
    assert words.parts(joined) == [words.unescaped(name) for name in names]


def test_an_option_that_holds_a_comma_stays_whole() -> None:
    options = {"Rules, law & simplification"}
    assert words.parts("Health, Rules, law &amp; simplification, Other: money, time", options) == [
        "Health", "Rules, law & simplification", "Other: money, time",
    ]  # fmt: skip
    assert words.parts("Maps (paths, springs), 1,100 trees") == ["Maps (paths, springs)", "1,100 trees"]


def test_options_are_learnt_from_rows_that_part_them_clearly() -> None:
    clear = GOOD | {"Response ID": "2", "Team name": "Bo", "E-mail": "b@b.example", "Themes": "Rules, law; Health"}
    commas = GOOD | {"Themes": "Rules, law, Health"}
    assert _report(clear, commas).rows[1].answers["themes"] == ["Rules, law", "Health"]


@pytest.mark.parametrize("kind", CallKind)
def test_every_question_finds_its_own_column_and_no_other(kind: CallKind) -> None:
    labels = [question.label for question in QUESTIONS[kind]]
    mapping = intake.propose_mapping(kind, labels[::-1])
    assert mapping.columns == {question.key: question.label for question in QUESTIONS[kind]}
    assert mapping.unmatched == []


def test_columns_are_found_in_other_words_and_languages() -> None:
    headers = [
        "1. Nombre del equipo",
        "PAÍS",
        "Correo electronico",
        "Idiomas de trabajo (select all)",
        "Favourite colour",
    ]
    mapping = intake.propose_mapping(CallKind.CHALLENGE, headers)
    assert mapping.columns == dict(zip(["team", "country", "email", "languages"], headers, strict=False))
    assert mapping.unmatched == ["Favourite colour"]


def test_cells_beyond_the_last_column_are_spoken_of() -> None:
    found = _read(b"Team name,Country\nAna,PT,stray,cells\nBo,ES,,\n")
    assert ("ambiguous", "row") in _codes(found.rows[0])
    assert ("ambiguous", "row") not in _codes(found.rows[1])


def test_a_column_without_a_name_is_kept_if_it_is_used() -> None:
    table = intake.read(b"Team name,,Country,,Country\nAna,note,PT,,ES\n", "file.csv")
    assert table.headers == ["Team name", "Column 2", "Country", "Country (2)"]
    assert table.rows[0].cells == {"Team name": "Ana", "Column 2": "note", "Country": "PT", "Country (2)": "ES"}


def test_an_id_that_comes_twice_loses_no_row() -> None:
    found = _report(GOOD, GOOD | {"Team name": "Bo", "E-mail": "bo@lab.example", "Title of your challenge": "Other"})
    assert [row.response_id for row in found.rows] == ["1", "1 (row 3)"]
    assert _codes(found.rows[1]) == [("ambiguous", "Response ID")]


def test_a_huge_cell_and_a_web_page_are_refused_in_words() -> None:
    for data, said in ((b"a,b\n" + b"x" * 1_000_001 + b",1\n", "line 2"), (b"<html><table>", "web page")):
        with pytest.raises(intake.UnreadableError, match=said):
            intake.read(data, "file.csv")


def test_old_line_ends_and_lines_within_answers_are_read() -> None:
    data = b'Team name,Country\r"Ana\rLab",PT\rBo,ES\r'
    assert [(row.row, row.answers["country"]) for row in _read(data).rows] == [(2, "PT"), (3, "ES")]


SECOND = GOOD | {"Response ID": "2", "Date submitted": "2024-01-05T10:05:00Z"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "double"),
        ({"Date submitted": "2024-01-08T10:00:00Z"}, "resubmission"),
        ({"Description": "Queues, counted again."}, "resubmission"),
        ({"Status": "Partial", "Description": ""}, "draft"),
        ({"Form language": "Português", "Title of your challenge": "Filas que ninguém vê", "Description": "Filas."},
         "translation"),
        ({"Team name": "Laboratório", "E-mail": "bo@lab.example"}, "double"),
        ({"E-mail": "bo@lab.example", "Team name": "ANA  LAB"}, "double"),
        ({"Title of your challenge": "A tax on noise", "Description": "Another thing.", "Challenge question": "Why?",
          "What was tried": "Nothing so far, since there were no funds."}, None),
        ({"Team name": "Bo", "E-mail": "bo@lab.example", "Country": "Spain"}, None),
    ],
)  # fmt: skip
def test_lookalikes_are_suggested_with_their_reason(changes: dict[str, str], reason: str | None) -> None:
    found = _report(GOOD, SECOND | changes).duplicates
    assert [(group.response_ids, group.reason) for group in found] == ([(["1", "2"], reason)] if reason else [])


def test_three_of_one_team_are_one_group() -> None:
    found = _report(GOOD, SECOND, SECOND | {"Response ID": "3"})
    assert [group.response_ids for group in found.duplicates] == [["1", "2", "3"]]
    assert found.summary()["unique"] == 1


CELLS = st.text(max_size=40) | st.sampled_from(
    ["Perú", "5/6/2024 8:13 PM", "a@b.example", "Yes", "en; fr", "=1+1", "x,y"]
)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(GOOD, CELLS)), min_size=1, max_size=6))
def test_whatever_people_type_there_is_a_report_that_adds_up(rows: list[dict[str, str]]) -> None:
    try:
        found = _report(*[{name: text.replace("\x00", "") for name, text in row.items()} for row in rows])
    except intake.UnreadableError:
        return
    shape = found.as_json(written=False)
    grouped = [response_id for group in found.duplicates for response_id in group.response_ids]
    known = [row["response_id"] for row in shape["rows"]]
    assert len(set(known)) == len(known)
    assert len(set(grouped)) == len(grouped)
    assert set(grouped) <= set(known)
    assert shape["summary"]["unique"] == len(known) - len(grouped) + len(found.duplicates)


def test_every_kind_of_answer_is_asked_for_somewhere() -> None:
    asked = {question.value for questions in QUESTIONS.values() for question in questions}
    assert asked == set(Value)
