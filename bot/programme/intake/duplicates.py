"""Submissions that look like one another: suggested with the evidence, and never merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from rapidfuzz import fuzz

from bot.programme.intake.words import folded

SAME_WORDS = 97
ALIKE = 85
AT_ONCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Candidate:
    response_id: str
    team: str
    email: str
    country: str | None
    language: str | None
    partial: bool
    submitted_at: datetime | None
    title: str
    words: str
    """All long answers in one."""


@dataclass(frozen=True)
class Group:
    response_ids: list[str]
    reason: str
    """`draft`, `double`, `resubmission` or `translation`."""
    evidence: str


def suggest(candidates: Sequence[Candidate]) -> list[Group]:
    """Groups of the same team: by its name and country, or by the contact's address."""
    parent = {item.response_id: item.response_id for item in candidates}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    by_key: dict[tuple[str, str], list[Candidate]] = {}
    for item in candidates:
        for key in _keys(item):
            by_key.setdefault(key, []).append(item)
    for group in by_key.values():
        for first, second in combinations(group, 2):
            if _same_matter(first, second):
                parent[root(second.response_id)] = root(first.response_id)
    members: dict[str, list[Candidate]] = {}
    for item in candidates:
        members.setdefault(root(item.response_id), []).append(item)
    return [_group(group) for group in members.values() if len(group) > 1]


def _keys(item: Candidate) -> list[tuple[str, str]]:
    named = [("team", f"{folded(item.team)}/{item.country}")] if item.team else []
    return named + ([("email", item.email.casefold())] if "@" in item.email else [])


def _same_matter(first: Candidate, second: Candidate) -> bool:
    """The same team may hand in two different things; a translation or a draft is the same one."""
    if first.partial or second.partial or first.language != second.language:
        return True
    return fuzz.token_set_ratio(folded(first.title), folded(second.title)) >= ALIKE or _alike(first, second) >= ALIKE


def _alike(first: Candidate, second: Candidate) -> float:
    return float(fuzz.ratio(folded(first.words), folded(second.words)))


def _group(group: list[Candidate]) -> Group:
    first, last = group[0], group[-1]
    return Group([item.response_id for item in group], _reason(group), _evidence(first, last))


def _reason(group: list[Candidate]) -> str:
    first, last = group[0], group[-1]
    if any(item.partial for item in group) and not all(item.partial for item in group):
        return "draft"
    if first.language != last.language and _alike(first, last) < ALIKE:
        return "translation"
    same = _alike(first, last) >= SAME_WORDS and folded(first.title) == folded(last.title)
    return "double" if same and _apart(first, last) <= AT_ONCE else "resubmission"


def _apart(first: Candidate, last: Candidate) -> timedelta:
    if first.submitted_at is None or last.submitted_at is None:
        return timedelta()
    return abs(last.submitted_at - first.submitted_at)


def _evidence(first: Candidate, last: Candidate) -> str:
    found = [f"same team name ({first.team})"] if folded(first.team) == folded(last.team) else []
    found += (
        [f"same address ({first.email})"] if first.email.casefold() == last.email.casefold() and first.email else []
    )
    found.append(f"answers {_alike(first, last):.0f} % alike")
    if first.language != last.language:
        found.append(f"form in {first.language} and {last.language}")
    minutes = _apart(first, last).total_seconds() / 60
    return "; ".join([*found, f"{minutes:.0f} minutes apart"])
