"""Whom to ask: who offered something like it, who solved it, who works on the same; and not always the same few."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from storage.asks import Why

WAVE = 3
"""At most so many are asked at a time."""
ALIKE = 0.1
"""From this likeness on, what somebody offers is worth being named as the reason."""
SOLVED, THEME, LANGUAGE, ABROAD, ELSEWHERE = 0.4, 0.15, 0.03, 0.02, 0.02
SHARE = 0.12
"""What each ask of the last weeks takes from a team: a few of them let the next best come first."""
QUOTED = 300


@dataclass(frozen=True)
class Candidate:
    """A team that may be asked. `solved` is its own text that is close to the ask, if it has one."""

    team_id: int
    country: str = ""
    near: bool = False
    """It works in the asker's workspace."""
    languages: Collection[str] = ()
    themes: Collection[str] = ()
    offer: str = ""
    alike: float = 0.0
    solved: str = ""
    partner: bool = False


@dataclass(frozen=True)
class Wish:
    """The ask, as far as it decides about whom to ask."""

    country: str = ""
    languages: Collection[str] = ()
    themes: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    team_id: int
    why: Why
    detail: str = ""


def ranked(wish: Wish, candidates: Sequence[Candidate], loads: Mapping[int, int]) -> list[Choice]:
    """The likeliest first; `loads` is how often each was asked of late. Nobody is asked without a reason."""
    scored = []
    for one in candidates:
        choice = _reason(wish, one)
        if choice and (one.partner or _understands(wish, one)):
            scored.append((_score(wish, one) - SHARE * loads.get(one.team_id, 0), choice))
    return [choice for _, choice in sorted(scored, key=lambda pair: (-pair[0], pair[1].team_id))]


def _understands(wish: Wish, one: Candidate) -> bool:
    return not wish.languages or not one.languages or bool(set(wish.languages) & set(one.languages))


def _score(wish: Wish, one: Candidate) -> float:
    score = one.alike + SOLVED * bool(one.solved) + THEME * bool(_common(wish, one))
    score += LANGUAGE * bool(set(wish.languages) & set(one.languages))
    score += ABROAD * bool(wish.country and one.country and wish.country != one.country)
    return score + ELSEWHERE * (not one.near)


def _common(wish: Wish, one: Candidate) -> str:
    """The first theme in common."""
    known = {theme.casefold() for theme in one.themes}
    return next((theme for theme in wish.themes if theme.casefold() in known), "")


def _reason(wish: Wish, one: Candidate) -> Choice | None:
    """In words that the reader knows anyway: their own, or a theme that both name."""
    if one.partner:
        return Choice(one.team_id, Why.PARTNER)
    if one.offer and one.alike >= ALIKE and (one.alike >= SOLVED or not one.solved):
        return Choice(one.team_id, Why.OFFER, _short(one.offer))
    if one.solved:
        return Choice(one.team_id, Why.SOLVED, _short(one.solved))
    theme = _common(wish, one)
    return Choice(one.team_id, Why.THEME, theme) if theme else None


def _short(text: str) -> str:
    """The first words, openly cut."""
    plain = " ".join(text.split())
    return plain if len(plain) <= QUOTED else plain[:QUOTED].rsplit(" ", 1)[0] + " …"
