"""Introductions as conversations: who is asked, who meets whom, what both read, and what comes of it."""

import re
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import combinations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from bot.programme import planning
from bot.sandbox import forms
from bot.sandbox.state import Message
from storage import introductions, people, teams
from storage.db import Db
from storage.deliveries import Delivery, DeliveryState
from storage.editions import Edition
from storage.introductions import Answer, Wish
from storage.people import Absence, Address
from storage.teams import MemberRole, Membership, Team, TeamKind, TeamState
from storage.workspaces import Workspace
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TEAMS, TELAR, Actor, Cast
from tests.house import START, House

YES, PAUSE, NO = "Yes, at most once a month", "Pause until the day below", "No"
TUESDAY = "2026-10-06T13:00:00+00:00"
ASK = "How do you reach people who have no computer at home?"
OFFER = "We reach people who have no computer: letters, libraries and a telephone line."
NEAR = {
    IPE: ("PT", "Europe/Lisbon"),
    FJORD: ("NO", "Europe/Oslo"),
    MAPLE: ("IE", "Europe/Dublin"),
    SETU: ("EE", "Europe/Tallinn"),
    KOTARE: ("GR", "Europe/Athens"),
    TELAR: ("ES", "Europe/Madrid"),
}


def _team(db: Db, cast: Cast) -> Team:
    return db.exec(select(Team).where(Team.name == cast.name)).one()


def _change(house: House, cast: Cast, **values: Any) -> None:
    def work(db: Db, _: datetime) -> None:
        team = _team(db, cast)
        for name, value in values.items():
            setattr(team, name, value)

    house.bot.writer.commit(work)


def _move_near(house: House) -> None:
    """Everybody works in Europe, so that anybody could meet anybody but those of the one workspace."""
    house.until(START + timedelta(minutes=1))

    def work(db: Db, _: datetime) -> None:
        for cast, (country, zone) in NEAR.items():
            team = _team(db, cast)
            team.country, team.zone = country, zone
            for person in teams.members(db, team.id):
                person.zone = zone

    house.bot.writer.commit(work)


def _settings(house: House, who: Actor) -> Any:
    person = house.person(who)
    shown = person.command("/sweetspot").messages[-1]
    joining = forms.element(shown.blocks, "Introductions: join") is not None
    person.press("Introductions: join" if joining else "Introductions: change", shown)
    return person


def _say(house: House, who: Actor, **fields: str) -> str:
    """Fill the form of the menu; what is shown after."""
    person = _settings(house, who)
    errors = person.submit(**fields).errors
    shown = str(errors or (person.view and person.view.payload["blocks"]))
    person.close()
    return shown


def _join(house: House, *casts: Cast) -> None:
    for cast in casts:
        assert "will be introduced" in _say(house, cast.lead, answer=YES, ask=ASK, offer=OFFER)


def _solve(house: House, words: str = "") -> str:
    """The draft: at once, or after the word that it takes a moment."""
    said = house.person(FAY).command(f"/sweetspot intro solve {words}").text
    house.bot.errands.quiet()
    return house.person(FAY).dm()[-1].text if "Working on it" in said else said


def _publish(house: House) -> str:
    said = house.person(FAY).command("/sweetspot intro publish").text
    house.flush()
    return said


def _read(house: House, who: Actor, words: str) -> list[Message]:
    return [message for message in house.person(who).dm() if words in message.text]


def _pairs(house: House) -> list[frozenset[str]]:
    """Names, in all published rounds."""

    def find(db: Db) -> list[frozenset[str]]:
        groups: dict[int, list[str]] = {}
        for _, introduction, seat in introductions.history(db, house.edition_id):
            groups.setdefault(introduction.id, []).append(db.get_one(Team, seat.team_id).name)
        return [frozenset(pair) for group in groups.values() for pair in combinations(group, 2)]

    return house.read(find)


def _rows(house: House, kind: str) -> list[Delivery]:
    return house.read(lambda db: list(db.exec(select(Delivery).where(Delivery.kind == kind))))


# Asked once, at joining


def test_each_cohort_team_is_asked_once_in_its_morning_and_no_other_team(house: House) -> None:
    house.until("2026-11-20T00:00:00+00:00")
    for cast in TEAMS:
        asked = [*_read(house, cast.lead, "meet other teams"), *_read(house, cast.deputy, "meet other teams")]
        assert len(asked) == (cast.kind == TeamKind.COHORT), cast.name
    local = [row.due_at.astimezone(ZoneInfo("Asia/Kolkata")) for row in _rows(house, "intro.invited")]
    assert "2026-10-05 09:30" in {f"{at:%Y-%m-%d %H:%M}" for at in local}  # Friday is Gandhi's birthday


def test_the_question_is_foretold(house: House) -> None:
    edition = house.read(lambda db: db.get_one(Edition, house.edition_id))
    found = house.read(lambda db: planning.plan(db, edition, START, START + timedelta(days=7)))
    assert len([item for item in found if item.kind == "intro.invited"]) == 3
    assert "the question whether a team wants introductions" in house.person(FAY).command("/sweetspot preview 7").text


def test_yes_opens_the_words_that_the_other_team_will_read(house: House) -> None:
    _change(house, SETU, need="How do we hear from villages?", offer="A radio hour")
    house.until(TUESDAY)
    ananya = house.person(SETU.lead)
    ananya.press("Yes, introduce us")
    assert ananya.view
    assert "How do we hear from villages?" in str(ananya.view.payload)
    assert ananya.submit(ask="How do we hear from the hills?").errors == {}
    wish = house.read(lambda db: db.get_one(Wish, _team(db, SETU).id))
    assert (wish.answer, wish.ask, wish.offer) == (Answer.JOIN, "How do we hear from the hills?", "A radio hour")


def test_not_now_is_kept_and_can_be_changed(house: House) -> None:
    house.until(TUESDAY)
    ananya = house.person(SETU.lead)
    ananya.press("Not now")
    assert "not asked again" in ananya.dm()[-1].text
    ananya.press("Introductions: change")
    assert ananya.submit(answer=YES).errors == {}
    ananya.close()
    assert "does not want" not in _solve(house)


def test_whoever_answered_before_is_not_asked(house: House) -> None:
    _join(house, SETU)
    house.until(TUESDAY)
    assert _read(house, SETU.lead, "meet other teams") == []


def test_a_deputy_may_answer_and_a_member_may_not(house: House) -> None:
    assert "will be introduced" in _say(house, SETU.deputy, answer=YES)

    def demote(db: Db, _: datetime) -> None:
        team = _team(db, KOTARE)
        for row in db.exec(select(Membership).where(Membership.team_id == team.id)):
            row.role = MemberRole.MEMBER

    house.bot.writer.commit(demote)
    shown = house.person(KOTARE.lead).command("/sweetspot").messages[-1]
    assert forms.element(shown.blocks, "Introductions: join") is None


def test_teams_that_were_there_before_are_asked_by_a_button(house: House) -> None:
    _change(house, SETU, created_at=START - timedelta(days=200))
    house.bot.writer.commit(_age_the_room)
    house.until(TUESDAY)
    assert _read(house, SETU.lead, "meet other teams") == []
    _solve(house)
    assert "1 team is asked" in house.person(FAY).press("Ask who was not asked yet").text
    house.until("2026-10-07T12:00:00+00:00")
    assert len(_read(house, SETU.lead, "meet other teams")) == 1


def _age_the_room(db: Db, _: datetime) -> None:
    for row in db.exec(select(Workspace)):
        row.created_at = START - timedelta(days=300)


# The draft


def test_the_draft_says_why_in_the_teams_own_words_and_nobody_is_told(house: House) -> None:
    _join(house, TELAR, MAPLE)
    said = _solve(house)
    assert "Round 1, a draft: 1 introduction." in said
    assert f"Telar asks: “{ASK}”" in said
    assert f"Maple Desk offers: “{OFFER}”" in said
    assert "Not answered whether they want introductions:* Jan Setu, Kotare" in said
    house.flush()
    assert _rows(house, "intro.made") == []


def test_it_says_who_rests_and_why(house: House) -> None:
    _join(house, TELAR, MAPLE, KOTARE)
    _say(house, SETU.lead, answer=NO)
    said = _solve(house)
    assert "Kotare: 2 × fewer than two working hours in common" in said
    assert "Jan Setu: does not want introductions now" in said


def test_those_who_share_a_workspace_have_met(house: House) -> None:
    _join(house, IPE, FJORD)
    said = _solve(house)
    assert "nobody can be introduced now" in said
    assert "Ipê Lab: 1 × met already" in said
    assert "it introduces nobody" in house.person(FAY).command("/sweetspot intro publish").text


def test_two_of_one_country_are_not_introduced(house: House) -> None:
    _change(house, MAPLE, country="CL")
    _join(house, TELAR, MAPLE)
    assert "Telar: 1 × same country" in _solve(house)


def test_a_pair_is_parted_with_a_reason_and_planned_anew_until_it_is_allowed_again(house: House) -> None:
    _move_near(house)
    _join(house, SETU, TELAR)
    _solve(house)
    fay = house.person(FAY)
    fay.press("Not this pair")
    assert fay.submit(reason=" ").errors
    assert fay.submit(reason="They work together in another programme").errors == {}
    fay.close()
    said = _solve(house)
    assert "nobody can be introduced now" in said
    assert "Jan Setu and Telar are kept apart: They work together in another programme" in said
    fay.press("Allow again: Jan Setu + Telar")
    assert "1 introduction" in _solve(house)


def test_staff_alone_plan_preview_and_publish(house: House) -> None:
    _join(house, TELAR, MAPLE)
    _solve(house)
    for verb in ("solve", "preview", "publish"):
        assert "not yours to do" in house.person(TELAR.lead).command(f"/sweetspot intro {verb}").text
    assert _pairs(house) == []


def test_groups_may_have_two_to_four(house: House) -> None:
    assert "2, 3 or 4" in _solve(house, "size 9")
    assert "2, 3 or 4" in _solve(house, "everybody")
    _move_near(house)
    _join(house, SETU, TELAR, KOTARE)
    assert "1 introduction" in _solve(house, "size 3")


def test_every_message_is_previewed_with_its_hour(house: House) -> None:
    house.until(TUESDAY)
    _join(house, TELAR, MAPLE)
    _solve(house)
    said = house.person(FAY).command("/sweetspot intro preview").text
    assert "2 messages go out" in said
    assert "Maple Desk: June Mercer, Tuesday 6 October, 09:00 (Toronto time)" in said
    assert "Telar: Catalina Rojas, Tuesday 6 October, 10:00 (Santiago time)" in said
    house.person(FAY).press("Publish")
    house.flush()
    assert sorted(row.state for row in _rows(house, "intro.made")) == [DeliveryState.SENT, DeliveryState.SENT]
    assert "Not published: there is no draft" in house.person(FAY).command("/sweetspot intro publish").text


def test_three_hundred_teams_are_planned_and_read_page_by_page(house: House) -> None:
    def grow(db: Db, now: datetime) -> None:
        fay = people.by_email(db, FAY.email)
        assert fay
        for number in range(300):
            team = Team(
                edition_id=house.edition_id, kind=TeamKind.PROVIDER, name=f"Team {number}", zone="Europe/Paris",
                country=("FR", "BE", "NL", "ES", "IT")[number % 5], created_at=now,
            )  # fmt: skip
            db.add(team)
            db.flush()
            db.add(Membership(team_id=team.id, person_id=fay.id, role=MemberRole.LEAD))
            words: dict[str, Any] = {
                "ask": f"How do you do {number % 40}?",
                "offer": f"This is how we do {number % 37}",
            }
            db.add(Wish(team_id=team.id, answer=Answer.JOIN, person_id=fay.id, at=now, **words))

    house.bot.writer.commit(grow)
    assert "150 introductions" in _solve(house)
    fay = house.person(FAY)
    for page in range(2, 14):
        assert f"Page {page}." in fay.press("More").text
    assert "Not in this round" not in fay.dm()[-1].text
    assert "300 messages go out" in fay.command("/sweetspot intro preview").text


# What both read


def test_both_read_who_the_other_is_why_and_how_to_reach_them(house: House) -> None:
    house.until(TUESDAY)
    _join(house, TELAR, MAPLE)
    _solve(house)
    assert "Published: 2 messages" in _publish(house)
    (letter,) = _read(house, TELAR.lead, "Introduction:")
    assert "Telar, meet Maple Desk" in letter.text
    assert "Maple Desk (fictitious), Canada" in letter.text
    assert f"<@{house.person(MAPLE.lead).user.id}>" in letter.text
    assert f"&gt; {ASK}" in letter.text
    assert "your team asks what Maple Desk may have met" in letter.text
    assert "A first question" in letter.text
    assert [button["text"]["text"] for button in letter.blocks[-1]["elements"]] == ["We cannot this month"]
    (other,) = _read(house, MAPLE.lead, "Introduction:")
    assert f"<@{house.person(TELAR.lead).user.id}>" in other.text
    assert _read(house, TELAR.deputy, "Introduction:") == []


LINE = re.compile(r"• (\w+ \d+ \w+), (\d\d:\d\d) \((\w+) time\): (?:(\w+ \d+ \w+), )?(\d\d:\d\d) \((\w+) time\) there")


def _times(message: Message) -> list[tuple[datetime, datetime]]:
    """Each time of a message, as the reader and as the other would enter it into a calendar."""
    found = []
    zones = {"Santiago": "America/Santiago", "Oslo": "Europe/Oslo", "Kolkata": "Asia/Kolkata"}
    for day, clock, place, there_day, there_clock, there in LINE.findall(message.text):
        own, said = f"{day} 2026 {clock}", f"{there_day or day} 2026 {there_clock}"
        found.append((_local(own, zones[place]), _local(said, zones[there])))
    return found


def _local(words: str, zone: str) -> datetime:
    return datetime.strptime(words, "%A %d %B %Y %H:%M").replace(tzinfo=ZoneInfo(zone))


def test_three_times_are_right_in_both_zones_in_the_week_in_which_clocks_change(house: House) -> None:
    """Oslo is five hours ahead of Santiago until 25 October 2026, and four hours after."""
    house.until("2026-10-22T13:00:00+00:00")
    _join(house, TELAR, FJORD)
    _solve(house)
    _publish(house)
    (chile,), (norway,) = _read(house, TELAR.lead, "Introduction:"), _read(house, FJORD.lead, "Introduction:")
    times = _times(chile)
    assert len(times) == 3
    assert [own for own, _ in _times(norway)] == [there for _, there in times]
    for own, there in times:
        assert own == there
        for local in (own, there):
            assert local.weekday() < 5
            assert 9 <= local.hour < 17
    assert {there.hour - own.hour for own, there in times} == {5, 4}


def test_it_comes_in_the_readers_working_hours(house: House) -> None:
    house.until("2026-10-01T20:00:00+00:00")
    _join(house, FJORD, SETU)
    _solve(house)
    _publish(house)
    assert _read(house, SETU.lead, "Introduction:") == []
    due = {row.team_id: row.due_at for row in _rows(house, "intro.made")}
    assert sorted(f"{at:%d %H:%M}" for at in due.values()) == [
        "02 07:30",
        "05 04:00",
    ]  # a holiday and a weekend in India
    house.until("2026-10-06T00:00:00+00:00")
    assert len(_read(house, SETU.lead, "Introduction:")) == 1


def test_the_deputy_reads_it_when_the_lead_is_away_and_nobody_when_both_are(house: House) -> None:
    house.until(TUESDAY)
    _join(house, TELAR, MAPLE)
    _away(house, TELAR.lead)
    _solve(house)
    _publish(house)
    assert len(_read(house, TELAR.deputy, "Introduction:")) == 1
    assert f"<@{house.person(TELAR.deputy).user.id}>" in _read(house, MAPLE.lead, "Introduction:")[0].text
    _away(house, SETU.lead)
    _away(house, SETU.deputy)
    _join(house, SETU)
    assert "Jan Setu: everybody is away" in _solve(house)


def _away(house: House, who: Actor) -> None:
    def work(db: Db, _: datetime) -> None:
        person = people.by_email(db, who.email)
        assert person
        db.add(Absence(person_id=person.id, first_day=date(2026, 10, 5), last_day=date(2026, 10, 16)))

    house.bot.writer.commit(work)


# Pause, cap, stepping out


def test_a_pause_ends_on_the_day_that_was_said(house: House) -> None:
    house.until(TUESDAY)
    _join(house, TELAR, MAPLE)
    assert "choose the day" in _say(house, TELAR.lead, answer=PAUSE)
    assert "has come already" in _say(house, TELAR.lead, answer=PAUSE, until="2026-10-06")
    assert "From Monday 19 October" in _say(house, TELAR.lead, answer=PAUSE, until="2026-10-19")
    assert "Telar: paused until 19 October" in _solve(house)
    house.until("2026-10-19T02:00:00+00:00")  # still Sunday in Santiago
    assert "Telar: paused until 19 October" in _solve(house)
    house.until("2026-10-19T13:00:00+00:00")
    assert "1 introduction." in _solve(house)


def test_stopping_is_stopping(house: House) -> None:
    _join(house, TELAR, MAPLE)
    assert "will not be introduced" in _say(house, TELAR.lead, answer=NO)
    assert "Telar: does not want introductions now" in _solve(house)


def test_a_pause_after_the_draft_stops_the_publishing(house: House) -> None:
    house.until(TUESDAY)
    _join(house, TELAR, MAPLE)
    _solve(house)
    _say(house, TELAR.lead, answer=PAUSE, until="2026-11-02")
    assert "Not published: Telar: paused until 2 November" in _publish(house)
    assert _rows(house, "intro.made") == []


def test_nobody_is_introduced_twice_within_a_month(house: House) -> None:
    _move_near(house)
    house.until(TUESDAY)
    _join(house, SETU, TELAR)
    _solve(house)
    _publish(house)
    _join(house, KOTARE)
    house.until("2026-11-03T13:00:00+00:00")
    assert "Telar: was introduced this month, again from 5 November" in _solve(house)
    house.until("2026-11-05T14:00:00+00:00")
    assert "1 introduction." in _solve(house)


def test_three_monthly_rounds_of_six_teams_never_repeat_a_meeting(house: House) -> None:
    _move_near(house)
    house.until(TUESDAY)
    _join(house, *TEAMS)
    for _ in range(3):
        assert "3 introductions" in _solve(house)
        _publish(house)
        house.advance(timedelta(days=31))
    found = _pairs(house)
    assert len(found) == len(set(found)) == 9
    assert frozenset({IPE.name, FJORD.name}) not in found


def test_an_odd_team_out_makes_a_trio_and_all_read_of_both_others(house: House) -> None:
    _move_near(house)
    house.until(TUESDAY)
    _join(house, SETU, KOTARE, TELAR)
    assert "1 introduction." in _solve(house)
    _publish(house)
    for cast, others in ((SETU, (KOTARE, TELAR)), (KOTARE, (SETU, TELAR)), (TELAR, (SETU, KOTARE))):
        (letter,) = _read(house, cast.lead, "Introduction:")
        assert all(f"<@{house.person(other.lead).user.id}>" in letter.text for other in others)
        assert "suit all" in letter.text
        assert letter.text.count("time), Jan Setu") == 3 * (cast is not SETU)


def test_whoever_cannot_says_so_once_and_the_other_is_told_and_planned_anew(house: House) -> None:
    _move_near(house)
    house.until(TUESDAY)
    _join(house, SETU, TELAR)
    _solve(house)
    _publish(house)
    house.person(TELAR.lead).press("We cannot this month")
    house.until("2026-10-08T00:00:00+00:00")
    (told,) = _read(house, SETU.lead, "cannot meet this month")
    assert "considered again in the next round" in told.text
    assert _read(house, TELAR.lead, "cannot meet this month") == []
    _join(house, KOTARE)
    said = _solve(house)
    assert "*Jan Setu* (Estonia) + *Kotare* (Greece)" in said
    assert "Telar: was introduced this month" in said
    house.until("2026-10-21T00:00:00+00:00")
    assert _rows(house, "intro.met") == []


def test_a_trio_goes_on_without_the_one_that_cannot(house: House) -> None:
    _move_near(house)
    house.until(TUESDAY)
    _join(house, SETU, KOTARE, TELAR)
    _solve(house)
    _publish(house)
    house.person(TELAR.lead).press("We cannot this month")
    house.until("2026-10-08T00:00:00+00:00")
    assert "You can still meet Kotare" in _read(house, SETU.lead, "cannot meet this month")[0].text
    house.until("2026-10-14T20:00:00+00:00")
    assert "Did you meet Jan Setu?" in _read(house, KOTARE.lead, "Did you meet")[0].text
    assert _read(house, TELAR.lead, "Did you meet") == []


def test_a_team_that_pauses_before_it_is_told_gets_nothing_and_the_other_is_told(house: House) -> None:
    house.until(TUESDAY)  # afternoon in Oslo, evening in Kolkata
    _join(house, FJORD, SETU)
    _solve(house)
    _publish(house)
    assert len(_read(house, FJORD.lead, "Introduction:")) == 1
    _say(house, SETU.lead, answer=PAUSE, until="2026-12-01")
    house.until("2026-10-09T20:00:00+00:00")
    assert _read(house, SETU.lead, "Introduction:") == []
    assert len(_read(house, FJORD.lead, "Jan Setu cannot meet this month")) == 1
    assert "Fjord Services: nobody else takes part" in _solve(house)


@pytest.mark.parametrize("leaves", [FJORD, SETU])
def test_a_team_that_leaves_the_programme_is_never_introduced(house: House, leaves: Cast) -> None:
    """Fjord Services has read it when it leaves; Jan Setu has not."""
    house.until(TUESDAY)
    _join(house, FJORD, SETU)
    _solve(house)
    _publish(house)
    house.person(FAY).command(f"/sweetspot team withdraw {leaves.name} because it has lost its mandate")
    house.until("2026-10-21T20:00:00+00:00")
    stays = SETU if leaves is FJORD else FJORD
    assert len(_read(house, SETU.lead, "Introduction:")) == 0
    assert len(_read(house, stays.lead, "cannot meet this month")) == (stays is FJORD)
    assert {row.state for row in _rows(house, "intro.met")} <= {DeliveryState.SKIPPED}
    assert leaves.name not in _solve(house)


# Did you meet?


def _introduced(house: House, *casts: Cast) -> None:
    _move_near(house)
    house.until(TUESDAY)
    _join(house, *casts)
    _solve(house)
    _publish(house)


def test_a_week_later_each_side_is_asked_once(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T07:00:00+00:00")
    assert _read(house, TELAR.lead, "Did you meet") == []
    house.until("2026-11-06T00:00:00+00:00")
    assert len(_read(house, TELAR.lead, "Did you meet Jan Setu?")) == 1
    assert len(_read(house, SETU.lead, "Did you meet Telar?")) == 1


def test_once_one_side_has_answered_the_other_is_left_in_peace(house: House) -> None:
    house.until("2026-10-06T15:00:00+00:00")
    _join(house, FJORD, TELAR)
    _solve(house)
    _publish(house)  # afternoon in Santiago, evening in Oslo: it is told, and asked, the next morning
    house.until("2026-10-13T16:00:00+00:00")
    house.person(TELAR.lead).press("Yes")
    house.until("2026-10-20T00:00:00+00:00")
    assert _read(house, FJORD.lead, "Did you meet") == []


def test_yes_is_met_and_a_line_for_the_facilitators(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    catalina = house.person(TELAR.lead)
    catalina.press("Yes")
    catalina.press("Was it useful?")
    assert catalina.submit(line="They gave us their letter").errors == {}
    assert "Round 1*: 1 of 1 introductions met" in house.person(FAY).command("/sweetspot intro preview").text
    house.until("2026-11-06T12:00:00+00:00")
    assert "Telar: 1 × met already" in _solve(house)


def test_one_yes_outweighs_the_others_no(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    house.person(TELAR.lead).press("intro.met:no")
    house.person(SETU.lead).press("intro.met:yes")
    house.until("2026-11-06T12:00:00+00:00")
    assert "met already" in _solve(house)


def test_not_yet_counts_as_met_and_may_become_yes(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    house.person(TELAR.lead).press("Not yet, we will")
    assert "0 of 1 introductions met; 1 not answered" in house.person(FAY).command("/sweetspot intro preview").text
    house.person(TELAR.lead).press("We have met now")
    assert "1 of 1 introductions met" in house.person(FAY).command("/sweetspot intro preview").text
    house.until("2026-11-06T12:00:00+00:00")
    assert "met already" in _solve(house)


def test_whoever_did_not_meet_is_tried_again_after_others(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    house.person(TELAR.lead).press("intro.met:no")
    house.until("2026-11-06T12:00:00+00:00")
    assert "1 introduction." in _solve(house)
    _join(house, KOTARE, FJORD)
    _solve(house)
    _publish(house)
    assert _pairs(house).count(frozenset({SETU.name, TELAR.name})) == 1


def test_please_not_again_is_private_and_can_be_taken_back(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    catalina = house.person(TELAR.lead)
    catalina.press("intro.met:no")
    assert "will not be introduced to Jan Setu again" in catalina.press("Please not again").text
    house.until("2026-11-06T12:00:00+00:00")
    said = _solve(house)
    assert "Telar: 1 × kept apart" in said
    assert "are kept apart:" not in said
    assert all("not again" not in message.text for message in house.person(SETU.lead).dm())
    _say(house, TELAR.lead, answer=YES, again="Jan Setu")
    assert "1 introduction." in _solve(house)


# Whoever is not in Slack, and whoever has no business here


class _Box:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[House, _Box]]:
    """A house with a mail server."""
    box = _Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setenv("SWEETSPOT_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("SWEETSPOT_MAIL_FROM", "secretariat@gov.example")
    here = House(tmp_path)
    yield here, box
    here.close()
    server.stop()


def _only_by_letter(house: House, who: Actor, address: str) -> None:
    def work(db: Db, now: datetime) -> None:
        for row in db.exec(select(Address).where(Address.email == who.email)):
            row.email, row.looked_up_at = address, now

    house.bot.writer.commit(work)


def test_a_partner_outside_slack_is_reached_by_letter_and_answers_through_the_secretariat(
    post: tuple[House, _Box],
) -> None:
    house, box = post
    _only_by_letter(house, FJORD.lead, "ingrid@fjord.example.org")
    house.until(TUESDAY)
    _join(house, TELAR)
    _solve(house)
    fay = house.person(FAY)
    fay.press("Record a team's answer")
    assert "There is no team" in fay.submit(team="Fjort", answer=YES, ask=ASK, offer=OFFER).errors["team"]
    assert fay.submit(team="Fjord Services").errors == {}
    _solve(house)
    _publish(house)
    (letter,) = [one for one in box.letters if "Introduction" in str(one["Subject"])]
    assert letter["To"] == "ingrid@fjord.example.org"
    assert f"Write to Catalina Rojas, {TELAR.lead.email}" in letter.get_content()
    assert "<@" not in letter.get_content()
    assert "ingrid@fjord.example.org" in _read(house, TELAR.lead, "Introduction:")[0].text


def test_made_up_values_and_other_editions_ids_change_nothing(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    foreign = house.bot.writer.commit(_another_edition)
    hemi = house.person(KOTARE.deputy)
    setu, telar = (house.read(lambda db, cast=cast: _team(db, cast).id) for cast in (SETU, TELAR))  # type: ignore[misc]
    introduction = house.read(lambda db: introductions.history(db, house.edition_id)[0][1].id)
    attempts: list[tuple[Callable[[], Message], str]] = [
        (lambda: _read(house, KOTARE.lead, "meet other teams")[0], str(setu)),
        (lambda: _read(house, KOTARE.lead, "meet other teams")[0], str(foreign)),
        (lambda: _read(house, KOTARE.lead, "meet other teams")[0], "7; DROP TABLE team"),
    ]
    mereana = house.person(KOTARE.lead)
    for find, value in attempts:
        assert "not yours to do" in mereana.press("Not now", find(), value).text
    question = _read(house, SETU.lead, "Did you meet")[0]
    ananya = house.person(SETU.lead)
    for value in (
        f"{introduction}.{telar}.yes",
        f"{introduction}.{foreign}.yes",
        f"{introduction}.{setu}.maybe",
        "99999.1.no",
    ):
        assert "not yours to do" in ananya.press("intro.met:yes", question, value).text
    assert hemi.dm() == [] or all("Did you meet" not in message.text for message in hemi.dm())
    answers = house.read(lambda db: [seat.met for _, _, seat in introductions.history(db, house.edition_id)])
    assert answers == [None, None]


def _another_edition(db: Db, now: datetime) -> int:
    edition = Edition(name="Edition Two", installation_id=None, created_at=now)
    db.add(edition)
    db.flush()
    team = Team(edition_id=edition.id, kind=TeamKind.COHORT, name="Elsewhere", created_at=now)
    db.add(team)
    db.flush()
    return team.id


def test_a_withdrawn_team_is_not_asked(house: House) -> None:
    _change(house, SETU, state=TeamState.WITHDRAWN)
    house.until(TUESDAY)
    assert _rows(house, "intro.invited") != []
    assert _read(house, SETU.lead, "meet other teams") == []


def test_markup_in_a_teams_words_is_shown_and_rings_nobody(house: House) -> None:
    house.until(TUESDAY)
    _join(house, TELAR)
    _say(house, MAPLE.lead, answer=YES, ask="<!channel> & *you*?", offer="x" * 3000)
    _solve(house)
    _publish(house)
    (letter,) = _read(house, TELAR.lead, "Introduction:")
    assert "&lt;!channel&gt; &amp; *you*?" in letter.text
    assert "x" * 3000 in letter.text
