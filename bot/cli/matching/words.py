"""A plan as the command prints it: each pair with its reasons and its weakest point."""

from typing import Any

from bot.cli.matching.problems import Asked
from bot.programme.solvers.matching import Pair, Plan


def plan(asked: Asked, found: Plan) -> dict[str, Any]:
    answer = {
        "status": found.status,
        "total": found.total,
        "bound": found.bound,
        "worst_challenge": found.worst_challenge,
        "pairs": [_pair(asked, pair) for pair in found.pairs],
        "unfilled": [{"challenge": one.challenge, "missing": one.missing} for one in found.unfilled],
        "unplaced": [
            {
                "provider": one.provider,
                "why": one.why,
                "best_alternative": one.best_alternative
                and {"challenge": one.best_alternative.challenge, "costs": one.best_alternative.costs},
            }
            for one in found.unplaced
        ],
        "protecting_the_worst_off": _protected(found),
    }
    if found.status == "optimal" and not found.tie_break_proven:
        answer["tie_break_proven"] = False
    return answer | ({"overlap_on": asked.on.isoformat()} if asked.says_when() else {})


def _protected(found: Plan) -> dict[str, Any]:
    protected = found.protecting
    told = {"worst_challenge": protected.worst_challenge, "total": protected.total}
    return told if protected.proven else told | {"proven": False}


def number(score: float) -> float:
    """A whole number where it is one."""
    return int(score) if score == int(score) else score


def _pair(asked: Asked, pair: Pair) -> dict[str, Any]:
    score, pinned = number(asked.problem.scores[pair]), ["pinned"] * (pair in asked.problem.pins)
    told: dict[str, Any] = {"challenge": pair[0], "provider": pair[1], "score": score}
    if pair in asked.computed:
        scored = asked.computed[pair]
        return told | {"reasons": [*pinned, *scored.reasons][:3], "weakest": scored.weakest}
    good, weak = _known(asked, pair)
    return told | {"reasons": [*pinned, *good][:3], "weakest": weak}


def _known(asked: Asked, pair: Pair) -> tuple[list[str], str]:
    """What can be said of a pair whose score was given: its rank, themes, languages, hours and countries."""
    challenge = next(one for one in asked.input.challenges if one.id == pair[0])
    provider = next(one for one in asked.input.providers if one.id == pair[1])
    good, weak = [f"score {number(asked.problem.scores[pair]):g}, as given"], []
    shared = [theme for theme in challenge.themes or () if theme in (provider.themes or ())]
    if shared:
        good.append(f"themes in common: {', '.join(shared)}")
    elif challenge.themes and provider.themes:
        weak.append("no theme in common")
    spoken = [word for word in challenge.languages or () if word in (provider.languages or ())]
    if spoken:
        good.append(f"languages in common: {', '.join(spoken)}")
    elif challenge.languages and provider.languages:
        weak.append("no common language")
    if challenge.time_zone and provider.time_zone:
        from bot.programme.worktime import hours_in_common

        hours = hours_in_common(challenge.time_zone, provider.time_zone, asked.on)
        (good if hours >= 2 else weak).append(f"{hours:g} working hours in common on {asked.on}")
    if not asked.problem.scores[pair]:
        weak.insert(0, "the score is 0")
    return good, weak[0] if weak else "nothing known against it"
