"""Packs for a ministry: the whole as a message for who approved it, and the page into their direct messages."""

import logging
from datetime import datetime

import sqlalchemy as sa

from bot.messages import packs as messages
from bot.messages.reader import Reader
from bot.programme import packs
from bot.slack import Slack, SlackRefusedError, SlackUnclearError
from schedules.kinds import Kind, Step
from storage import packs as tables
from storage import people
from storage.db import Db, Writer, reading
from storage.editions import Edition
from storage.packs import Pack
from storage.people import Person

logger = logging.getLogger("sweetspot.packs")
ATTEMPTS = 3
NAME = "pack.html"
BY_MAIL = ""
"""In place of a file's id: who approved it is not in Slack, and has it by mail."""


def _waits(db: Db, _now: datetime) -> bool:
    return bool(tables.to_hand_over(db, ATTEMPTS))


def hand_over(engine: sa.Engine, writer: Writer, slack: Slack) -> None:
    """Each page once: its id is kept before anybody sees it, and only a plain refusal tries again."""
    with reading(engine) as db:
        waiting = [(row.id, _page(db, row), _reader_of(db, row)) for row in tables.to_hand_over(db, ATTEMPTS)]
    for pack_id, page, user in waiting:
        if user is None:
            _note(writer, pack_id, BY_MAIL)
            continue
        try:
            file_id = slack.upload(NAME, page.encode())
            _note(writer, pack_id, file_id)
            slack.share(file_id, slack.open_dm(user), NAME)
        except SlackRefusedError as refusal:
            logger.warning("pack_refused", extra={"action": "pack_refused", "code": refusal.code})
            _note(writer, pack_id, None)
        except SlackUnclearError as unclear:
            logger.warning("pack_unclear", extra={"action": "pack_unclear", "error": str(unclear)})
            _note(writer, pack_id, None, spare=True)


def _note(writer: Writer, pack_id: int, file_id: str | None, *, spare: bool = False) -> None:
    """`spare`: what may have been shared is not shared again."""

    def work(db: Db, _now: datetime) -> None:
        row = db.get_one(Pack, pack_id)
        row.attempts += file_id is None
        if file_id is not None or not spare:
            row.file_id = file_id

    writer.commit(work)


def _page(db: Db, row: Pack) -> str:
    edition = db.get_one(Edition, row.edition_id)
    return messages.page(reader=Reader(zone=edition.zone), **packs.facts(db, row))


def _reader_of(db: Db, row: Pack) -> str | None:
    edition, person = db.get_one(Edition, row.edition_id), db.get_one(Person, row.approved_by)
    return people.slack_id_of(db, person.id, edition.installation_id)


KINDS = {"pack.ready": Kind(packs.ready_context, messages.ready, in_hours=True)}
STEPS = (Step(_waits, hand_over),)
