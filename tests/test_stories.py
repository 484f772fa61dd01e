"""The stories that prove the product, each through the real wire."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner

from bot.cli import app
from bot.programme import calls, commitments
from bot.sandbox.state import Channel
from storage import loops, people, teams, workspaces
from storage.calls import Submission, SubmissionState
from storage.commitments import open_of
from storage.db import Db, open_engine, reading
from storage.deliveries import Delivery
from storage.teams import Credit, Team, TeamState
from storage.workspaces import Step, StepState, WorkspaceKind, WorkspaceState
from tests import reviewing
from tests.applicants import (
    BRAZIL,
    CANADA,
    CHILE,
    INDIA,
    ITALY,
    NORWAY,
    ZEALAND,
    say,
    submit,
)
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR
from tests.house import House, arrived
from tests.matchmaking import Stand, team
from tests.postbox import Postbox
from tests.test_matching_after import agreed, published

SAMPLES = Path(__file__).parents[1] / "bot/samples/first-edition"


def test_intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """72 messy rows imported twice: the funnel adds up, nothing is merged silently, the second run changes nothing."""
    monkeypatch.setenv("SWEETSPOT_DATABASE_URL", f"sqlite:///{tmp_path / 'x.db'}")
    command = ["import", "challenges", str(SAMPLES / "applications-challenges.csv"), "--json"]
    first = json.loads(CliRunner().invoke(app, command).stdout)
    before = _submissions(tmp_path)
    second = json.loads(CliRunner().invoke(app, command).stdout)
    assert first["summary"] == {"rows": 72, "countries": 25, "duplicate_groups": 4, "unique": 68, "problems": 13}
    assert [group["reason"] for group in first["duplicates"]] == ["draft", "double", "resubmission", "translation"]
    assert second == first
    assert _submissions(tmp_path) == before
    assert len(before) == 72
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with reading(engine) as db:
        counts = calls.funnel(db, calls.edition_named(db, None))["challenge"]  # type: ignore[arg-type]
    assert counts.pop("submitted") == 72 == sum(counts.values())
    assert str(SubmissionState.DUPLICATE) not in counts


def _submissions(folder: Path) -> list[dict[str, object]]:
    engine = open_engine(f"sqlite:///{folder / 'x.db'}")
    with reading(engine) as db:
        return [row.model_dump() for row in db.exec(select(Submission).order_by(col(Submission.id)))]


def test_conflict(house: House) -> None:
    """A reviewer of the applicant's organisation opens the submission: no content, and somebody else is told."""
    reviewing.called(house)
    fay, olaf = house.person(FAY), house.person(reviewing.OLAF)
    fay.command("/sweetspot review assign challenge per 2 load 4")
    fay.press("Give them out")
    house.until("2026-10-01T23:30:00+00:00")
    given = reviewing.mine(house, reviewing.OLAF)
    theirs = house.read(lambda db: db.get_one(Submission, given[0].submission_id))
    before = {actor: len(reviewing.mine(house, actor)) for actor in reviewing.REVIEWERS}
    reviewing.introduced(olaf, organisation=str(theirs.answers["organisation"]))
    assert "from your own organisation, so nothing of it is shown" in reviewing.shown(olaf)
    for secret in (reviewing.SECRET, theirs.title, theirs.team):
        assert secret not in reviewing.shown(olaf)
    house.until("2026-10-03T12:00:00+00:00")
    gained = [actor for actor, count in before.items() if len(reviewing.mine(house, actor)) > count]
    assert len(gained) == 1
    assert gained[0] is not reviewing.OLAF
    assert reviewing.told(house, gained[0], "One more application to review")
    olaf.close()
    olaf.command("/sweetspot review next")
    assert theirs.team not in reviewing.shown(olaf)


def test_half_made_workspace(postbox: Postbox, stand: Stand) -> None:
    """Slack is lost in the middle of it: the next tick makes it whole, nothing is double, who has no Slack has mail."""
    house = stand.house
    added = stand.fay.command(f"/sweetspot team add {OUTSIDE} Otto Blau of Fjord Services")
    assert "Otto Blau" in added.text
    agreed(stand)
    house.sandbox.faults.add("drop_after", "bookmarks.add")
    house.sandbox.faults.add("drop_before", "conversations.canvases.create")
    assert "2 workspaces are being made" in stand.says("publish")
    house.advance(timedelta(seconds=1))
    assert WorkspaceState.READY not in {room.state for room in house.read(_paired_rooms)}
    assert [(len(room.bookmarks), room.canvas) for room in _made(house)] == [(1, "")]
    house.advance(timedelta(minutes=1))
    assert {room.state for room in house.read(_paired_rooms)} == {WorkspaceState.READY}
    assert len(_made(house)) == 2
    for room in _made(house):
        assert (len(room.bookmarks), len(room.pins), bool(room.canvas)) == (1, 1, True)
        assert sum("Who can read this room" in message.text for message in room.messages) == 1
        assert len(room.members) == len(set(room.members)) == 6  # two teams of two, Fay and the bot
    house.until("2026-10-06T23:00:00+00:00")
    stand.says("publish")
    house.until("2026-10-07T23:00:00+00:00")
    letters = [letter for letter in postbox.letters if letter["To"] == OUTSIDE]
    assert len([letter for letter in letters if "Second edition" in letter.get_content()]) == 1
    assert len({letter["Subject"] for letter in letters}) == len(letters)
    for cast in (FJORD, IPE):
        assert sum("The match is published" in one.text for one in house.person(cast.lead).dm()) == 1


OUTSIDE = "otto@nowhere.example"


def _made(house: House) -> list[Channel]:
    return [item for item in house.sandbox.state.channels.values() if item.name.startswith(("ch1", "ch2"))]


def _paired_rooms(db: Db) -> list[workspaces.Workspace]:
    return workspaces.of_edition(db, 1, WorkspaceKind.CHALLENGE)


def test_courtesy(house: House) -> None:
    """Of three teams one answers early and two have a holiday: each is asked in its own time, or not at all."""

    def plan(db: Db, _: datetime) -> None:
        loops.of_edition(db, house.edition_id)[0].checkin_on = date(2026, 10, 12)
        maple = teams.by_name(db, house.edition_id, MAPLE.name)
        assert maple
        maple.subdivision = "ON"

    house.bot.writer.commit(plan)
    house.until("2026-10-07T09:00:00+00:00")
    ingrid = house.person(FJORD.lead)
    ingrid.command("/sweetspot checkin answer")
    assert ingrid.submit(hypothesis="We guess", tried="A board", learned="Much", result="Mixed").errors == {}
    ingrid.close()
    house.until("2026-10-30T12:00:00+00:00")
    for cast in (IPE, MAPLE):  # 12 October is Our Lady Aparecida in Brazil, and Thanksgiving in Ontario
        came = [arrived(one, cast.zone) for one in house.person(cast.lead).dm() if "Check-in 1" in one.text]
        assert [f"{at:%d %H:%M}" for at in came] == ["13 09:30", "15 09:30"]
    told = [one.text for actor in (FJORD.lead, FJORD.deputy) for one in house.person(actor).dm()]
    assert not [words for words in told if "Check-in 1" in words]


def test_embargo(postbox: Postbox, empty_house: House) -> None:
    """When it ends, every applicant gets reasons in their own language, once, and nobody got anything earlier."""
    house, fay = empty_house, empty_house.person("fay@secretariat.example")
    fay.command("/sweetspot edition new Second edition")
    say(house, "open challenge until 2027-01-31 Europe/Paris")
    submit(house)
    house.until("2027-01-31T23:00:00+00:00")
    for number, (outcome, words) in TOLD.items():
        say(house, f"decide challenge {number} {outcome} because it was weighed for long words: {words}")
    say(house, "embargo challenge until 2027-02-15 10:00 Europe/Paris")
    assert "7 teams are told on Monday 15 February, 10:00 (Paris time)" in say(house, "notify challenge")
    say(house, "decide challenge 2 decline because a place was lost words: Your plan was the last to fall.")
    house.until("2027-02-15T08:59:59+00:00")
    before = [one.text for actor in APPLICANTS for one in house.person(actor.email).dm() if one.metadata]
    assert (before, postbox.letters) == ([], [])
    house.sandbox.faults.add("drop_after", "chat.postMessage", times=2)
    house.sandbox.faults.add("error_after", "chat.postMessage", times=1)
    house.until("2027-02-15T09:00:00+00:00")
    for _ in range(3):
        say(house, "notify challenge")
    house.until("2027-02-17T09:00:00+00:00")
    for actor in APPLICANTS:
        letters = [one.text for one in house.person(actor.email).dm() if one.metadata]
        assert len(letters) == 1, actor
        opening, words = IN_THEIR_LANGUAGE[actor.number]
        assert letters[0].startswith(opening)
        assert words in letters[0]
        assert "weighed for long" not in letters[0]
    (letter,) = postbox.letters
    assert letter["To"] == ITALY.email
    assert letter["Subject"] == "Invito a presentare sfide: decisione su «Queues in Officina Civica»"
    assert "> Il vostro progetto ha molto da offrire." in letter.get_content()
    assert "Fay Lindqvist, fay@secretariat.example" in letter.get_content()
    sent = [row.sent_at for row in _letters(house)]
    assert len(sent) == 7
    assert min(at for at in sent if at) >= datetime(2027, 2, 15, 9, tzinfo=UTC)


TOLD = {
    "1": ("select", "Seu desafio é claro & comum a muitos."),
    "2": ("select", "Your plan is ready."),
    "3": ("decline", "Votre besoin est réel, mais d’autres étaient plus avancés."),
    "4": ("reserve", "Su reto es el siguiente de la lista."),
    "5": ("cohort", "You have much to give."),
    "6": ("ineligible", "Only public bodies may apply."),
    "7": ("cohort", "Il vostro progetto ha molto da offrire."),
}
APPLICANTS = (BRAZIL, NORWAY, CANADA, CHILE, INDIA, ZEALAND)
IN_THEIR_LANGUAGE = {
    "1": ("Chamada de desafios: decisão sobre", "Seu desafio é claro &amp; comum a muitos."),
    "2": ("Call for challenges: the decision on", "Your plan was the last to fall."),
    "3": ("Appel à défis : décision concernant", "Votre besoin est réel, mais d’autres étaient plus avancés."),
    "4": ("Convocatoria de retos: decisión sobre", "Su reto es el siguiente de la lista."),
    "5": ("Call for challenges: the decision on", "You have much to give."),
    "6": ("Call for challenges: the decision on", "Only public bodies may apply."),
}


def _letters(house: House) -> list[Delivery]:
    return house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == "call.decided"))))


def test_a_provider_withdraws(stand: Stand) -> None:
    """Messages stop, access ends, commitments return, the reserve is asked, credit is as wished, the loop goes on."""
    house, ingrid, marina = stand.house, stand.house.person(FJORD.lead), stand.house.person(IPE.lead)
    published(stand)
    stand.says("reserve 1 Telar")
    stand.fay.command("/sweetspot edition plan 2026-10-05")
    house.until("2026-10-14T20:00:00+00:00")
    owner, fjord = house.read(lambda db: team(db, IPE.name)), house.read(lambda db: team(db, FJORD.name))
    house.bot.writer.commit(
        lambda db, now: commitments.promise(db, now, db.merge(fjord), "Send the interview guide", None, "call-1")
    )
    room = next(item for item in house.sandbox.state.channels.values() if item.name.startswith("ch1"))
    theirs = {house.person(actor).user.id for actor in (FJORD.lead, FJORD.deputy)}
    assert theirs <= set(room.members)
    house.person(SETU.lead).command("/sweetspot team thank Fjord Services for the long evening")
    ingrid.press("We must withdraw")
    assert ingrid.submit(reason="Our ministry was merged", credit="Without our name").errors == {}
    house.flush()
    assert house.read(lambda db: team(db, FJORD.name).state) == TeamState.ACTIVE
    asked = stand.fay.press("Confirm the withdrawal")
    assert not asked.view
    people_step = house.read(_people_step)
    assert people_step.state != StepState.DONE
    assert house.read(lambda db: db.get_one(Team, fjord.id).credit) == Credit.UNNAMED
    assert [(row.team_id, row.note) for row in house.read(lambda db: open_of(db, [owner.id, fjord.id]))] == [
        (owner.id, "from Fjord Services")
    ]
    before = [message.ts for message in ingrid.dm() if message.metadata]
    house.until("2026-10-19T20:00:00+00:00")
    assert [message.ts for message in ingrid.dm() if message.metadata] == before
    assert not any("long evening" in message.text for message in ingrid.dm())
    assert not theirs & set(room.members)
    assert {ipe.user.id for ipe in (marina, house.person(IPE.deputy))} <= set(room.members)
    told = [message.text for message in room.messages if "Fjord Services has left the programme" in message.text]
    assert len(told) == 1
    assert "Back with Ipê Lab: Send the interview guide" in told[0]
    assert "merged" not in "".join(message.text for message in room.messages)
    assert any("we suggest that you work with *Ipê Lab*" in one.text for one in house.person(TELAR.lead).dm())
    marina.command("/sweetspot checkin answer")
    assert marina.submit(hypothesis="A board", tried="Two towns", result="Mixed").errors == {}
    assert "Fjord" not in ingrid.command("/sweetspot checkin answer").text


def _people_step(db: Db) -> Step:
    workspace = workspaces.of_challenge(db, 1)
    assert workspace
    return workspaces.step(db, workspace.id, "people")


def test_silent_partner(house: House) -> None:
    """Two missed check-ins and a red light: on Monday the facilitator alone sees it, and no third nudge goes out."""
    marina = house.person(IPE.lead)
    for asked in ("2026-10-15T14:00:00+00:00", "2026-11-12T14:00:00+00:00"):
        house.until(asked)
        marina.command("/sweetspot checkin answer")
        assert marina.view
        light = next(one["block_id"] for one in marina.view.payload["blocks"] if "light_" in one.get("block_id", ""))
        given = {"hypothesis": "A board", "tried": "Two towns", "result": "Mixed"}
        assert marina.submit(**given, **({light: "red"} if "11-12" in asked else {})).errors == {}
        marina.close()
    house.until("2026-11-30T08:30:00+00:00")
    room = [item.text for item in house.person(FAY).sees("room-facilitators")]
    board = next(text for text in reversed(room) if text.startswith("*Monday*"))
    assert "Ipê Lab: red light" in board
    assert "Fjord Services: silent" in board
    for words in ("*Ipê Lab* has marked a pairing red", "*Fjord Services* has missed two check-ins"):
        (raised,) = [text for text in room if words in text]
        assert "A draft:\n&gt; " in raised or "A draft:\n> " in raised
    house.until("2026-12-16T20:00:00+00:00")
    staff = {item.ts for item in house.person(FAY).sees("room-facilitators")}
    told = [item.text.casefold() for _, item in house.sandbox.messages() if item.ts not in staff]
    assert not [text for text in told if "red light" in text or "pairing red" in text or "missed two" in text]
    for member in (FJORD.lead, FJORD.deputy):
        reminders = [item for item in house.person(member).dm() if "the only reminder" in item.text]
        assert len(reminders) == 2, "a third would come in the third loop"
    assert len([item for item in house.person(FJORD.lead).dm() if "*Check-in 3*" in item.text]) == 1


def test_daylight_saving(house: House) -> None:
    """A session at 14:00 UTC on 16 March 2027: New York reads 10:00 on 9 March, London 14:00, Santiago 11:00."""
    fay, catalina = house.person("fay@secretariat.example"), house.person(TELAR.lead)
    house.until("2027-02-16T08:00:00+00:00")
    fay.command("/sweetspot session plan Citizen involvement")
    assert fay.submit(day_a="2027-03-16", time_a="14:00", kind="Showcase").errors == {}
    fay.close()
    assert "is published" in fay.command("/sweetspot session publish 1").text
    _settle_in(house)
    house.until("2027-03-09T23:00:00+00:00")
    wanted = {"new-york": "10:00 (New York time)", "london": "14:00 (London time)", "santiago": "11:00 (Santiago time)"}
    for place, words in wanted.items():
        reminders = [text for text in _said(house, place) if "Tuesday 16 March" in text and "choose" not in text]
        assert words in reminders[-1], place
    house.until("2027-03-16T14:00:00+00:00")
    for place in wanted:
        assert len(_occasions(house, place, "T-1h")) == 1
        assert len(_occasions(house, place, "T-7d")) == 1
    assert catalina.user.tz == "America/Santiago"


PLACES = {
    "new-york": "june@maple-desk.example",
    "london": "ingrid@fjord-services.example",
    "santiago": TELAR.lead.email,
}


def _settle_in(house: House) -> None:
    """One of the people lives in New York, one in London."""

    def move(db: Db, _: object) -> None:
        for place, zone in (("new-york", "America/New_York"), ("london", "Europe/London")):
            person = people.by_email(db, PLACES[place])
            assert person
            person.zone = zone

    house.bot.writer.commit(move)


def _said(house: House, place: str) -> list[str]:
    return [message.text for message in house.person(PLACES[place]).dm()]


def _occasions(house: House, place: str, tag: str) -> list[str]:
    marks = [message.metadata["event_payload"] for message in house.person(PLACES[place]).dm() if message.metadata]
    return [mark["occasion"] for mark in marks if mark["occasion"].endswith(tag)]


def test_release_and_retraction(house: House) -> None:
    """A refuted experiment, released without names, is reused elsewhere; taken back, it is nowhere."""
    words = "A reminder by letter changed nothing"
    find = "/sweetspot insight find letter"
    ananya, mereana, catalina = (house.person(team.lead) for team in (SETU, KOTARE, TELAR))
    ananya.command("/sweetspot insight propose")
    assert ananya.submit(text=words, sharing="The edition, without names").errors == {}
    mereana.command(find)
    mereana.press("We used this")
    assert mereana.submit(how="Decided against: we looked, and it did not fit", line="No letters for us").errors == {}
    found = catalina.command(find).text
    assert "Decided against by Kotare: No letters for us" in found
    house.until("2026-10-09T14:00:00+00:00")
    room = [message.text for message in catalina.sees("room-cohort")]
    assert any(words in text for text in room)
    assert not any(SETU.name in text for text in [found, *room])
    house.person(SETU.deputy).command("/sweetspot insight retract 1")
    house.flush()
    assert not any(words in message.text for message in catalina.sees("room-cohort"))
    for reader in (catalina, ananya, house.person(FAY)):
        assert "Nothing that you may read" in reader.command(find).text
