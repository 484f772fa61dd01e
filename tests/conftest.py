"""Fixtures: the bot and a Slack of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.matchmaking import stand
from tests.postbox import postbox
from tests.postgres import engine, postgres


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The bot with the small edition, in Socket Mode."""
    here = House(tmp_path)
    yield here
    here.close()


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """The bot on the day it is installed: a workspace full of people, and no edition yet."""
    here = House(tmp_path, with_cast=False)
    yield here
    here.close()


__all__ = ["empty_house", "engine", "house", "postbox", "postgres", "stand"]
