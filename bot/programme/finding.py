"""What a person finds: the hits that they may see, with what belongs beside each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.programme import resources, search, sharing
from bot.programme.insights import reusing
from bot.programme.insights.reusing import Used
from bot.programme.permissions import demand
from bot.programme.search import Hit
from storage import teams
from storage.db import Db
from storage.editions import Edition
from storage.insights import Insight, InsightState
from storage.people import Person
from storage.resources import Resource

LINKS = ("resource", "opportunity")


@dataclass(frozen=True)
class Found:
    """`usable`: the reader's team may say that it used it; `changeable`: the reader may change or remove it."""

    hit: Hit
    url: str = ""
    tags: list[str] = field(default_factory=list)
    last_day: date | None = None
    used: list[Used] = field(default_factory=list)
    released: bool = False
    usable: bool = False
    changeable: bool = False


@dataclass(frozen=True)
class Page:
    rows: list[Found]
    more: bool


def page(db: Db, edition: Edition, person: Person, words: str, kinds: Sequence[str], offset: int = 0) -> Page:
    demand(db, edition.id, person, "resource.find")
    here = sharing.here_of(db, edition.id, person.id)
    hits = search.find(db, edition.id, here, words, search.PAGE + 1, offset=offset, kinds=kinds)
    rows = [_found(db, edition, person, here, hit) for hit in hits[: search.PAGE]]
    return Page(rows, len(hits) > search.PAGE)


def _found(db: Db, edition: Edition, person: Person, here: sharing.Here, hit: Hit) -> Found:
    if hit.kind == "insight":
        released = db.get_one(Insight, hit.id).state == InsightState.RELEASED
        others = [team for team in teams.of_person(db, edition.id, person.id) if team.id != hit.team_id]
        used = reusing.lineage(db, hit.id, here)
        return Found(hit, used=used, released=released, usable=released and bool(others))
    if hit.kind in LINKS:
        row = db.get_one(Resource, hit.id)
        mine = resources.may_change(db, edition, person, row)
        return Found(hit, row.url, row.tags, row.last_day, changeable=mine)
    return Found(hit)
