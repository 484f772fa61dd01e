"""Ids in buttons and words in commands of matchmaking: read, or refused with the way out."""

from collections.abc import Callable

from handlers import words
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.matching import Challenge
from storage.teams import Team

Cell = tuple[Challenge, Team]
Find = Callable[[Db], Cell]
BROKEN = "This button is of no use any more. `/sweetspot match explain` shows how things stand."


def ids(value: str, count: int) -> list[int]:
    parts = value.split(".")
    if len(parts) != count or not all(part.isdigit() for part in parts):
        raise WrongWordsError(BROKEN)
    return [int(part) for part in parts]


def number(word: str, example: str) -> int:
    if not word.strip().isdigit():
        raise WrongWordsError(f"“{word}” is no number. For example: `{example}`")
    return int(word)


def challenge_and_team(db: Db, request: Request, said: str, example: str) -> Cell:
    """`2 Team name`"""
    first, _, name = said.strip().partition(" ")
    if not name.strip():
        raise WrongWordsError(f"Which challenge, and which team? For example: `{example}`")
    return words.challenge(db, request, first), words.team(db, request, name)
