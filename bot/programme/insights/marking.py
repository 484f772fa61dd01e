"""Marked messages: nobody reads the text before its author, or a team whose post it is, has agreed."""

from datetime import UTC, datetime

from bot.programme import rosters
from bot.programme.occasions import Context, Planned, Skip, ref
from bot.programme.permissions import demand
from storage import checkins, deliveries, editions, insights, loops, people, teams, workspaces
from storage.db import Db
from storage.deliveries import Delivery
from storage.editions import Edition
from storage.insights import Mark, ReleaseState
from storage.people import Person
from storage.teams import Team
from storage.workspaces import Channel, Workspace

CARD, CAPTURE, LEARNING = "checkin.card", "loop.captured", "digest.workspace"
"""Posts of the bot whose words are a team's, or a workspace's."""


def choose_emoji(db: Db, edition: Edition, person: Person, emoji: str) -> None:
    demand(db, edition.id, person, "edition.run")
    db.get_one(Edition, edition.id).marking = emoji


def mark(db: Db, now: datetime, edition: Edition, author_slack: str, room: str, slack_ts: str) -> list[Planned]:
    """Somebody marked a message in one of our rooms: whose it is, is asked once, in their working hours."""
    channel = insights.room(db, edition.installation_id, room)
    if channel is None or insights.mark(db, channel.id, slack_ts):
        return []
    made = Mark(edition_id=edition.id, channel_id=channel.id, slack_ts=slack_ts, at=now)
    if author_slack == _bot(db, edition):
        return _mark_post(db, now, made)
    author = people.by_slack(db, edition.installation_id or 0, author_slack)
    if author is None or not teams.of_person(db, edition.id, author.id):
        return []
    made.author_id = author.id
    _keep(db, made)
    return [rosters.to_person(db, edition.id, author.id, now, "insight.marked", f"mark-{made.id}", {"mark": made.id})]


def _keep(db: Db, made: Mark) -> None:
    db.add(made)
    db.flush()


def _bot(db: Db, edition: Edition) -> str:
    return db.get_one(editions.Installation, edition.installation_id).bot_user_id if edition.installation_id else ""


def _mark_post(db: Db, now: datetime, made: Mark) -> list[Planned]:
    """A post of the bot's own goes to each team whose words stand in it."""
    post = deliveries.posted_at(db, made.channel_id, made.slack_ts)
    whose = _whose(db, post) if post else []
    if post is None or not whose:
        return []
    made.post_id, made.team_ids = post.id, [team.id for team in whose]
    _keep(db, made)
    found = []
    for team in whose:
        occasion, refs = f"mark-{made.id}:team-{team.id}", {"mark": made.id, "team": team.id}
        found += rosters.to_team(db, team, now, "insight.marked", occasion, refs)
    return found


def _whose(db: Db, post: Delivery) -> list[Team]:
    if post.kind == CARD:
        return [db.get_one(Team, db.get_one(checkins.Checkin, ref(post, "checkin")).team_id)]
    if post.kind in (CAPTURE, LEARNING):
        return workspaces.teams_of(db, db.get_one(Workspace, ref(post, "workspace")))
    return []


def marked_context(db: Db, delivery: Delivery, _now: datetime) -> Context | Skip:
    made = db.get_one(Mark, ref(delivery, "mark"))
    team = delivery.refs.get("team")
    if made.state != ReleaseState.ASKED or (team and team not in made.team_ids):
        return Skip("answered")
    written = datetime.fromtimestamp(float(made.slack_ts), UTC)
    room = db.get_one(Channel, made.channel_id).slack_channel_id
    return {"mark": made.id, "room": room, "written": written, "post": made.post_id is not None}


def place(db: Db, person: Person, mark_id: int) -> tuple[str, str] | None:
    """Where the author's own message stands: room and time, as Slack calls them."""
    made = db.get(Mark, mark_id)
    if made is None or made.author_id != person.id:
        return None
    return db.get_one(Channel, made.channel_id).slack_channel_id, made.slack_ts


def words(db: Db, person: Person, mark_id: int) -> tuple[str, int] | None:
    """What a team of this person's has written in a marked post, and whose it is."""
    made = db.get(Mark, mark_id)
    mine = _mine(db, made, person) if made else []
    if made is None or made.post_id is None or not mine:
        return None
    post = db.get_one(Delivery, made.post_id)
    return _words(db, post), mine[0]


def _words(db: Db, post: Delivery) -> str:
    if post.kind == CARD:
        return db.get_one(checkins.Checkin, ref(post, "checkin")).learned
    run = loops.run_of(db, ref(post, "loop"), ref(post, "workspace"))
    if run is None:
        return ""
    return (run.noted or run.decided) if post.kind == CAPTURE else (run.learned or run.noted)


def _mine(db: Db, made: Mark, person: Person) -> list[int]:
    mine = {team.id for team in teams.of_person(db, made.edition_id, person.id)}
    return [team_id for team_id in made.team_ids if team_id in mine]


def keep(db: Db, person: Person, mark_id: int) -> None:
    """It stays where it is; another team whose words stand in the post may still propose it."""
    made = db.get(Mark, mark_id)
    if made is None:
        return
    mine = _mine(db, made, person)
    made.team_ids = [team_id for team_id in made.team_ids if team_id not in mine]
    if made.author_id == person.id or (mine and not made.team_ids):
        made.state = ReleaseState.KEPT
    db.flush()


def settle(db: Db, person: Person, mark_id: int) -> None:
    """Proposed. Only the word of the author, or of a team whose post it is, counts."""
    made = db.get(Mark, mark_id)
    if made and (made.author_id == person.id or _mine(db, made, person)):
        made.state = ReleaseState.ALLOWED
