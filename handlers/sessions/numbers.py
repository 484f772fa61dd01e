"""The session that a command names by its number."""

from handlers.requests import Request, WrongWordsError
from storage import sessions
from storage.db import Db
from storage.sessions import Session


def number_of(request: Request, verb: str) -> int:
    if not request.value.strip().isdigit():
        raise WrongWordsError(f"Which session? For example: `/sweetspot session {verb} 2`")
    return int(request.value)


def numbered(db: Db, request: Request, number: int) -> Session:
    found = sessions.numbered(db, request.here.id, number)
    if found is None:
        raise WrongWordsError(f"There is no session {number} in this edition.")
    return found
