"""Submissions that look like one another: suggested with the evidence, and never merged."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz import fuzz

from bot.programme.intake.words import folded

SAME_WORDS = 97
ALIKE = 85
UNLIKE = 50
LONG = ("question", "context", "tried", "learn", "done", "results", "not_worked", "need", "offer")
AT_ONCE = timedelta(minutes=30)
MOST_COMPARED = 10
"""Of one team or address: more than that is a test entry or a form's default."""


Pairs = Collection[frozenset[str]]


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
    """All long answers in one; like the title, folded."""
    themes: frozenset[str] = frozenset()


def candidate(response_id: str, answers: dict[str, Any], *, partial: bool) -> Candidate:
    moment = answers.get("submitted_at")
    return Candidate(
        response_id=response_id,
        team=str(answers.get("team") or ""),
        email=str(answers.get("email") or ""),
        country=answers.get("country"),
        language=answers.get("form_language"),
        partial=partial,
        submitted_at=datetime.fromisoformat(moment) if moment else None,
        title=folded(str(answers.get("title") or "")),
        words=folded(" ".join(answers[key] for key in LONG if isinstance(answers.get(key), str))),
        themes=frozenset(answers.get("themes") or answers.get("challenges") or ()),
    )


@dataclass(frozen=True)
class Group:
    response_ids: list[str]
    reason: str
    """`draft`, `double`, `resubmission` or `translation`."""
    evidence: str


def suggest(candidates: Sequence[Candidate], different: Pairs = frozenset()) -> list[Group]:
    """Groups that share a team's name and country, an address or a title, and speak of the same matter.

    `different`: pairs of response ids that somebody has told apart.
    """
    parent = {item.response_id: item.response_id for item in candidates}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for group in _by_key(candidates):
        for first, second in _neighbours(group):
            told_apart = frozenset({first.response_id, second.response_id}) in different
            if not told_apart and _same_matter(first, second):
                parent[root(second.response_id)] = root(first.response_id)
    members: dict[str, list[Candidate]] = {}
    for item in candidates:
        members.setdefault(root(item.response_id), []).append(item)
    return [_group(group) for group in members.values() if len(group) > 1]


def _by_key(candidates: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    found: dict[tuple[str, str], list[Candidate]] = {}
    for item in candidates:
        for key in _keys(item):
            found.setdefault(key, []).append(item)
    return (group for group in found.values() if len(group) > 1)


def _keys(item: Candidate) -> Iterator[tuple[str, str]]:
    if item.team:
        yield "team", f"{folded(item.team)}/{item.country}"
    if "@" in item.email:
        yield "email", item.email.casefold()
    if len(item.title) >= 12:
        yield "title", f"{item.title}/{item.country}"


def _neighbours(group: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    for place, second in enumerate(group):
        for first in group[max(0, place - MOST_COMPARED) : place]:
            yield first, second


def _same_matter(first: Candidate, second: Candidate) -> bool:
    """The same team may hand in two different things; a draft or a translation is of the same one."""
    titles = fuzz.token_set_ratio(first.title, second.title)
    if titles >= ALIKE or _alike(first, second) >= ALIKE:
        return True
    if first.partial != second.partial:
        return titles >= UNLIKE or not (first.title and second.title)
    return first.language != second.language and _on_the_same_themes(first, second)


def _on_the_same_themes(first: Candidate, second: Candidate) -> bool:
    if not (first.themes and second.themes):
        return True
    return 2 * len(first.themes & second.themes) >= len(first.themes | second.themes)


def _alike(first: Candidate, second: Candidate) -> float:
    return float(fuzz.ratio(first.words, second.words))


def _group(group: list[Candidate]) -> Group:
    first, last = group[0], group[-1]
    return Group([item.response_id for item in group], _reason(group), _evidence(first, last))


def _reason(group: list[Candidate]) -> str:
    first, last = group[0], group[-1]
    if any(item.partial for item in group) and not all(item.partial for item in group):
        return "draft"
    if first.language != last.language and _alike(first, last) < ALIKE:
        return "translation"
    same = _alike(first, last) >= SAME_WORDS and first.title == last.title
    return "double" if same and (_apart(first, last) or timedelta()) <= AT_ONCE else "resubmission"


def _apart(first: Candidate, last: Candidate) -> timedelta | None:
    if first.submitted_at is None or last.submitted_at is None:
        return None
    return abs(last.submitted_at - first.submitted_at)


def _evidence(first: Candidate, last: Candidate) -> str:
    found = []
    if folded(first.team) == folded(last.team):
        found.append(f"same team name ({first.team})")
    if first.email and first.email.casefold() == last.email.casefold():
        found.append(f"same address ({first.email})")
    if first.title and first.title == last.title:
        found.append("same title")
    if first.partial != last.partial:
        found.append("one of them is not finished")
    else:
        found.append(f"answers {_alike(first, last):.0f} % alike")
    if first.language != last.language:
        found.append(f"form in {first.language} and {last.language}")
    if (apart := _apart(first, last)) is not None:
        found.append(_in_words(apart))
    return "; ".join(found)


def _in_words(apart: timedelta) -> str:
    minutes = round(apart.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} {'minute' if minutes == 1 else 'minutes'} apart"
    return f"{minutes // 60} hours apart" if minutes < 2880 else f"{minutes // 1440} days apart"
