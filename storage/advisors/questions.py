"""Questions to advisors with the brief that the team allowed, to whom each went, and the ledger of advice."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import JSON, Field, SQLModel, UniqueConstraint, col, select

from storage.db import Db, choice, prepared


class QuestionState(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


class Effect(StrEnum):
    """Whether the advice changed anything, in the team's word."""

    CHANGED = "changed"
    TRIED = "tried"
    NOT_YET = "not yet"
    NO = "no"


class AdvisorSetting(SQLModel, table=True):
    """What an advisor says about themselves: on what, in which languages, and how often."""

    __tablename__ = "advisor_setting"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    person_id: int = Field(foreign_key="person.id")
    themes: list[str] = Field(default_factory=list, sa_type=JSON)
    languages: list[str] = Field(default_factory=list, sa_type=JSON)
    more: bool = False
    """They may be asked more than once a month."""


class AdvisorQuestion(SQLModel, table=True):
    __tablename__ = "advisor_question"
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    """Who asked for the team."""
    question: str
    links: str = ""
    brief: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    """Heading and text of each part that the team allowed for this advisor; nothing else is ever sent."""
    state: QuestionState = Field(default=QuestionState.DRAFT, sa_type=choice(QuestionState))
    at: datetime


class Routing(SQLModel, table=True):
    """To whom a question went, or goes once they are free again."""

    __tablename__ = "advisor_routing"
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)
    id: int = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="advisor_question.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    at: datetime
    """When they are asked; it may lie ahead."""
    reminded_at: datetime | None = None
    declined_at: datetime | None = None
    signalled_at: datetime | None = None


class Advice(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("question_id"), UniqueConstraint("booking_id"), UniqueConstraint("round_id"))
    id: int = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    question_id: int | None = Field(default=None, foreign_key="advisor_question.id")
    booking_id: int | None = Field(default=None, foreign_key="slot_booking.id")
    round_id: int | None = Field(default=None, foreign_key="critical_round.id")
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """The advisor; empty for what a team takes from a round."""
    text: str
    links: str = ""
    caveat: str = ""
    at: datetime
    effect: Effect | None = Field(default=None, sa_type=choice(Effect))
    effect_line: str = ""
    effect_at: datetime | None = None


def setting(db: Db, edition_id: int, person_id: int) -> AdvisorSetting | None:
    query = select(AdvisorSetting).where(AdvisorSetting.edition_id == edition_id, AdvisorSetting.person_id == person_id)
    return db.exec(query).first()


def of_edition(db: Db, edition_id: int, *states: QuestionState) -> list[AdvisorQuestion]:
    query = select(AdvisorQuestion).where(AdvisorQuestion.edition_id == edition_id)
    if states:
        query = query.where(col(AdvisorQuestion.state).in_(states))
    return list(db.exec(query.order_by(col(AdvisorQuestion.id))))


def routings(db: Db, edition_id: int, person_id: int | None = None) -> list[Routing]:
    """Who was or will be asked in this edition, the earliest first."""
    query = select(Routing).join(AdvisorQuestion).where(AdvisorQuestion.edition_id == edition_id)
    if person_id is not None:
        query = query.where(Routing.person_id == person_id)
    return list(db.exec(query.order_by(col(Routing.at), col(Routing.id))))


def routing(db: Db, question_id: int) -> Routing | None:
    """With whom the question is now."""
    query = select(Routing).where(Routing.question_id == question_id, col(Routing.declined_at).is_(None))
    return db.exec(query.order_by(col(Routing.id).desc())).first()


@prepared
def _unanswered(before: datetime) -> Any:
    return (
        select(Routing, AdvisorQuestion)
        .join(AdvisorQuestion)
        .where(AdvisorQuestion.state == QuestionState.ASKED, col(Routing.reminded_at) <= before)
        .where(col(Routing.declined_at).is_(None), col(Routing.signalled_at).is_(None))
    )


def unanswered(db: Db, before: datetime) -> list[tuple[Routing, AdvisorQuestion]]:
    """Reminded before that time, and neither answered nor told to the facilitators."""
    return list(_unanswered(db, before=before))


def advice_of(db: Db, question_id: int) -> Advice | None:
    return db.exec(select(Advice).where(Advice.question_id == question_id)).first()


def ledger(db: Db, edition_id: int, team_ids: list[int] | None = None) -> list[Advice]:
    """The advice of an edition, or of some of its teams, the oldest first."""
    query = select(Advice).where(Advice.edition_id == edition_id)
    if team_ids is not None:
        query = query.where(col(Advice.team_id).in_(team_ids))
    return list(db.exec(query.order_by(col(Advice.id))))
