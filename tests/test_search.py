"""The index says what the sources say, shows each reader what they may see, and is the same on both databases."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.programme import search
from bot.programme.sharing import Here, Place
from storage import loops, migrations, teams
from storage.checkins import Checkin, CheckinState, Sharing
from storage.db import Db
from storage.insights import Insight, InsightState
from storage.resources import Resource, ResourceState
from storage.search import SOURCES, SearchEntry, expected, fold
from tests import cast

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
EDITION, PUBLIC = Here(Place.EDITION), Here(Place.PUBLIC)


def _edition(db: Db) -> int:
    return cast.small_edition(db, NOW).id


def _insight(db: Db, edition: int, text: str, **given: Any) -> Insight:
    team = teams.active(db, edition)[0]
    row = Insight(edition_id=edition, team_id=team.id, text=text, at=NOW, state=InsightState.RELEASED)
    for name, value in given.items():
        setattr(row, name, value)
    db.add(row)
    db.flush()
    return row


def _texts(db: Db, edition: int, here: Here, words: str, **given: Any) -> list[str]:
    return [hit.text for hit in search.find(db, edition, here, words, **given)]


@pytest.fixture
def db(engine: sa.Engine) -> Any:
    migrations.upgrade(engine)
    with Session(engine) as opened:
        yield opened


def test_words_are_folded() -> None:
    assert fold("L'Équité, ÇA   va? Straße 3.5") == ["l", "equite", "ca", "va", "strasse", "3", "5"]


def test_beginnings_of_words_match_without_accents_and_whole_words_come_first(db: Db) -> None:
    edition = _edition(db)
    _insight(db, edition, "Une file que l'on voit inspire l'équité")
    _insight(db, edition, "Equitable queues", at=NOW + timedelta(days=1))
    _insight(db, edition, "सेवा की प्रतीक्षा सूची")
    assert _texts(db, edition, EDITION, "ÉQUIT") == ["Equitable queues", "Une file que l'on voit inspire l'équité"]
    assert _texts(db, edition, EDITION, "equite") == ["Une file que l'on voit inspire l'équité"]
    assert _texts(db, edition, EDITION, "equit file") == ["Une file que l'on voit inspire l'équité"]
    assert _texts(db, edition, EDITION, "प्रतीक्षा") == ["सेवा की प्रतीक्षा सूची"]
    for odd in ("'", '"*', "a' | 'b", "NOT", "%", "_", "\\", "equit:*' & '"):
        assert _texts(db, edition, EDITION, odd) in ([], _texts(db, edition, EDITION, "equit"))


def test_each_reader_finds_what_its_place_allows_and_pages_count_nothing_else(db: Db) -> None:
    edition = _edition(db)
    home = teams.active(db, edition)[0]
    for number, level in enumerate(list(Sharing) * 3):
        _insight(db, edition, f"queue {level}", sharing=level, at=NOW + timedelta(hours=number))
    seen = {"queue edition, no names", "queue edition, named", "queue public"}
    assert set(_texts(db, edition, EDITION, "queue")) == seen
    assert set(_texts(db, edition, PUBLIC, "queue")) == {"queue public"}
    assert _texts(db, edition, Here(Place.WORKSPACE), "queue") == []
    assert len(_texts(db, edition, Here(Place.WORKSPACE, frozenset({home.id})), "queue", limit=50)) == 12
    pages = [_texts(db, edition, EDITION, "queue", limit=4, offset=offset) for offset in (0, 4, 8, 12)]
    assert [len(page) for page in pages] == [4, 4, 1, 0]
    unnamed = [hit for hit in search.find(db, edition, EDITION, "queue") if hit.text.endswith("no names")]
    assert {hit.team for hit in unnamed} == {""}


def test_what_is_kept_hidden_or_taken_back_is_gone_at_once(db: Db) -> None:
    edition = _edition(db)
    row = _insight(db, edition, "A visible queue")
    assert _texts(db, edition, EDITION, "queue") == ["A visible queue"]
    row.hidden = True
    assert _texts(db, edition, EDITION, "queue") == []
    row.hidden = False
    assert _texts(db, edition, EDITION, "queue") == ["A visible queue"]
    row.state = InsightState.RETRACTED
    assert _texts(db, edition, EDITION, "queue") == []
    assert _texts(db, edition, Here(Place.EDITION, frozenset({row.team_id})), "queue") == []


def test_after_random_changes_the_index_is_what_the_sources_say(db: Db) -> None:
    edition, chance = _edition(db), random.Random(7)
    some, loop = teams.active(db, edition), loops.of_edition(db, edition)[0]
    rows: list[Any] = [
        *(_insight(db, edition, f"word{n} queue", team_id=chance.choice(some).id) for n in range(12)),
        *(Checkin(loop_id=loop.id, team_id=team.id, learned=f"queue of {team.id}") for team in some),
        *(Resource(edition_id=edition, title=f"queue {n}", url="https://x.example", at=NOW) for n in range(8)),
    ]
    db.add_all(rows)
    db.flush()
    for _ in range(150):
        _change(db, rows, chance)
    assert _index(db) == _truth(db)
    found = {(hit.kind, hit.id) for hit in search.find(db, edition, EDITION, "queue", 100)}
    levels = search.levels(EDITION)
    wanted = {(row["kind"], row["source_id"]) for row in _truth(db) if row["sharing"] in levels}
    assert found == wanted
    assert found


def _change(db: Db, rows: list[Any], chance: random.Random) -> None:
    row = chance.choice(rows)
    row.sharing = chance.choice(list(Sharing))
    match row:
        case Insight():
            row.state, row.hidden = chance.choice(list(InsightState)), chance.random() < 0.2
            row.text = f"queue {chance.random()}"
        case Checkin():
            row.state, row.answered_at = chance.choice(list(CheckinState)), NOW
        case Resource():
            row.state, row.last_day = chance.choice(list(ResourceState)), chance.choice([None, date(2026, 11, 1)])
    if chance.random() < 0.03:
        rows.remove(row)
        db.delete(row)
    db.flush()


def _truth(db: Db) -> list[dict[str, Any]]:
    every = [row for table in SOURCES for row in db.exec(select(table))]
    found = [expected(db.connection(), row) for row in every]
    return sorted((row for row in found if row), key=lambda row: (row["source"], row["source_id"]))


def _index(db: Db) -> list[dict[str, Any]]:
    rows = db.exec(select(SearchEntry).order_by(col(SearchEntry.source), col(SearchEntry.source_id)))
    return [row.model_dump(exclude={"id"}) for row in rows]
