"""The one-page brief: what a team's own records say, and which parts of it an advisor may see already."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.programme import sharing
from bot.programme.sharing import Here, Place
from storage import checkins, workspaces
from storage.checkins import Checkin, HelpFrom, Sharing
from storage.db import Db
from storage.matching import Challenge, ChallengeState
from storage.teams import Team

LOOPS = 2
MOST = 600
"""Characters of one part: the page is read in ten minutes."""
HIDDEN = (ChallengeState.SELECTED, ChallengeState.WITHDRAWN)


@dataclass(frozen=True)
class Part:
    """`key` is a sort, with the number of the loop where there is one: `tried-3`."""

    key: str
    text: str
    open: bool
    """Its level lets an advisor read it with the team's name; anything else needs the team's word."""


def parts(db: Db, team: Team) -> list[Part]:
    """Only what this team wrote itself, and the published question of its challenge."""
    found = [*_work(db, team)]
    for row, loop in checkins.latest(db, team.id, LOOPS):
        found += _answer(team, row, loop)
    return [part for part in found if part.text]


def _work(db: Db, team: Team) -> Iterable[Part]:
    workspace = workspaces.of_team(db, team.id)
    challenge = db.get(Challenge, workspace.challenge_id) if workspace else None
    if challenge is None:
        yield Part("work", _short(". ".join(words for words in (team.title, team.need) if words)), open=False)
    elif challenge.state not in HIDDEN:
        yield Part("challenge", _short(f"{challenge.title}\n{challenge.question}".strip()), open=True)


def _answer(team: Team, row: Checkin, loop: int) -> Iterable[Part]:
    visible = _open(team, row.sharing)
    tried = "\n".join(words for words in (row.hypothesis, row.tried, f"({row.result})" if row.result else "") if words)
    learned = "\n".join(words for words in (row.observed, row.learned) if words)
    help_ = "" if row.help_from == HelpFrom.FACILITATOR else row.help_wanted
    pending = "\n".join(words for words in (help_, row.next_step) if words)
    for sort, words in (("tried", tried), ("learned", learned), ("pending", pending)):
        yield Part(f"{sort}-{loop}", _short(words), visible)


def _open(team: Team, level: Sharing) -> bool:
    """Without names is not enough: the question comes with the team's name."""
    shown = sharing.seen("-", level, team, Here(Place.EDITION))
    return shown is not None and shown.team != ""


def chosen(db: Db, team: Team, keys: Collection[str]) -> list[list[str]]:
    """What the team allowed, as it stands now: it is kept so, and nothing is added later."""
    return [[part.key, part.text] for part in parts(db, team) if part.key in keys]


def _short(words: str) -> str:
    return words if len(words) <= MOST else f"{words[: MOST - 1].rstrip()}…"
