"""What submissions lack: one drafted request for each contact, asked once, and answered in Slack or by a later file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.programme import teams
from bot.programme.intake import answers as readings
from bot.programme.intake import lookalikes
from bot.programme.intake.answers import Setting
from bot.programme.intake.questions import Mapping, Question, Value, question, required
from bot.programme.intake.reports import Report
from bot.programme.occasions import Context, Planned, Skip
from bot.programme.permissions import RefusedError, demand
from storage import calls as tables
from storage import intake, people
from storage.calls import CallKind, Submission, SubmissionState
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.intake import AnswerRequest, RequestState
from storage.people import Person

PAST_ASKING = {
    SubmissionState.DUPLICATE,
    SubmissionState.INELIGIBLE,
    SubmissionState.DECLINED,
    SubmissionState.WITHDRAWN,
}

ITEMS = 5
"""Submissions in one letter: whoever handed in more gets another."""


@dataclass(frozen=True)
class Item:
    """One submission of a contact, and the questions that are open, in the words of the form."""

    response_id: str
    team: str
    title: str
    questions: list[str]


@dataclass(frozen=True)
class Draft:
    email: str
    """Empty where the address is what is missing: then a person must find another way."""
    contact: str
    locale: str
    items: list[Item] = field(default_factory=list)


def lacking(kind: CallKind, mapping: Mapping, answers: dict[str, Any]) -> dict[str, str]:
    """Required questions of this form without a usable answer; what the form tool itself notes is not asked for."""
    return {
        one.key: mapping.columns[one.key]
        for one in required(kind)
        if one.value != Value.INSTANT and one.key in mapping.columns and _is_open(one, answers)
    }


def _is_open(one: Question, answers: dict[str, Any]) -> bool:
    if one.key == "challenges" and answers.get("challenge_numbers") == []:
        return True
    return answers.get(one.key) in (None, False, "", [])


def drafted(found: Report) -> list[Draft]:
    """Of a file: an unfinished draft beside a finished answer of the same team is not asked about."""
    beside = {one for group in found.duplicates for one in group.response_ids}
    rows = [row for row in found.rows if row.complete or row.response_id not in beside]
    return _by_contact(
        (row.response_id, row.answers, list(open_.values()))
        for row in rows
        if (open_ := lacking(found.kind, found.mapping, row.answers))
    )


def _by_contact(rows: Iterable[tuple[str, dict[str, Any], list[str]]]) -> list[Draft]:
    drafts: dict[str, Draft] = {}
    full = []
    for response_id, answers, questions in rows:
        email = str(answers.get("email") or "")
        contact = str(answers.get("contact") or answers.get("team") or "")
        draft = drafts.setdefault(email or response_id, Draft(email, contact, locale_of(answers)))
        item = Item(response_id, str(answers.get("team") or ""), str(answers.get("title") or ""), questions)
        draft.items.append(item)
        if len(draft.items) == ITEMS:
            full.append(drafts.pop(email or response_id))
    return [*full, *drafts.values()]


def locale_of(answers: dict[str, Any]) -> str:
    """The language in which they filled in the form."""
    said = str(answers.get("form_language") or "")
    return said if len(said) == 2 else "en"


# What has been brought in


def note(db: Db, now: datetime, edition: Edition, found: Report) -> None:
    """Keep what each submission lacks; what a later file brings has been received."""
    call = tables.of_kind(db, edition.id, found.kind)
    assert call is not None  # noqa: S101 - every edition has its three calls from the start
    known = {submission.response_id: (request, submission) for request, submission in intake.requests(db, call.id)}
    open_ = {row.response_id: lacking(found.kind, found.mapping, row.answers) for row in found.rows}
    for response_id in open_.keys() & known.keys():
        _note(now, *known[response_id], open_[response_id])
    ids = tables.ids(db, call.id)
    fresh = {ids[response_id]: open_[response_id] for response_id in open_ if response_id not in known}
    intake.add_requests(db, {submission_id: questions for submission_id, questions in fresh.items() if questions})


def _note(now: datetime, request: AnswerRequest, submission: Submission, open_: dict[str, str]) -> None:
    later = {key: value for key, value in request.given.items() if key in open_}
    if later:
        _fill(submission, later)
    left = {key: label for key, label in open_.items() if key not in request.given}
    if left == request.questions:
        return
    request.questions = left
    if not left:
        request.state, request.received_at = RequestState.RECEIVED, now
    elif request.state == RequestState.RECEIVED:
        request.state = RequestState.INCOMPLETE


def waiting(db: Db, edition: Edition, kind: CallKind) -> list[tuple[AnswerRequest, Submission]]:
    """Those whose contact has not been asked yet and should be."""
    call = tables.of_kind(db, edition.id, kind)
    if call is None:
        return []
    beside = {one.id for group in lookalikes.suggested(db, edition, kind) for one in group.submissions}
    return [
        (request, submission)
        for request, submission in intake.requests(db, call.id, RequestState.INCOMPLETE)
        if submission.state not in PAST_ASKING
        and not (submission.state == SubmissionState.PARTIAL and submission.id in beside)
    ]


def drafts(db: Db, person: Person, edition: Edition, kind: CallKind) -> list[Draft]:
    demand(db, edition.id, person, "call.run")
    found = waiting(db, edition, kind)
    return _by_contact((row.response_id, row.answers, list(request.questions.values())) for request, row in found)


def ask(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind) -> list[Planned]:
    """One message to each contact, of everything that is open; whoever has no address is left for a person."""
    demand(db, edition.id, person, "call.run")
    asked: dict[int, list[Submission]] = {}
    for request, submission in waiting(db, edition, kind):
        if contact := teams.contact_of(db, now, submission):
            request.state, request.asked_by_id, request.asked_at = RequestState.ASKED, person.id, now
            asked.setdefault(contact.id, []).append(submission)
    return [
        _planned(contact_id, rows[start : start + ITEMS], now)
        for contact_id, rows in asked.items()
        for start in range(0, len(rows), ITEMS)
    ]


def _planned(contact_id: int, rows: list[Submission], now: datetime) -> Planned:
    refs = {f"submission-{place}": row.id for place, row in enumerate(rows)}
    occasion = f"submission-{'.'.join(str(row.id) for row in rows)}:incomplete"
    return Planned("intake.incomplete", occasion, now, contact_id, refs=refs)


def incomplete_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """What is still open at the moment of sending."""
    items, locale, contact = [], "en", ""
    for submission_id in delivery.refs.values():
        submission, request = db.get_one(Submission, submission_id), intake.request_of(db, submission_id)
        if request and request.questions and submission.state not in PAST_ASKING:
            questions = list(request.questions.values())
            items.append({"id": submission.id, "team": submission.team, "title": submission.title} | {
                "questions": questions})  # fmt: skip
            locale = locale_of(submission.answers)
            contact = str(submission.answers.get("contact") or submission.team)
    edition = db.get_one(Edition, delivery.edition_id)
    if not items:
        return Skip("nothing is missing any more")
    return {"contact": contact, "items": items, "locale": locale, "edition": edition.name}


# The contact answers


def open_to(db: Db, person: Person, submission_id: int) -> dict[str, tuple[str, Question]]:
    """The questions that this contact may answer now: words of the form and question, by key."""
    submission, request = db.get_one(Submission, submission_id), intake.request_of(db, submission_id)
    if people.email_of(db, person.id) != submission.answers.get("email"):
        raise RefusedError("intake.answer")
    kind = intake.call_of(db, submission_id).kind
    return {key: (label, question(kind, key)) for key, label in (request.questions if request else {}).items()}


def wrong(db: Db, person: Person, submission_id: int, said: dict[str, str]) -> dict[str, str]:
    """What cannot be taken, by question."""
    read = _read(db, person, submission_id, said)
    return {key: problem for key, (_value, problem) in read.items() if problem}


def answer(db: Db, now: datetime, person: Person, submission_id: int, said: dict[str, str]) -> None:
    """Take the answers beside the raw row, which stays as it came; what is wrong is left out."""
    read = _read(db, person, submission_id, said)
    given = {key: value for key, (value, problem) in read.items() if not problem}
    if given:
        _take(db, now, submission_id, given)


def _read(db: Db, person: Person, submission_id: int, said: dict[str, str]) -> dict[str, tuple[Any, str]]:
    asked = open_to(db, person, submission_id)
    texts = {key: said.get(key, "").strip() for key in asked}
    return {key: _understood(asked[key][1], text, person.zone) for key, text in texts.items() if text}


def _understood(one: Question, text: str, zone: str) -> tuple[Any, str]:
    """The value, and why it will not do."""
    noted: list[str] = []
    value = readings.read(one.key, one.value, text, Setting(zone), lambda _code, why: noted.append(why))
    if value in (None, False, []):
        return value, noted[0] if noted else "This is needed for the application to count."
    return value, ""


def _take(db: Db, now: datetime, submission_id: int, given: dict[str, Any]) -> None:
    submission, request = db.get_one(Submission, submission_id), intake.request_of(db, submission_id)
    assert request is not None  # noqa: S101 - it was asked for
    _fill(submission, given)
    request.given = {**request.given, **given}
    request.questions = {key: label for key, label in request.questions.items() if key not in given}
    if not request.questions:
        request.state, request.received_at = RequestState.RECEIVED, now


def _fill(submission: Submission, given: dict[str, Any]) -> None:
    """Beside the raw row. Consent that is given now stands against nothing any more."""
    submission.answers = {**submission.answers, **given}
    submission.team = str(given.get("team") or submission.team)
    submission.title = str(given.get("title") or submission.title)
    submission.country = given.get("country") or submission.country
    if given.get("consent"):
        submission.doubts = [doubt for doubt in submission.doubts if doubt != "no_consent"]
