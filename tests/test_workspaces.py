"""Rooms come about in recorded steps, stay as they should be, and say who lacks what."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.programme.workspaces import provisioning
from bot.programme.workspaces.steps import names
from bot.sandbox.state import Channel
from storage import matching, people, teams, workspaces
from storage.db import Db
from storage.teams import MemberRole, Membership
from storage.workspaces import StepState, Workspace, WorkspaceKind, WorkspaceState
from tests.cast import FAY, FJORD, IPE, MAPLE, PAIRED, SETU
from tests.house import House

MONDAY = "2026-10-05T15:00:00+00:00"
"""Working hours in Oslo, Toronto and São Paulo."""


@pytest.fixture
def made(house: House) -> House:
    """The small edition, with rooms that the bot makes itself."""
    _found(house)
    house.until(MONDAY)
    return house


def _found(house: House) -> None:
    def work(db: Db, now: object) -> None:
        for workspace in workspaces.of_edition(db, house.edition_id):
            db.delete(workspace)
        db.flush()

    house.bot.writer.commit(work)
    house.bot.writer.commit(
        lambda db, now: provisioning.found(
            db, now, db.get_one(workspaces.Edition, house.edition_id), matching.challenges(db, house.edition_id)[0]
        )
    )


def _workspace(house: House) -> Workspace:
    return house.read(lambda db: workspaces.of_edition(db, house.edition_id, WorkspaceKind.CHALLENGE)[0])


def _rooms(house: House) -> list[Channel]:
    return [item for item in house.sandbox.state.channels.values() if item.name.startswith("ch1")]


def _room(house: House) -> Channel:
    (room,) = _rooms(house)
    return room


def _calls(house: House, method: str) -> list[dict[str, object]]:
    """What Slack did, by its own log."""
    return [entry.args for entry in house.sandbox.api.log if entry.method == method and entry.error is None]


def _inside(house: House) -> set[str]:
    return {house.sandbox.state.users[user].email for user in _room(house).members} - {""}


def _tick(house: House, minutes: int = 1) -> None:
    house.advance(timedelta(minutes=minutes))


def _status(house: House) -> str:
    return house.person(FAY).command("/sweetspot workspace status").text


def _repair(house: House) -> None:
    house.person(FAY).command("/sweetspot workspace repair")
    _tick(house)


def test_a_room_has_all_that_it_should(made: House) -> None:
    room = _room(made)
    assert room.kind == "private"
    assert _inside(made) == {FAY.email, *(who.email for team in PAIRED for who in (team.lead, team.deputy))}
    assert room.topic == "Waiting lists that people can see"
    assert "unless its teams release it" in room.purpose
    assert [item["title"] for item in room.bookmarks] == ["Brief"]
    pinned = [message.text for message in room.messages if message.ts in room.pins]
    assert len(pinned) == 1
    assert "administrators of this Slack workspace" in pinned[0]
    assert "Fjord Services (fictitious)" in pinned[0]
    assert "For how long" in pinned[0]
    assert "7 of 7 steps" in _status(made)


def test_the_rooms_of_cohort_facilitators_and_advisors_are_made_the_same_way(made: House) -> None:
    found = {item.name: item for item in made.sandbox.state.channels.values()}
    for kind in ("facilitators", "cohort", "advisors"):
        room = found[f"{kind}-edition-one"]
        assert (room.kind, len(room.pins), len(room.bookmarks)) == ("private", 1, 1)
        assert made.sandbox.state.canvases[room.canvas]
    assert made.person(SETU.lead).user.id in found["cohort-edition-one"].members
    assert made.person(SETU.lead).user.id not in found["advisors-edition-one"].members


METHODS = (
    *("users.conversations", "conversations.create", "conversations.members", "conversations.invite"),
    *("conversations.info", "conversations.setTopic", "conversations.setPurpose", "chat.postMessage", "pins.add"),
    *("chat.getPermalink", "bookmarks.list", "bookmarks.add", "conversations.canvases.create"),
)
KINDS = ("refuse", "ratelimited", "error_before", "error_after", "drop_before", "drop_after")


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_slack_does_between_two_steps_nothing_is_double_or_forgotten(house: House, kind: str) -> None:
    """Each call of each step goes wrong once, before or after Slack did it; the ticks that follow make it whole."""
    code = {"code": "some_error"} if kind == "refuse" else {}
    for method in METHODS[:-6] if kind == "refuse" else METHODS:
        if method != "chat.postMessage" or kind != "refuse":
            house.sandbox.faults.add(kind, method, **code)  # type: ignore[arg-type]
    _found(house)
    house.until("2026-10-03T00:00:00+00:00")
    _is_whole(house)


def _is_whole(house: House) -> None:
    assert _workspace(house).state == WorkspaceState.READY
    room = _room(house)
    assert len(room.bookmarks) == len(room.pins) == 1
    assert sum("Who can read this room" in message.text for message in room.messages) == 1
    assert (room.topic, bool(room.purpose), bool(room.canvas)) == ("Waiting lists that people can see", True, True)
    invited = [user for args in _calls(house, "conversations.invite") if args["channel"] == room.id
               for user in str(args["users"]).split(",")]  # fmt: skip
    assert len(invited) == len(set(invited)) == 7
    assert len([args for args in _calls(house, "conversations.setTopic") if args["channel"] == room.id]) == 1
    assert len(house.sandbox.state.canvases) == 4


def test_a_process_that_stopped_after_each_call_is_taken_up_by_the_next(house: House) -> None:
    """What Slack did is there, and what we would have noted is not: each step is taken a second time."""
    _found(house)
    house.until("2026-10-03T00:00:00+00:00")

    def forget(db: Db, _now: object) -> None:
        for step in workspaces.steps(db, _workspace(house).id):
            step.state, step.problem, step.done_at = StepState.WAITING, None, None
            step.result = {}
        for seat in workspaces.seats(db, _workspace(house).id).values():
            db.delete(seat)
        workspace = db.get_one(Workspace, _workspace(house).id)
        workspace.state, workspace.channel_id = WorkspaceState.PROVISIONING, None
        db.delete(db.get_one(workspaces.Channel, channel_id))

    channel_id = _workspace(house).channel_id
    house.sandbox.state.find_channel("ch1-waiting-lists-that-people-can-see")
    house.bot.writer.commit(lambda db, _: _untie(db, channel_id))
    house.bot.writer.commit(forget)
    house.until("2026-10-04T00:00:00+00:00")
    assert _workspace(house).state == WorkspaceState.READY
    room = _room(house)
    assert len(room.bookmarks) == len(room.pins) == 1
    assert len([args for args in _calls(house, "conversations.setTopic") if args["channel"] == room.id]) == 1


def _untie(db: Db, channel_id: int | None) -> None:
    for row in db.exec(workspaces.select(Delivery).where(Delivery.channel_id == channel_id)):
        db.delete(row)
