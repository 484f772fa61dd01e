"""A plan of reviews is worked out beside the database: it may come later, and what changed meanwhile counts."""

from sqlmodel import select

from bot.programme.reviews import assigning
from bot.programme.reviews.allocation import allocate
from bot.programme.reviews.assigning import Wish
from storage import people
from storage.calls import CallKind
from storage.db import Db
from storage.editions import Edition
from storage.people import Person
from storage.reviews import Assignment, ConflictDeclaration, Standing
from tests.cast import FAY
from tests.house import START, House
from tests.reviewing import called


def test_a_plan_that_takes_its_time_comes_after_the_acknowledgement(house: House) -> None:
    called(house)
    house.bot.errands.patience = 0
    fay = house.person(FAY)
    assert "The plan comes here in a moment" in fay.command("/sweetspot review assign challenge per 3 load 3").text
    house.flush()
    assert "*A plan for the call for challenges*" in fay.dm()[-1].text


def test_a_conflict_that_was_declared_meanwhile_is_left_out(house: House) -> None:
    called(house)
    wish = Wish(CallKind.CHALLENGE, per=3, load=3)

    def facilitator(db: Db) -> tuple[Person, Edition]:
        by = people.by_email(db, FAY.email)
        assert by
        return by, db.get_one(Edition, house.edition_id)

    by, edition = house.read(facilitator)
    found = allocate(house.read(lambda db: assigning.prepare(db, by, edition, wish)))
    assert isinstance(found, list)
    submission, person = found[0]
    conflict = ConflictDeclaration(submission_id=submission, person_id=person, standing=Standing.CONFLICT, at=START)
    house.bot.writer.commit(lambda db, _: db.add(conflict))
    house.bot.writer.commit(lambda db, now: assigning.keep(db, now, by, edition, wish, found))
    kept = house.read(lambda db: {(row.submission_id, row.person_id) for row in db.exec(select(Assignment))})
    assert kept == set(found[1:])
