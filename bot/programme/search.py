"""Full-text search over what may be read: insights, check-ins at the right level, resources, opportunities, advice."""

from dataclasses import dataclass
from datetime import datetime

from bot.programme.sharing import Here
from storage.db import Db


@dataclass(frozen=True)
class Hit:
    """Something that was found, as this reader may see it; `team` is empty where it may not be named."""

    kind: str
    """`insight`, `checkin`, `resource`, `opportunity` or `ask`."""
    id: int
    title: str
    text: str
    team: str
    team_id: int
    """For routing only: never shown where `team` is empty."""
    at: datetime


def find(_db: Db, _edition_id: int, _here: Here, _words: str, _limit: int = 10) -> list[Hit]:
    """The best first; a word in any of its forms, or another language's, may match. Nothing the reader may not see."""
    return []
