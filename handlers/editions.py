"""`/sweetspot edition …`"""

from datetime import datetime
from functools import partial

from bot.messages import editions as messages
from bot.programme import editions, handovers, people, planning
from bot.programme.reviews import telling
from bot.slack import Profile, SlackRefusedError, SlackUnclearError
from handlers import words
from handlers.replies import Later, Reply, Say
from handlers.requests import Request, WrongWordsError
from storage.db import Db
from storage.editions import Edition
from storage.people import Person, RoleName

NEW = "/sweetspot edition new Second edition from First edition"
HANDOVER = "/sweetspot edition handover name@example.org Their Name and stay"
STAYS = " and stay"
ADD = "/sweetspot edition add advisor name@example.org Their Name"


def new(request: Request) -> Reply:
    name, _, model = request.value.partition(" from ")
    if not name.strip():
        raise WrongWordsError(f"Please give it a name. For example: `{NEW}`")
    profile = request.slack.profile(request.slack_user)

    def work(db: Db, now: datetime) -> Edition:
        by = request.person or _newcomer(db, now)
        return editions.start(
            db, now, by, name.strip(), installation_id=request.installation.id, is_slack_admin=profile.is_admin,
            copy_of=model.strip(),
        )  # fmt: skip

    def _newcomer(db: Db, now: datetime) -> Person:
        email = profile.email or f"{profile.id}@slack.invalid"
        return editions.newcomer(
            db, now, request.installation.id, profile.name, email, profile.id, profile.zone or "UTC"
        )

    try:
        return Say(messages.started(request.reader, request.commit(work).name))
    except editions.NameTakenError:
        raise WrongWordsError(f"There is an edition “{name.strip()}” already. Give it another name.") from None
    except editions.NoSuchEditionError as error:
        raise WrongWordsError(f"There is no edition “{error}” to copy from.") from None


def use(request: Request) -> Reply:
    try:
        edition = request.commit(lambda db, _: editions.use(db, request.someone, request.value))
    except editions.NoSuchEditionError:
        raise WrongWordsError(f"There is no edition “{request.value}”.") from None
    return Say(messages.chosen(request.reader, edition.name))


def status(request: Request) -> Reply:
    facts = request.read(lambda db: editions.status(db, request.someone, request.here))
    return Say(messages.status(request.reader, facts))


def add(request: Request) -> Reply:
    role, _, rest = request.value.partition(" ")
    address, _, name = rest.strip().partition(" ")
    found = words.one_of(RoleName, role, ADD)
    email = words.email(address, ADD)
    profile = _in_slack(request, email)

    def work(db: Db, now: datetime) -> Person:
        person = editions.add_role(db, now, request.someone, request.here, email, name or email, found)
        if profile:
            people.link(db, request.installation.id, profile)
        if found == RoleName.REVIEWER:
            planning.queue(db, request.here, telling.welcome(db, now, request.here, person), now)
        return person

    person = request.commit(work)
    return Say(messages.joined(request.reader, person.name, str(found)))


def _in_slack(request: Request, email: str) -> Profile | None:
    """Their zone decides when they may be written to; whom Slack cannot find now is looked for later."""
    try:
        return request.slack.user_by_email(email)
    except (SlackRefusedError, SlackUnclearError):
        return None


def plan(request: Request) -> Reply:
    first = words.day(request.value, "/sweetspot edition plan 2026-10-05")
    count = request.commit(lambda db, now: editions.incubate(db, now, request.someone, db.merge(request.here), first))
    return Say(messages.planned(request.reader, count))


def close(request: Request) -> Reply:
    """Each team is asked for its account, each person about the alumni list."""

    def work(db: Db, now: datetime) -> Edition:
        edition, said = editions.close(db, now, request.someone, db.merge(request.here))
        planning.queue(db, edition, said, now)
        return edition

    done = partial(request.commit, work)
    return Later(lambda: Say(messages.closing(request.reader, done().name)), messages.working(request.reader))


def handover(request: Request) -> Reply:
    """Who hands over stays facilitator only when they say so."""
    address, _, rest = request.value.partition(" ")
    email = words.email(address, HANDOVER)
    stays = f" {rest}".endswith(STAYS)
    name = f" {rest}".removesuffix(STAYS).strip()
    if not name:
        raise WrongWordsError(f"Please give their name. For example: `{HANDOVER}`")
    profile = _in_slack(request, email)

    def work(db: Db, now: datetime) -> str:
        to = handovers.Newcomer(name, email)
        person, said = handovers.hand_over(db, now, request.someone, request.here, to, stays=stays)
        if profile:
            people.link(db, request.installation.id, profile)
        planning.queue(db, request.here, said, now)
        return person.name

    try:
        return Say(messages.handed(request.reader, request.commit(work), stays))
    except handovers.SamePersonError:
        raise WrongWordsError(f"That is your own address. To whom? For example: `{HANDOVER}`") from None


COMMANDS = {
    "edition new": new,
    "edition use": use,
    "edition status": status,
    "edition add": add,
    "edition plan": plan,
    "edition handover": handover,
    "edition close": close,
}
ACTIONS = {"edition.status": status}
