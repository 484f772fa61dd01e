"""Letters: nobody hears of a decision before the embargo ends; then everybody at once, each with their own words."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.programme import teams
from bot.programme.calls.logs import log, of_kind, record, turn
from bot.programme.calls.running import LETTER, possible
from bot.programme.calls.states import TOLD, NotPossibleError
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import calls, deliveries, editions, people
from storage.calls import UNDECIDED, Call, CallKind, CallState, ChangeKind, Submission, SubmissionState
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.people import Person, RoleName
from storage.teams import TeamKind

READY = (CallState.CLOSED, CallState.UNDER_REVIEW, CallState.DECIDED, CallState.PUBLISHED)
LOST = (DeliveryState.FAILED, DeliveryState.SKIPPED)


class IncompleteError(Exception):
    """Some have no decision, or no words for the applicant: their ids."""

    def __init__(self, undecided: list[str], wordless: list[str]) -> None:
        super().__init__(undecided, wordless)
        self.undecided, self.wordless = undecided, wordless


@dataclass(frozen=True)
class Notified:
    """What is sent and when; `unreachable` have no address, so that nobody can be written to."""

    planned: list[Planned]
    at: datetime
    again: int = 0
    """Letters that had not arrived and are tried again."""
    unreachable: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Letter:
    """How one applicant's letter stands."""

    id: str
    team: str
    to: str
    language: str
    state: str
    at: datetime | None
    problem: str


def notify(db: Db, now: datetime, person: Person, edition: Edition, kind: CallKind, anyway: bool) -> Notified:
    """Queue everybody's letter for the end of the embargo. Raises `IncompleteError`, unless told to go on anyway."""
    demand(db, edition.id, person, "call.decide")
    call = of_kind(db, edition, kind)
    if call.state not in READY:
        raise NotPossibleError(f"The call for {call.kind} is {call.state}. {possible(call)}")
    if not anyway:
        _demand_complete(db, call)
    at = max(now, call.embargo_at or now)
    log(db, now, call, ChangeKind.NOTIFIED, at.isoformat(), "anyway" if anyway else "", person)
    if call.state in (CallState.CLOSED, CallState.UNDER_REVIEW):
        turn(db, now, call, CallState.DECIDED, person=person)
    tell_due(db, now)
    return _queue(db, now, call, at)


def _demand_complete(db: Db, call: Call) -> None:
    last = calls.last_decisions(db, call.id)
    undecided = [row.response_id for row in calls.submissions(db, call.id, *UNDECIDED)]
    told = calls.submissions(db, call.id, *TOLD)
    wordless = [row.response_id for row in told if row.id not in last or not last[row.id].words]
    if undecided or wordless:
        raise IncompleteError(undecided, wordless)


def _queue(db: Db, now: datetime, call: Call, at: datetime) -> Notified:
    planned, unreachable, again = [], [], 0
    known, last = _known(db, call), calls.last_decisions(db, call.id)
    for submission in calls.submissions(db, call.id, *TOLD):
        earlier, contact = known.get(submission.id, []), teams.contact_of(db, now, submission)
        if contact is None:
            unreachable.append(submission.response_id)
        elif earlier and earlier[-1].state in LOST and earlier[-1].person_id == contact.id:
            _try_again(earlier[-1], at)
            again += 1
        elif not earlier or earlier[-1].state in LOST or _outdated(earlier[-1], last[submission.id].at):
            planned.append(_letter(submission, contact, at, len(earlier)))
    return Notified(planned, at, again, unreachable)


def _known(db: Db, call: Call) -> dict[int, list[Delivery]]:
    """Every letter there is, by submission, oldest first."""
    ids = [row.id for row in calls.submissions(db, call.id)]
    found: dict[int, list[Delivery]] = {}
    for row in deliveries.about(db, call.edition_id, LETTER, "submission", ids):
        found.setdefault(row.refs["submission"], []).append(row)
    return found


def _outdated(letter: Delivery, decided_at: datetime) -> bool:
    """It has gone out, and said something else."""
    return letter.state == DeliveryState.SENT and letter.claimed_at is not None and decided_at > letter.claimed_at


def _try_again(letter: Delivery, at: datetime) -> None:
    letter.state, letter.attempts, letter.due_at, letter.reason = DeliveryState.QUEUED, 0, at, None


def _letter(submission: Submission, contact: Person, at: datetime, before: int) -> Planned:
    """A decision that changed after its letter gets another letter; the same decision never does."""
    occasion = f"submission-{submission.id}:decided" + (f".{before + 1}" if before else "")
    return Planned(LETTER, occasion, at, contact.id, refs={"submission": submission.id})


def tell_due(db: Db, now: datetime) -> None:
    """By the clock: once the embargo has ended, who was selected may see it."""
    paused = {edition.id for edition in editions.active(db) if edition.paused_at}
    for call in calls.in_state(db, CallState.DECIDED):
        if call.told_at is None and (call.embargo_at or now) <= now and call.edition_id not in paused:
            call.told_at = now
    db.flush()


def decided_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    """The decision as it stands when the letter goes out."""
    submission = db.get_one(Submission, ref(delivery, "submission"))
    if submission.state not in TOLD:
        return Skip(f"the submission is {submission.state}")
    decision = calls.last_decision(db, submission.id)
    return {
        "submission": submission.id,
        "team": submission.team,
        "title": submission.title or submission.team,
        "outcome": str(submission.state),
        "words": decision.words if decision else "",
        "kind": str(db.get_one(Call, submission.call_id).kind),
        "secretariat": secretariat(db, delivery.edition_id),
        "by_mail": by_mail(db, delivery),
    }


def by_mail(db: Db, delivery: Delivery) -> bool:
    """Whether the reader has no buttons to press."""
    edition = db.get_one(Edition, delivery.edition_id)
    return people.slack_id_of(db, delivery.person_id or 0, edition.installation_id) is None


def secretariat(db: Db, edition_id: int) -> list[tuple[str, str]]:
    """`(name, e-mail)` of those whom an applicant may write to."""
    staff = people.with_role(db, edition_id, RoleName.FACILITATOR) or people.with_role(db, edition_id, RoleName.ADMIN)
    return [(one.name, address) for one in staff if (address := people.email_of(db, one.id))]


def letters(db: Db, person: Person, edition: Edition, kind: CallKind) -> list[Letter]:
    """How every applicant's letter stands, those that need a hand first."""
    demand(db, edition.id, person, "call.decide")
    call = of_kind(db, edition, kind)
    known = _known(db, call)
    found = [_standing(db, row, known.get(row.id, [])) for row in calls.submissions(db, call.id, *TOLD)]
    return sorted(found, key=lambda letter: not letter.problem)


def _standing(db: Db, submission: Submission, sent: list[Delivery]) -> Letter:
    answers = submission.answers
    last = sent[-1] if sent else None
    state = str(last.state) if last else "not written"
    problem = (last.reason or "") if last and last.state in (*LOST, DeliveryState.UNCLEAR) else ""
    if not answers.get("email"):
        problem = "no address was given"
    to = db.get_one(Person, last.person_id).name if last else str(answers.get("contact") or "")
    at = (last.sent_at or last.due_at) if last else None
    return Letter(submission.response_id, submission.team, to, teams.language_of(submission), state, at, problem)


# The applicant's answer to the offer of the cohort


def answer_offer(db: Db, now: datetime, person: Person, submission_id: int, accepts: bool) -> Submission:
    """By whoever got the letter. A yes makes a cohort team. Raises `NotPossibleError` where no offer stands."""
    submission = db.get_one(Submission, submission_id)
    edition = db.get_one(Edition, db.get_one(Call, submission.call_id).edition_id)
    demand(db, edition.id, person, "call.answer")
    if person.id not in _addressed(db, edition.id, submission):
        raise NotPossibleError("This offer was made to somebody else.")
    reason = f"the team {'accepted' if accepts else 'declined'} the place"
    return _answered(db, now, person, edition, submission, accepts, reason)


def _answered(
    db: Db, now: datetime, person: Person, edition: Edition, submission: Submission, accepts: bool, reason: str
) -> Submission:
    if submission.state != SubmissionState.COHORT_OFFERED:
        raise NotPossibleError(f"This was answered already, or changed since. It stands at: {submission.state}.")
    outcome = SubmissionState.COHORT_ACCEPTED if accepts else SubmissionState.COHORT_DECLINED
    record(db, now, submission, outcome, reason, person)
    if accepts:
        teams.from_submission(db, now, edition, submission, TeamKind.COHORT)
    return submission


def answer_for(
    db: Db, now: datetime, person: Person, edition: Edition, submission: Submission, accepts: bool, reason: str
) -> Submission:
    """What the applicant wrote or said to a facilitator."""
    demand(db, edition.id, person, "call.decide")
    return _answered(db, now, person, edition, submission, accepts, reason)


def _addressed(db: Db, edition_id: int, submission: Submission) -> set[int | None]:
    sent = deliveries.about(db, edition_id, LETTER, "submission", [submission.id])
    return {row.person_id for row in sent if row.state == DeliveryState.SENT}
