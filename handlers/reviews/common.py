"""What the handlers of reviews share: where a form goes, which call is meant, which submission, who."""

from typing import Any

from bot.programme.reviews import rounds
from handlers import payloads, words
from handlers.replies import Open, Refill, Reply
from handlers.requests import Request, WrongWordsError
from storage import people
from storage.calls import CallKind, Submission
from storage.db import Db
from storage.people import Person

KINDS = {kind.value: kind for kind in (CallKind.CHALLENGE, CallKind.SOLUTION)}


def show(request: Request, view: dict[str, Any]) -> Reply:
    """In place of the modal that is open, else as a new one."""
    return Refill(view) if payloads.in_modal(request.body) else Open(view)


def ids(value: str) -> tuple[int, int]:
    """`7` or `7.2`: a row id and a page."""
    row, _, page = value.partition(".")
    return int(row), int(page or 0)


def kind_of(said: list[str], example: str) -> tuple[CallKind, list[str]]:
    """The call that is named first, or the one for challenges; and the other words."""
    word = said[0].lower().removesuffix("s") if said else ""
    if word == CallKind.COHORT:
        raise WrongWordsError(f"The cohort's list is not reviewed. For example: `{example}`")
    return (KINDS[word], said[1:]) if word in KINDS else (CallKind.CHALLENGE, said)


def submission(db: Db, request: Request, kind: CallKind, word: str) -> Submission:
    found = rounds.submission(db, request.here, kind, word)
    if found is None:
        raise WrongWordsError(
            f"The call for {kind} has no application {word}. `/sweetspot call board {kind}` lists them."
        )
    return found


def somebody(db: Db, word: str, example: str) -> Person:
    email = words.email(word, example)
    found = people.by_email(db, email)
    if found is None:
        raise WrongWordsError(
            f"Nobody here has the address {email}. `/sweetspot edition add reviewer {email} Their Name` adds them."
        )
    return found
