"""Rooms come about in recorded steps, stay as they should be, and say who lacks what."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.programme import commitments
from bot.programme import teams as rules
from bot.programme.matching import history
from bot.programme.workspaces import provisioning
from bot.programme.workspaces.steps import names
from bot.sandbox.state import Channel
from storage import matching, people, teams, workspaces
from storage.agreements import Agreement, AgreementPart
from storage.db import Db
from storage.editions import Edition
from storage.loops import Run
from storage.matching import PairingState
from storage.teams import MemberRole, Team, TeamKind
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
        for table in (AgreementPart, Agreement, Run):
            db.connection().execute(sa.delete(table))
        for workspace in workspaces.of_edition(db, house.edition_id):
            db.delete(workspace)
        db.flush()

    house.bot.writer.commit(work)
    house.bot.writer.commit(
        lambda db, now: provisioning.found(
            db, now, db.get_one(Edition, house.edition_id), matching.challenges(db, house.edition_id)[0]
        )
    )


def _workspace(house: House) -> Workspace:
    return house.read(lambda db: workspaces.of_edition(db, house.edition_id, WorkspaceKind.CHALLENGE)[0])


def _rooms(house: House) -> list[Channel]:
    return [item for item in house.sandbox.state.channels.values() if item.name.startswith("ch1")]


def _ready(house: House) -> bool:
    return all(row.state == WorkspaceState.READY for row in house.read(lambda db: workspaces.of_edition(db, 1)))


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
    for method in METHODS:
        code = "some_error" if kind == "refuse" and method != "chat.postMessage" else "internal_error"
        house.sandbox.faults.add(kind, method, code=code)  # type: ignore[arg-type]
    _found(house)
    for _ in METHODS + METHODS:
        if not _ready(house):
            _tick(house, 61)
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


def test_what_was_done_but_not_noted_is_not_done_twice(made: House) -> None:
    """As after a process that stopped between Slack's answer and our note: every step is taken a second time."""

    def forget(db: Db, _now: object) -> None:
        workspace = db.get_one(Workspace, _workspace(made).id)
        workspace.state = WorkspaceState.PROVISIONING
        for step in workspaces.steps(db, workspace.id):
            step.state, step.done_at, step.result = StepState.WAITING, None, {}
        for seat in workspaces.seats(db, workspace.id).values():
            db.delete(seat)

    made.bot.writer.commit(forget)
    _tick(made)
    _is_whole(made)


# Names


def test_a_name_that_is_taken_even_by_an_archived_channel_is_gone_around(house: House) -> None:
    state, other = house.sandbox.state, house.person(SETU.lead).user.id
    for name, archived in (("ch1-waiting-lists-that-people-can-see", True), ("cohort-edition-one", False)):
        state.add_channel(name, "private", other, [other, state.bot.id]).archived = archived
    _found(house)
    _tick(house)
    name = f"ch1-waiting-lists-that-people-can-see-{_workspace(house).id}"
    numbered = [item for item in state.channels.values() if item.name == name]
    assert len(numbered) == 1
    assert house.person(IPE.lead).user.id in numbered[0].members
    assert state.find_channel("cohort-edition-one").members[0] == other


@pytest.mark.parametrize(
    ("title", "first"),
    [("Ch1: Où est l’eau ?", "ch1-ou-est-leau"), ("水", "workspace"), ("x" * 90, "x" * 60)],
)
def test_names_are_what_slack_takes(title: str, first: str) -> None:
    tried = names(title, 7)
    assert tried[0] == first
    assert tried[1] == f"{first}-7"
    assert len(set(tried)) == len(tried)


# Who is inside


def _deputy(house: House, email: str, name: str) -> None:
    house.person(FAY).command(f"/sweetspot team deputy {email} {name} of Ipê Lab")


def test_one_who_cannot_be_invited_does_not_keep_the_others_out(house: House) -> None:
    state = house.sandbox.state
    single = state.add_user("gus", "Gus Single", email="gus@guest.example", kind="single")
    state.add_channel("elsewhere", "private", single.id, [single.id])
    state.add_user("oda", "Oda Outside", email="oda@far.example", kind="outside")
    for email, name in (("gus@guest.example", "Gus Single"), ("oda@far.example", "Oda Outside"),
                        ("otto@nowhere.example", "Otto Blau")):  # fmt: skip
        _deputy(house, email, name)
    state.find_user(MAPLE.deputy.email).deleted = True
    _found(house)
    house.until(MONDAY)
    expected = {FAY, *(who for team in PAIRED for who in (team.lead, team.deputy))} - {MAPLE.deputy}
    assert _inside(house) == {actor.email for actor in expected}
    said = _status(house)
    assert "Gus Single is a guest of another channel" in said
    assert "Oda Outside belongs to another organisation" in said
    assert "Otto Blau is not in Slack: a guest seat or Slack Connect" in said
    assert "ready, 7 of 7 steps" in said


def test_slack_that_lets_nobody_in_for_the_sake_of_one_is_asked_for_each(house: House) -> None:
    house.sandbox.faults.add("refuse", "conversations.invite", code="cant_invite")
    _found(house)
    house.until(MONDAY)
    assert len(_inside(house)) == 7


def test_whoever_comes_into_slack_later_is_invited_then(made: House) -> None:
    _deputy(made, "otto@nowhere.example", "Otto Blau")
    _tick(made)
    assert "otto@nowhere.example" not in _inside(made)
    made.sandbox.state.add_user("otto", "Otto Blau", email="otto@nowhere.example")
    _tick(made, 60 * 26)
    _tick(made)
    assert "otto@nowhere.example" in _inside(made)


def test_a_provider_that_is_replaced_leaves_the_room_and_nobody_else_does(made: House) -> None:
    state, room = made.sandbox.state, _room(made)
    guest = made.person(SETU.lead).user.id
    stranger = state.add_user("eve", "Eve Elsewhere").id
    room.members += [guest, stranger]

    def end(db: Db, now: datetime) -> None:
        maple = teams.by_name(db, made.edition_id, MAPLE.name)
        assert maple
        row = matching.pairing(db, matching.challenges(db, made.edition_id)[0].id, maple.id)
        assert row
        history.note(db, now, row, PairingState.ENDED, "no time")

    made.bot.writer.commit(end)
    _tick(made)
    assert not {MAPLE.lead.email, MAPLE.deputy.email} & _inside(made)
    assert {FAY.email, IPE.lead.email, FJORD.deputy.email} <= _inside(made)
    assert {guest, stranger, state.bot.id} <= set(room.members)
    assert "2 people are inside whom the programme did not invite" in _status(made)


def test_who_left_is_listed_and_asked_again_by_a_repair_alone(made: House) -> None:
    leaver = made.person(FJORD.deputy).user.id
    _room(made).members.remove(leaver)
    _tick(made, 60 * 24 * 8)
    assert leaver not in _room(made).members
    assert f"{FJORD.deputy.name} left the room" in _status(made)
    _deputy(made, SETU.lead.email, SETU.lead.name)
    _tick(made)
    assert SETU.lead.email in _inside(made)
    assert leaver not in _room(made).members
    _repair(made)
    assert leaver in _room(made).members
    assert "left the room" not in _status(made)


def test_an_invitation_by_slack_connect_goes_out_once(made: House) -> None:
    _deputy(made, "otto@nowhere.example", "Otto Blau")
    _tick(made)
    fay = made.person(FAY)
    listed = fay.command("/sweetspot workspace access").messages[-1]
    assert "Otto Blau" in listed.text
    fay.press("Invite by Slack Connect", message=listed)
    made.sandbox.faults.add("drop_after", "conversations.inviteShared")
    _tick(made)
    fay.press("Invite by Slack Connect", message=listed)
    _tick(made)
    assert _room(made).shared_with == ["otto@nowhere.example"]
    assert "it may have gone out" in fay.command("/sweetspot workspace access").text


def test_a_slack_that_may_not_connect_says_so(made: House) -> None:
    _deputy(made, "otto@nowhere.example", "Otto Blau")
    _tick(made)
    made.sandbox.faults.add("refuse", "conversations.inviteShared", code="not_paid")
    fay = made.person(FAY)
    fay.press("Invite by Slack Connect", message=fay.command("/sweetspot workspace access").messages[-1])
    _tick(made)
    assert "not_paid" in _status(made)
    assert _room(made).shared_with == []


# What goes wrong later


def test_what_changed_is_seen_within_a_day_and_mended_by_a_repair(made: House) -> None:
    room = _room(made)
    room.name, room.topic, room.purpose = "ch1-renamed", "Lunch", ""
    room.pins.clear()
    room.bookmarks.clear()
    made.sandbox.faults.add("error_before", "users.conversations")
    made.sleep(made.clock.now() + timedelta(hours=25))
    _tick(made)
    assert "somebody" not in _status(made)
    _tick(made, 61)
    said = _status(made)
    for problem in ("renamed the channel to ch1-renamed", "changed the topic", "changed the description"):
        assert problem in said
    assert "renamed the channel" in made.person(FAY).command("/sweetspot monday").text
    assert room.topic == "Lunch"
    _repair(made)
    assert room.name == "ch1-waiting-lists-that-people-can-see"
    assert room.topic == "Waiting lists that people can see"
    assert (len(room.pins), len(room.bookmarks)) == (1, 1)
    assert "7 of 7 steps" in _status(made)


def test_a_room_that_was_archived_is_opened_again(made: House) -> None:
    _room(made).archived = True
    _tick(made, 60 * 25)
    assert "archived the channel" in _status(made)
    assert _room(made).archived
    _repair(made)
    assert not _room(made).archived


def test_a_brief_that_was_deleted_is_said_again_and_linked(made: House) -> None:
    room = _room(made)
    old = next(message for message in room.messages if message.ts in room.pins)
    old.deleted = True
    room.pins.clear()
    _repair(made)
    _tick(made)
    assert len(room.pins) == len(room.bookmarks) == 1
    assert room.pins[0] != old.ts
    assert room.pins[0].replace(".", "") in str(room.bookmarks[0]["link"])


def test_a_room_that_is_gone_is_made_anew_when_somebody_says_so(made: House) -> None:
    old = _room(made)
    old.members.clear()
    old.name = "gone"
    _tick(made, 60 * 25)
    fay = made.person(FAY)
    said = fay.command("/sweetspot workspace status").messages[-1]
    assert "the channel was deleted" in said.text
    fay.press("Make a new room", message=said)
    _tick(made)
    _tick(made)
    assert len(_room(made).pins) == 1
    assert len(_inside(made)) == 7
    assert "not needed" in fay.press("Make a new room", message=said).text


def test_a_closed_room_is_archived_once_all_is_said_and_can_be_opened_again(made: House) -> None:
    def close(keep: bool) -> None:
        def work(db: Db, now: datetime) -> None:
            row = db.get_one(Workspace, _workspace(made).id)
            row.state, row.closed_at, row.keep_open = WorkspaceState.CLOSED, now, keep

        made.bot.writer.commit(work)
        _tick(made)
        _tick(made)

    close(keep=True)
    assert not _room(made).archived
    close(keep=False)
    assert _room(made).archived
    fay = made.person(FAY)
    fay.press("Open again", message=fay.command("/sweetspot workspace status").messages[-1])
    _tick(made)
    assert not _room(made).archived
    assert _workspace(made).state == WorkspaceState.READY


# The canvas


def test_the_canvas_is_a_view_that_is_written_only_when_it_would_read_differently(made: House) -> None:
    canvas = _room(made).canvas
    first = made.sandbox.state.canvases[canvas]
    assert "## Teams and hours" in first
    assert "**Fjord Services** (NO), solution provider: 09:00 to 17:00, Oslo time" in first
    assert "Loop 1: check-in from Thursday 15 October" in first

    def promise(db: Db, now: datetime) -> None:
        fjord = teams.by_name(db, made.edition_id, FJORD.name)
        assert fjord
        commitments.promise(db, now, fjord, "Send [the form](http://x) & more", None, "test-1")

    made.bot.writer.commit(promise)
    _tick(made, 60 * 25)
    _tick(made)
    assert "Fjord Services: Send \\[the form\\](http://x) & more" in made.sandbox.state.canvases[canvas]
    edits = len(_calls(made, "canvases.edit"))
    _tick(made, 60 * 25)
    _tick(made)
    assert len(_calls(made, "canvases.edit")) == edits


def test_a_plan_without_canvases_is_no_problem(house: House) -> None:
    house.sandbox.faults.add(
        "refuse", "conversations.canvases.create", times=9, code="team_tier_cannot_create_channel_canvases"
    )
    _found(house)
    house.until(MONDAY)
    assert _workspace(house).state == WorkspaceState.READY
    assert "No canvas: this Slack workspace does not allow it" in _status(house)


def test_nothing_is_asked_of_slack_while_nothing_waits(made: House) -> None:
    before = len(made.sandbox.api.log)
    _tick(made)
    _tick(made, 30)
    assert len(made.sandbox.api.log) == before


# Welcome, rules, and who lacks what


def test_each_person_is_welcomed_once_and_accepts_the_rules(made: House) -> None:
    made.until("2026-10-06T16:00:00+00:00")
    ingrid = made.person(FJORD.lead)
    said = [message for message in ingrid.dm() if message.text.startswith("Welcome to Edition One")]
    assert len(said) == 1
    assert "nobody is ranked" in said[0].text
    assert not [message for message in made.person(FAY).dm() if message.text.startswith("Welcome")]
    ingrid.press("I accept the rules", message=said[0])
    assert "nobody is ranked" in ingrid.dm()[0].text
    accepted = made.read(lambda db: workspaces.accepted(db, made.edition_id))
    assert accepted == {made.read(lambda db: people.by_email(db, FJORD.lead.email)).id}  # type: ignore[union-attr]
    listed = made.person(FAY).command("/sweetspot workspace access").text
    assert "1 of 12 people lack nothing" in listed
    assert f"*{FJORD.deputy.name}* (Fjord Services): has not accepted the rules." in listed
    assert f"*{FJORD.lead.name}*" not in listed


def test_the_list_is_for_those_who_run_the_edition(made: House) -> None:
    assert "nothing was changed" in made.person(FJORD.lead).command("/sweetspot workspace access").text


def test_a_team_without_deputy_is_named(made: House) -> None:
    def alone(db: Db, now: datetime) -> None:
        team = Team(edition_id=made.edition_id, kind=TeamKind.COHORT, name="Solo", organisation="Solo", created_at=now)
        db.add(team)
        db.flush()
        person = people.by_email(db, SETU.lead.email)
        assert person
        rules.join(db, team, person, MemberRole.LEAD)

    made.bot.writer.commit(alone)
    assert "*Without a deputy:* Solo" in made.person(FAY).command("/sweetspot workspace access").text


def test_a_late_joiner_hears_once_where_the_workspace_is(made: House) -> None:
    _deputy(made, SETU.lead.email, SETU.lead.name)
    made.until("2026-10-07T16:00:00+00:00")
    _repair(made)
    made.until("2026-10-08T16:00:00+00:00")
    told = [item.text for item in made.person(SETU.lead).dm() if "where we are" in item.text]
    assert len(told) == 1
    assert "Loop 1 is open" in told[0]
    assert "How can we make the list" in told[0]
    assert not [item for item in made.person(IPE.lead).dm() if "where we are" in item.text]
