"""What a person is shown of a file before anything is written. Pure."""

import math
from collections import Counter
from datetime import datetime
from typing import Any

from bot.programme.intake.lookalikes import IN_WORDS
from bot.programme.intake.mappings import open_questions
from bot.programme.intake.questions import QUESTIONS, Mapping, question
from bot.programme.intake.reports import Report
from bot.programme.intake.requests import Draft, drafted
from storage.calls import CallKind, Submission

GROUPS, COLUMNS, SAMPLE = 5, 30, 3
ROWS, DRAFTS = 8, 4
"""On one page."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
CODES = {
    "missing": "missing answers",
    "unreadable": "unreadable",
    "ambiguous": "ambiguous",
    "too_long": "too long for one message",
    "late": "late",
    "ineligible": "perhaps not eligible",
    "no_consent": "without consent",
}


def facts(
    found: Report, known: dict[str, Submission], *, kept: bool, zone: str, closes_at: datetime | None
) -> dict[str, Any]:
    """`known`: what the call has already, by response id."""
    has_team = "team" in found.mapping.columns
    counts = Counter(problem.code for row in found.rows for problem in row.problems)
    changes = Counter(_change(known.get(row.response_id), row.raw) for row in found.rows)
    return {
        "name": found.file,
        "kind": str(found.kind),
        "zone": zone,
        "closes_at": closes_at,
        "kept": kept,
        "encoding": found.encoding,
        "delimiter": DELIMITERS.get(found.delimiter or "", found.delimiter),
        "sample": sample(found),
        "problems": dict(counts),
        "codes": CODES,
        "has_team": has_team,
        "can_bring": has_team and bool(found.rows),
        "drafts": len(drafted(found)) if has_team else 0,
        "new": changes["new"],
        "changed": changes["changed"],
        "unchanged": changes["unchanged"],
        **{name: found.summary()[name] for name in ("rows", "countries")},
        **_alike(found),
        **_columns(found.kind, found.mapping),
    }


def _change(known: Submission | None, raw: dict[str, str]) -> str:
    if known is None:
        return "new"
    return "unchanged" if known.raw == raw else "changed"


def sample(found: Report) -> list[str]:
    """Names whose letters show whether a guessed code page was the right one."""
    if not found.encoding or found.encoding.startswith("utf"):
        return []
    names = {str(row.answers.get("team")) for row in found.rows}
    return sorted(name for name in names if not name.isascii())[:SAMPLE]


def _alike(found: Report) -> dict[str, Any]:
    shown = [
        {"response_ids": group.response_ids, "words": IN_WORDS[group.reason], "evidence": group.evidence}
        for group in found.duplicates[:GROUPS]
    ]
    return {"alike": shown, "more_alike": len(found.duplicates) - len(shown)}


def _columns(kind: CallKind, mapping: Mapping) -> dict[str, Any]:
    named = {header: question(kind, key) for key, header in mapping.columns.items()}
    same = [header for header, one in named.items() if header == one.label]
    return {
        "word_for_word": same,
        "renamed": [(header, one.label) for header, one in named.items() if header not in same],
        "unsure": [question(kind, key).label for key in mapping.uncertain],
        "unclaimed": mapping.unmatched[:COLUMNS],
        "more_unclaimed": max(0, len(mapping.unmatched) - COLUMNS),
        "without": [one.label for one in QUESTIONS[kind] if one.key not in mapping.columns],
    }


def problem_page(found: Report, page: int) -> tuple[list[dict[str, Any]], int, int]:
    """The rows of this page with what is wrong, how many there are in all, and how many pages."""
    rows = [row for row in found.rows if row.problems]
    shown = [
        {"row": row.row, "response_id": row.response_id, "team": row.answers.get("team"), "problems": row.problems}
        for row in rows[page * ROWS : (page + 1) * ROWS]
    ]
    return shown, len(rows), math.ceil(len(rows) / ROWS)


def draft_page(drafts: list[Draft], page: int, edition: str) -> tuple[list[dict[str, Any]], int, int]:
    shown = [draft_facts(draft, edition) for draft in drafts[page * DRAFTS : (page + 1) * DRAFTS]]
    return shown, len(drafts), max(1, math.ceil(len(drafts) / DRAFTS))


def draft_facts(draft: Draft, edition: str) -> dict[str, Any]:
    items = [{"team": item.team, "title": item.title, "questions": item.questions} for item in draft.items]
    return {"email": draft.email, "contact": draft.contact, "locale": draft.locale, "edition": edition, "items": items}


def to_correct(kind: CallKind, mapping: Mapping, headers: list[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """The questions that are open or unsure, with the column they have now; and the columns, unclaimed ones first."""
    order = [*mapping.unmatched, *(header for header in headers if header not in mapping.unmatched)]
    doubtful = []
    for key in open_questions(kind, mapping):
        header, one = mapping.columns.get(key), question(kind, key)
        column = str(order.index(header)) if header in order else "none"
        doubtful.append({"key": key, "label": one.label, "column": column, "required": one.required})
    return doubtful, order
