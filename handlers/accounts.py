"""A team's account in Slack: one form, kept as a draft or approved."""

from datetime import datetime

from bot.messages import accounts as messages
from bot.programme import accounts, planning
from bot.programme.accounts import Words
from handlers.replies import Open, Reply, Say, Wrong
from handlers.requests import Request
from storage.checkins import Sharing
from storage.db import Db


def open_form(request: Request) -> Reply:
    _, row = request.read(lambda db: accounts.open_form(db, request.someone, request.number))
    given = {name: getattr(row, name) for name in messages.FIELDS}
    return Open(messages.form(request.reader, request.number, given, str(row.sharing)))


def save(request: Request) -> Reply:
    words = Words(**{name: request.fields.get(name, "").strip() for name in messages.FIELDS})
    approve, sharing = request.fields.get("approve") == "yes", Sharing(request.fields["sharing"])
    if sharing == Sharing.EDITION_UNNAMED and (
        names := request.read(lambda db: accounts.naming(db, request.number, words))
    ):
        return Wrong({"sharing": f"Without names, yet it says {', '.join(names)}. Leave that out, or choose another."})

    def work(db: Db, now: datetime) -> bool:
        row, said = accounts.save(db, now, request.someone, request.number, words, sharing, approve)
        planning.queue(db, request.here, said, now)
        return any(one.kind == "account.thanks" for one in said) and bool(row.gave)

    return Say(messages.saved(request.reader, approve, request.commit(work)))


ACTIONS = {"account.open": open_form}
VIEWS = {"account.save": save}
