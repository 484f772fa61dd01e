"""The words after a command: what they mean, or what would be right."""

import re
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.programme.calls import Until
from bot.programme.permissions import may
from handlers.requests import Request, WrongWordsError
from storage import matching, teams
from storage.db import Db
from storage.matching import Challenge
from storage.teams import Team

E = TypeVar("E", bound=StrEnum)


def one_of(kinds: type[E], word: str, example: str) -> E:
    """A value of an enum, the plural accepted."""
    for kind in kinds:
        if word.lower() in {kind.value, f"{kind.value}s"}:
            return kind
    choices = ", ".join(kind.value for kind in kinds)
    raise WrongWordsError(f"“{word}” is none of {choices}. For example: `{example}`")


def split_reason(text: str, example: str) -> tuple[str, str]:
    """`… because …`: what comes before, and the reason."""
    before, found, reason = text.partition(" because ")
    if not found or not reason.strip():
        raise WrongWordsError(f"Please give a reason. For example: `{example}`")
    return before.strip(), reason.strip()


def day(word: str, example: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise WrongWordsError(f"“{word}” is no date such as 2027-01-18. For example: `{example}`") from None


def until(words: list[str], example: str) -> Until:
    """`until 2027-01-31 Europe/Paris`, the end of that day there; or `until 2027-02-15 10:00 Europe/Paris`."""
    if len(words) not in (3, 4) or words[0] != "until":
        raise WrongWordsError(f"Please write until, a date and a time zone. For example: `{example}`")
    name = words[-1]
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise WrongWordsError(f"“{name}” is no time zone such as Europe/Paris. For example: `{example}`") from None
    clock = _clock(words[2], example) if len(words) == 4 else time(23, 59, 59)
    return Until(datetime.combine(day(words[1], example), clock, zone).astimezone(UTC), name)


def _clock(word: str, example: str) -> time:
    try:
        return time.fromisoformat(word)
    except ValueError:
        raise WrongWordsError(f"“{word}” is no time such as 10:00. For example: `{example}`") from None


def cut(text: str, mark: str) -> tuple[str, str]:
    """What stands before a word that parts the text, and what comes after it."""
    before, _, after = f"{text} ".partition(f" {mark} ")
    return before.strip(), after.strip()


def team(db: Db, request: Request, name: str) -> Team:
    hidden = set() if may(db, request.here.id, request.person, "edition.run") else teams.veiled(db, request.here.id)
    found = teams.by_name(db, request.here.id, name.strip())
    if found is None or found.id in hidden:
        shown = [row.name for row in teams.active(db, request.here.id) if row.id not in hidden]
        near = [other for other in shown if name[:3].lower() in other.lower()]
        hint = f" Did you mean {', '.join(near[:3])}?" if near else " `/sweetspot call board cohort` lists the teams."
        raise WrongWordsError(f"There is no team “{name}” in this edition.{hint}")
    return found


def challenge(db: Db, request: Request, word: str) -> Challenge:
    number = re.sub(r"\D", "", word)
    found = matching.numbered(db, request.here.id, int(number)) if number else None
    if found is None:
        raise WrongWordsError(f"There is no challenge “{word}”. `/sweetspot match explain` lists their numbers.")
    return found


def email(word: str, example: str) -> str:
    """Slack may have made a link of it."""
    plain = word.strip("<>").removeprefix("mailto:").partition("|")[0]
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", plain):
        raise WrongWordsError(f"“{plain}” is no e-mail address. For example: `{example}`")
    return plain
