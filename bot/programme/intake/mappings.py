"""Which column answers which question: proposed, corrected by hand, and kept for the next file of the call."""

from collections.abc import Mapping as Map
from datetime import datetime

from bot.programme.intake.questions import QUESTIONS, Mapping, propose_mapping, required
from storage import intake
from storage.calls import CallKind
from storage.db import Db
from storage.intake import KeptMapping

Columns = Map[str, str | None]
"""Header by question; nothing where no column answers it."""


def corrected(kind: CallKind, headers: list[str], corrections: Columns) -> Mapping:
    """The proposal, with what a person knows better; a column they give to one question is no other's."""
    proposed = propose_mapping(kind, headers)
    known = {question.key for question in QUESTIONS[kind]}
    given = {key: header for key, header in corrections.items() if key in known and header in {*headers, None}}
    taken = set(filter(None, given.values()))
    columns = {key: header for key, header in proposed.columns.items() if key not in given and header not in taken} | {
        key: header for key, header in given.items() if header
    }
    unmatched = [header for header in headers if header not in columns.values()]
    return Mapping(columns, unmatched, proposed.uncertain - given.keys())


def complete(kind: CallKind, mapping: Mapping) -> dict[str, str | None]:
    """Said of every question, so that a later version proposes nothing else in its place."""
    return {question.key: mapping.columns.get(question.key) for question in QUESTIONS[kind]}


def likeliest_kind(headers: list[str]) -> CallKind:
    """The call whose questions claim most of the columns; of equals the one that misses least."""

    def fit(kind: CallKind) -> tuple[int, int]:
        columns = propose_mapping(kind, headers).columns
        return len(columns), sum(question.key in columns for question in required(kind)) - len(required(kind))

    return max(CallKind, key=fit)


def open_questions(kind: CallKind, mapping: Mapping) -> list[str]:
    """Keys of the questions that a person should look at: without a column, or with one that only reads alike."""
    order = {question.key: place for place, question in enumerate(required(kind))}
    doubtful = [q.key for q in QUESTIONS[kind] if q.key not in mapping.columns or q.key in mapping.uncertain]
    return sorted(doubtful, key=lambda key: order.get(key, len(order)))


def kept(db: Db, edition_id: int, kind: CallKind, headers: list[str]) -> dict[str, str | None]:
    """What was kept for a file with these columns; empty if nothing was."""
    row = intake.kept_mapping(db, edition_id, kind, headers)
    return dict(row.columns) if row else {}


def keep(
    db: Db, now: datetime, edition_id: int, kind: CallKind, headers: list[str], mapping: Mapping,
    person_id: int | None = None,
) -> None:  # fmt: skip
    """For the next file of the call with the same columns; the last one kept counts."""
    columns = complete(kind, mapping)
    if row := intake.kept_mapping(db, edition_id, kind, headers):
        row.columns, row.person_id, row.at = columns, person_id, now
    else:
        mark = intake.fingerprint(headers)
        db.add(
            KeptMapping(
                edition_id=edition_id, kind=kind, fingerprint=mark, columns=columns, person_id=person_id, at=now
            )
        )
    db.flush()
