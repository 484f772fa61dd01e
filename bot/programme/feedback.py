"""Feedback after sessions, unlinkable: who has answered and what was answered never stand together."""

import json
import random
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import mean
from typing import Any

from bot.programme.occasions import Context, Skip, ref
from bot.programme.permissions import demand
from bot.programme.sealing import Sealer
from storage import feedback, sessions
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.feedback import FeedbackAnswer, FeedbackReceipt, SealedAnswer
from storage.people import Person
from storage.sessions import Session

FEWEST = 5
"""Below this nothing is shown, and what was answered is destroyed unread."""
OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Given:
    useful: int
    will_try: str = ""
    contact: str = ""
    change: str = ""


class AnsweredError(Exception):
    """This person has answered already; nobody can find out what, so it cannot be changed."""


def ask_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    session = db.get_one(Session, ref(delivery, "session"))
    if delivery.person_id in feedback.answered(db, session.id):
        return Skip("answered")
    return {"session": session.id, "title": session.title}


def receive(db: Db, person: Person, session_id: int) -> None:
    """That this person has answered. What they answered is written by `keep`, in a transaction of its own."""
    session = db.get_one(Session, session_id)
    demand(db, session.edition_id, person, "feedback.give")
    if person.id in feedback.answered(db, session.id):
        raise AnsweredError
    db.add(FeedbackReceipt(session_id=session.id, person_id=person.id))


def keep(db: Db, session_id: int, sealer: Sealer, given: Given) -> None:
    db.add(SealedAnswer(session_id=session_id, box=sealer.seal(json.dumps(asdict(given)))))


def release(db: Db, now: datetime, sealer: Sealer) -> None:
    """When a form has closed, its answers are opened in one shuffled batch, or destroyed if there are too few."""
    for session_id, count in feedback.sessions_with_sealed(db).items():
        if now < closes_at(db, session_id):
            continue
        boxes = feedback.sealed(db, session_id)
        opened = [json.loads(sealer.open(row.box)) for row in boxes] if count >= FEWEST else []
        random.SystemRandom().shuffle(opened)
        db.add_all(FeedbackAnswer(session_id=session_id, answers={k: str(v) for k, v in one.items()}) for one in opened)
        for row in boxes:
            db.delete(row)


def closes_at(db: Db, session_id: int) -> datetime:
    session = db.get_one(Session, session_id)
    last = sessions.sittings(db, session_id)[-1]
    return last.starts_at + timedelta(minutes=session.minutes) + OPEN_FOR


def results(db: Db, by: Person, edition: Edition, session: Session) -> dict[str, Any]:
    """Nothing but the fact that there are too few, below five."""
    demand(db, edition.id, by, "feedback.run")
    return figures(db, session)


def figures(db: Db, session: Session) -> dict[str, Any]:
    answers = [row.answers for row in feedback.released(db, session.id)]
    facts: dict[str, Any] = {"number": session.number, "title": session.title, "count": len(answers)}
    if len(answers) < FEWEST:
        return facts | {"count": 0, "enough": False}
    useful = [int(answer["useful"]) for answer in answers]
    texts = {key: sorted(answer[key] for answer in answers if answer[key]) for key in ("will_try", "change")}
    return facts | {"enough": True, "useful": round(mean(useful), 1), "spread": dict(Counter(useful)), **texts}
