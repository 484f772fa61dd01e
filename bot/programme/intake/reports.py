"""What an import understood and what it did not, row by row."""

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from bot.programme.intake import duplicates, instants, words
from bot.programme.intake.duplicates import Candidate, Group
from bot.programme.intake.files import Row, Table
from bot.programme.intake.questions import QUESTIONS, Mapping, Question, Value, required
from storage.calls import CallKind

EMAIL = re.compile(r"[^@\s,;/<>]+@[^@\s,;/<>]+\.[^@\s,;/<>.]+")
LONGEST = 3000
NO = {"no", "non", "nao", "não", "nein", "false", "0", "n", "nie", "ne", "όχι", "لا", "いいえ"}
PARTIAL = {"partial", "draft", "incomplete", "in progress", "rascunho", "borrador"}
NOT_GOVERNMENT = re.compile(
    r"\b(ltd|limited|inc|llc|gmbh|s\.?a\.?r\.?l|pvt|plc|company|ngo|non-profit|nonprofit|association|foundation)\b",
    re.IGNORECASE,
)
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5}


@dataclass(frozen=True)
class Problem:
    code: str
    """`missing`, `unreadable`, `ambiguous`, `too_long`, `late`, `ineligible` or `no_consent`."""
    field: str
    value: str | None
    problem: str
    """In words, with the way out."""


@dataclass(frozen=True)
class Understood:
    row: int
    response_id: str
    answers: dict[str, Any]
    """By question: text, ISO instants, codes, lists."""
    raw: dict[str, str]
    complete: bool
    on_time: bool | None
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        names = ("team", "country", "submitted_at", "languages", "themes")
        shape = {"row": self.row, "response_id": self.response_id} | {name: self.answers.get(name) for name in names}
        problems = [asdict(problem) for problem in self.problems]
        return shape | {"complete": self.complete, "on_time": self.on_time, "problems": problems}


@dataclass(frozen=True)
class Report:
    kind: CallKind
    file: str
    encoding: str | None
    delimiter: str | None
    mapping: Mapping
    rows: list[Understood]
    duplicates: list[Group]

    def as_json(self, *, written: bool) -> dict[str, Any]:
        return {
            "kind": f"{self.kind}s" if self.kind != CallKind.COHORT else "cohort",
            "file": self.file,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "written": written,
            "rows": [row.as_json() for row in self.rows],
            "duplicates": [asdict(group) for group in self.duplicates],
            "summary": self.summary(),
        }

    def summary(self) -> dict[str, int]:
        doubled = sum(len(group.response_ids) - 1 for group in self.duplicates)
        return {
            "rows": len(self.rows),
            "countries": len({row.answers["country"] for row in self.rows if row.answers.get("country")}),
            "duplicate_groups": len(self.duplicates),
            "unique": len(self.rows) - doubled,
            "problems": sum(len(row.problems) for row in self.rows),
        }


def understand(
    kind: CallKind, table: Table, mapping: Mapping, filename: str, *, zone: str, deadline: datetime | None
) -> Report:
    """`zone`: of time stamps without an offset. Without a deadline nothing is late or on time."""
    rows = [_row(kind, row, mapping, zone, deadline) for row in table.rows]
    groups = duplicates.suggest([_candidate(row) for row in rows])
    return Report(kind, filename, table.encoding, table.delimiter, mapping, rows, groups)


def _row(kind: CallKind, row: Row, mapping: Mapping, zone: str, deadline: datetime | None) -> Understood:
    problems: list[Problem] = []
    answers: dict[str, Any] = {}
    for question in QUESTIONS[kind]:
        header = mapping.columns.get(question.key)
        text = row.cells.get(header, "").strip() if header else ""
        answers[question.key] = _value(question, header or question.label, text, zone, problems) if text else None
    if kind == CallKind.COHORT:
        _complete_cohort(answers)
    problems += _missing(kind, answers, mapping, {problem.field for problem in problems})
    problems += _unfit(answers, mapping)
    on_time = _on_time(answers, deadline, mapping, problems)
    response_id = str(answers.get("response_id") or row.number)
    return Understood(
        row.number, response_id, answers, row.cells, _complete(kind, answers, problems), on_time, problems
    )


Wrong = Callable[[str, str], None]
"""Notes a problem: its code, and the words for it."""


def _value(question: Question, header: str, text: str, zone: str, problems: list[Problem]) -> Any:
    def wrong(code: str, problem: str) -> None:
        problems.append(Problem(code, header, text, problem))

    if question.value == Value.INSTANT:
        return _instant(text, zone, wrong)
    return READERS.get(question.value, _text)(text, wrong)


def _instant(text: str, zone: str, wrong: Wrong) -> str | None:
    found = instants.instant(text, zone)
    if found is None:
        wrong("unreadable", "This is no date and time that can be read. Write it as 2026-01-31 14:00.")
    return f"{found:%Y-%m-%dT%H:%M:%SZ}" if found else None


def _country(text: str, wrong: Wrong) -> str | None:
    code = words.country(text)
    if code is None:
        wrong("unreadable", "This country is not known. Write its English name or two-letter code.")
    return code


def _languages(text: str, wrong: Wrong) -> list[str]:
    codes = []
    for part in words.parts(text):
        code = words.language(part)
        if code is None:
            wrong("unreadable", f"The language {part} is not known. Write its English name.")
        elif code not in codes:
            codes.append(code)
    return codes


def _number(text: str, wrong: Wrong) -> list[int]:
    """The least and the most; `about 6` is 6 to 6."""
    found = [int(part) for part in re.findall(r"(?<![\d.,])\d+(?![\d.,]*\d)", text)]
    found += [NUMBERS[part] for part in words.folded(text).split() if part in NUMBERS]
    if not found:
        wrong("ambiguous", "This is no whole number of people. Ask the team.")
        return []
    return [min(found), max(found)]


def _email(text: str, wrong: Wrong) -> str | None:
    found = EMAIL.findall(text)
    if len(found) > 1:
        wrong("ambiguous", "There are several addresses; the first is used. Ask which one is right.")
    if not found:
        wrong("unreadable", "This is no e-mail address. Ask the team for one.")
        return None
    return str(found[0]).lower()


def _consent(text: str, _wrong: Wrong) -> bool:
    said = words.folded(text)
    return said not in NO and not said.startswith(("no ", "i do not", "i don t"))


def _text(text: str, wrong: Wrong) -> str:
    if len(text) > LONGEST:
        wrong("too_long", f"{len(text)} characters; a Slack message shows {LONGEST} at a time. Nothing is cut.")
    return text


READERS: dict[Value, Callable[[str, Wrong], Any]] = {
    Value.COUNTRY: _country,
    Value.LANGUAGE: lambda text, _: words.language(text) or text,
    Value.LANGUAGES: _languages,
    Value.CHOICES: lambda text, _: words.parts(text),
    Value.NUMBER: _number,
    Value.EMAIL: _email,
    Value.ZONE: lambda text, _: text if text in available_timezones() else None,
    Value.CONSENT: _consent,
}


def _complete_cohort(answers: dict[str, Any]) -> None:
    code = answers.get("country_code")
    answers["country"] = (words.country(code) if code else None) or answers.get("country")
    answers["contact"] = answers.get("contact") or answers.get("lead")


def _missing(kind: CallKind, answers: dict[str, Any], mapping: Mapping, reported: set[str]) -> Iterable[Problem]:
    """What could not be read has been reported as that: it is not missing as well."""
    for question in required(kind):
        label = mapping.columns.get(question.key, question.label)
        if question.value == Value.CONSENT:
            if not answers.get(question.key):
                yield Problem("no_consent", label, None, "Without consent the data may not be used. Ask the team.")
        elif answers.get(question.key) is None and label not in reported:
            yield Problem("missing", label, None, "This was left empty. Ask the team.")


def _unfit(answers: dict[str, Any], mapping: Mapping) -> Iterable[Problem]:
    names = " ".join(str(answers.get(key) or "") for key in ("organisation", "organisation_en"))
    if found := NOT_GOVERNMENT.search(names):
        label = mapping.columns.get("organisation", "Organisation")
        why = f"Only public bodies may apply, and this name says {found[0]}. A facilitator decides."
        yield Problem("ineligible", label, str(answers.get("organisation")), why)


def _on_time(
    answers: dict[str, Any], deadline: datetime | None, mapping: Mapping, problems: list[Problem]
) -> bool | None:
    if deadline is None or not answers.get("submitted_at"):
        return None
    on_time = datetime.fromisoformat(answers["submitted_at"]) <= deadline
    if not on_time:
        label = mapping.columns.get("submitted_at", "Date submitted")
        why = f"After the deadline of {deadline:%Y-%m-%d %H:%M} UTC. A facilitator may accept it with a reason."
        problems.append(Problem("late", label, answers["submitted_at"], why))
    return on_time


def _complete(kind: CallKind, answers: dict[str, Any], problems: list[Problem]) -> bool:
    if kind == CallKind.CHALLENGE and answers.get("status"):
        return words.folded(answers["status"]) not in PARTIAL
    return not any(problem.code == "missing" for problem in problems)


def _candidate(row: Understood) -> Candidate:
    answers = row.answers
    moment = answers.get("submitted_at")
    long = ("title", "question", "context", "tried", "learn", "done", "results", "not_worked", "need", "offer")
    return Candidate(
        response_id=row.response_id,
        team=str(answers.get("team") or ""),
        email=str(answers.get("email") or ""),
        country=answers.get("country"),
        language=answers.get("form_language"),
        partial=words.folded(str(answers.get("status") or "")) in PARTIAL,
        submitted_at=datetime.fromisoformat(moment) if moment else None,
        title=str(answers.get("title") or ""),
        words=" ".join(str(answers.get(key) or "") for key in long),
    )
