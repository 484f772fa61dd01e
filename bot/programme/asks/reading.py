"""What is asked and not answered yet."""

from dataclasses import dataclass
from datetime import datetime

from storage.db import Db


@dataclass(frozen=True)
class OpenAsk:
    id: int
    team_id: int
    text: str
    at: datetime
    picked_up_by: str = ""


def open_of(_db: Db, _team_ids: list[int]) -> list[OpenAsk]:
    """The open asks of these teams, the oldest first."""
    return []
