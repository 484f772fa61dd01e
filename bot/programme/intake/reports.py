"""What an import understood and what it did not, row by row."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from bot.programme.intake import answers as readings
from bot.programme.intake import challenges, duplicates, eligibility, words
from bot.programme.intake.answers import Setting
from bot.programme.intake.challenges import Challenges
from bot.programme.intake.duplicates import Candidate, Group, Pairs, candidate
from bot.programme.intake.files import Row, Table
from bot.programme.intake.questions import QUESTIONS, Mapping, Question, Value, required
from storage.calls import CallKind

PARTIAL = {"partial", "draft", "incomplete", "in progress", "unfinished", "false", "0", "rascunho", "borrador",
           "brouillon", "bozza", "entwurf", "parcial", "incompleto", "unvollstandig"}  # fmt: skip


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

    def candidate(self) -> Candidate:
        return candidate(self.response_id, self.answers, partial=not self.complete)

    def as_json(self) -> dict[str, Any]:
        names = ("team", "country", "submitted_at", "languages", "themes")
        shape = {"row": self.row, "response_id": self.response_id} | {name: self.answers.get(name) for name in names}
        problems = [asdict(problem) for problem in self.problems]
        return shape | {"complete": self.complete, "on_time": self.on_time, "problems": problems}


@dataclass(frozen=True)
class Known:
    """What the edition knows already: nothing, for a file on its own."""

    challenges: Challenges = field(default_factory=dict)
    different: Pairs = frozenset()


@dataclass(frozen=True)
class Report:
    kind: CallKind
    file: str
    encoding: str | None
    delimiter: str | None
    mapping: Mapping
    rows: list[Understood]
    duplicates: list[Group]
    headers: list[str] = field(default_factory=list)

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
    kind: CallKind, table: Table, mapping: Mapping, filename: str, *, zone: str, deadline: datetime | None,
    known: Known = Known(),
) -> Report:  # fmt: skip
    """`zone`: of time stamps without an offset. Without a deadline nothing is late or on time."""
    setting = Setting(zone, _options(kind, table, mapping), known.challenges)
    taken: dict[str, int] = {}
    rows = [_row(_Reader(kind, mapping, setting, row), deadline, taken) for row in table.rows]
    groups = duplicates.suggest([row.candidate() for row in rows], known.different)
    return Report(kind, filename, table.encoding, table.delimiter, mapping, rows, groups, table.headers)


def _options(kind: CallKind, table: Table, mapping: Mapping) -> dict[str, Collection[str]]:
    """What rows with an unmistakable separator name, for those that have commas only."""
    headers = {
        question.key: mapping.columns[question.key]
        for question in QUESTIONS[kind]
        if question.value == Value.CHOICES and question.key in mapping.columns
    }
    return {
        key: {part for row in table.rows if words.STRONG.search(words.unescaped(row.cells[header]))
              for part in words.parts(row.cells[header])}
        for key, header in headers.items()
    }  # fmt: skip


class _Reader:
    """One row as it is read: its answers so far, and its problems."""

    def __init__(self, kind: CallKind, mapping: Mapping, setting: Setting, row: Row) -> None:
        self.kind, self.mapping, self.row, self.published = kind, mapping, row, setting.challenges
        self.problems: list[Problem] = []
        self.answers: dict[str, Any] = {}
        for question in QUESTIONS[kind]:
            header = mapping.columns.get(question.key)
            text = words.tidy(row.cells[header]) if header else ""
            self.answers[question.key] = self._answer(question, text, setting) if text else None

    def _answer(self, question: Question, text: str, setting: Setting) -> Any:
        return readings.read(question.key, question.value, text, setting, self.noting(question.key, text))

    def label(self, key: str) -> str:
        return self.mapping.columns.get(key) or next(one.label for one in QUESTIONS[self.kind] if one.key == key)

    def noting(self, key: str, value: str | None) -> Callable[[str, str], None]:
        return lambda code, problem: self.problems.append(Problem(code, self.label(key), value, problem))


NO_CHALLENGE = "None of the published challenges is meant by this. Ask the team which number it is."
WHICH_CHALLENGE = "More than one of the published challenges may be meant by this. Ask the team which number it is."


def _row(reader: _Reader, deadline: datetime | None, taken: dict[str, int]) -> Understood:
    row, answers = reader.row, reader.answers
    if reader.kind == CallKind.COHORT:
        _complete_cohort(reader)
    if reader.published and reader.kind == CallKind.SOLUTION:
        _name_challenges(reader, reader.published)
    _note_missing(reader)
    _note_beyond(reader)
    if found := eligibility.doubt(answers):
        key, code, problem = found
        reader.noting(key, str(answers.get(key)))(code, problem)
    response_id = _own_id(reader, taken)
    on_time = _on_time(reader, deadline)
    complete = _complete(reader)
    return Understood(row.number, response_id, answers, row.cells, complete, on_time, reader.problems)


def _complete_cohort(reader: _Reader) -> None:
    answers = reader.answers
    code, named = answers.get("country_code"), answers.get("country")
    if code and named and code != named:
        problem = f"The code beside it says {code}, which is used. Correct one of them."
        reader.noting("country", str(named))("ambiguous", problem)
    answers["country"] = code or named
    answers["contact"] = answers.get("contact") or answers.get("lead")


def _note_missing(reader: _Reader) -> None:
    """What could not be read has been reported as that: it is not missing as well."""
    reported = {problem.field for problem in reader.problems}
    for question in required(reader.kind):
        label, value = reader.label(question.key), reader.answers.get(question.key)
        if (value is not None and value is not False) or label in reported:
            continue
        if question.value == Value.CONSENT:
            said = None if value is None else reader.row.cells.get(label)
            reader.noting(question.key, said)("no_consent", "Without consent the data may not be used. Ask the team.")
        elif question.key in reader.mapping.columns:
            reader.noting(question.key, None)("missing", "This was left empty. Ask the team.")
        else:
            reader.noting(question.key, None)(
                "missing", "The file has no column for this. Ask for it, or name the column so."
            )


def _note_beyond(reader: _Reader) -> None:
    if count := reader.row.beyond:
        problem = f"This row has {count} more cells than there are columns: an answer may hold an unquoted delimiter."
        reader.problems.append(Problem("ambiguous", "row", None, f"{problem} Compare it with the form."))


def _own_id(reader: _Reader, taken: dict[str, int]) -> str:
    """Where an id comes twice the second keeps its row beside it, so that neither is lost."""
    given, number = str(reader.answers.get("response_id") or reader.row.number), reader.row.number
    if given not in taken:
        taken[given] = number
        return given
    if reader.answers.get("response_id"):
        reader.noting("response_id", given)("ambiguous", f"Row {taken[given]} has the same id. Correct one of them.")
    return f"{given} (row {number})"


def _on_time(reader: _Reader, deadline: datetime | None) -> bool | None:
    moment = reader.answers.get("submitted_at")
    if deadline is None or not moment:
        return None
    on_time = datetime.fromisoformat(moment) <= deadline
    if not on_time:
        why = f"After the deadline of {deadline:%Y-%m-%d %H:%M %Z}. A facilitator may accept it with a reason."
        reader.noting("submitted_at", moment)("late", why)
    return on_time


def _complete(reader: _Reader) -> bool:
    """As the form tool says: by its status, else by the time of completion, else by what is missing."""
    answers, columns = reader.answers, reader.mapping.columns
    if reader.kind == CallKind.CHALLENGE and answers.get("status"):
        return words.folded(answers["status"]) not in PARTIAL
    if "submitted_at" in columns:
        return bool(words.tidy(reader.row.cells[columns["submitted_at"]]))
    return not any(problem.code == "missing" for problem in reader.problems)


def _name_challenges(reader: _Reader, published: Challenges) -> None:
    """Of a solution: the numbers of the challenges that it speaks to."""
    texts = reader.answers.get("challenges") or []
    numbers, doubts = challenges.resolve(texts, published)
    reader.answers["challenge_numbers"] = numbers
    for code, text in doubts:
        reader.noting("challenges", text)(code, NO_CHALLENGE if code == "unreadable" else WHICH_CHALLENGE)
