"""People by the clock: whoever has joined Slack since is reached there from now on."""

import sqlalchemy as sa

from bot.programme import people
from bot.slack import Slack
from schedules.kinds import Step
from storage import editions
from storage.db import Writer, reading


def look_up(engine: sa.Engine, writer: Writer, slack: Slack) -> None:
    with reading(engine) as db:
        installations = editions.installations(db)
    for installation_id in installations:
        people.look_up(engine, writer, slack, installation_id)


STEPS = (Step(people.waits, look_up),)
