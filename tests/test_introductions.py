"""Introductions until they are published: who is asked, who meets whom, and who rests."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.programme import planning
from bot.sandbox import forms
from storage import people
from storage.db import Db
from storage.deliveries import DeliveryState
from storage.editions import Edition, EditionState
from storage.introductions import Answer, Wish
from storage.teams import MemberRole, Membership, Team, TeamKind
from storage.workspaces import Workspace
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TEAMS, TELAR
from tests.house import START, House, arrived
from tests.introducing import (
    ASK,
    NO,
    OFFER,
    PAUSE,
    TUESDAY,
    YES,
    change,
    join,
    move_near,
    pairs,
    publish,
    read,
    rows,
    say,
    solve,
    team_of,
)

# Asked once, at joining


def test_each_cohort_team_is_asked_once_in_its_morning_and_no_other_team(house: House) -> None:
    house.until("2026-10-06T00:00:00+00:00")
    house.sleep("2026-10-14T08:00:00+00:00")
    house.until("2026-10-14T12:00:00+00:00")  # the whole look back, once more
    for cast in TEAMS:
        asked = [*read(house, cast.lead, "meet other teams"), *read(house, cast.deputy, "meet other teams")]
        assert len(asked) == (cast.kind == TeamKind.COHORT), cast.name
    local = [row.due_at.astimezone(ZoneInfo("Asia/Kolkata")) for row in rows(house, "intro.invited")]
    assert "2026-10-05 09:30" in {f"{at:%Y-%m-%d %H:%M}" for at in local}  # Friday is Gandhi's birthday


def test_an_edition_that_comes_to_its_teams_late_does_not_wake_them(house: House) -> None:
    """It is late in the evening in Santiago, early in the morning in Kolkata, and afternoon in Auckland."""
    _state(house, EditionState.CALLING)
    house.sleep(TUESDAY)
    house.until("2026-10-06T13:01:00+00:00")
    assert rows(house, "intro.invited") == []
    _state(house, EditionState.INCUBATING)
    house.sleep("2026-10-07T01:00:00+00:00")
    house.until("2026-10-07T14:00:00+00:00")
    came = {}
    for cast in (SETU, KOTARE, TELAR):
        (question,) = read(house, cast.lead, "meet other teams")
        came[cast.name] = f"{arrived(question, cast.zone):%d %H:%M}"
    assert came == {SETU.name: "07 09:30", KOTARE.name: "07 14:00", TELAR.name: "07 09:30"}


def _state(house: House, state: EditionState) -> None:
    def work(db: Db, _: datetime) -> None:
        db.get_one(Edition, house.edition_id).state = state

    house.bot.writer.commit(work, once=f"somebody says {state}")


def test_the_question_is_foretold(house: House) -> None:
    edition = house.read(lambda db: db.get_one(Edition, house.edition_id))
    found = house.read(lambda db: planning.plan(db, edition, START, START + timedelta(days=7)))
    assert len([item for item in found if item.kind == "intro.invited"]) == 3
    assert "the question whether a team wants introductions" in house.person(FAY).command("/sweetspot preview 7").text


def test_yes_opens_the_words_that_the_other_team_will_read(house: House) -> None:
    change(house, SETU, need="How do we hear from villages?", offer="A radio hour")
    house.until(TUESDAY)
    ananya = house.person(SETU.lead)
    ananya.press("Yes, introduce us")
    assert ananya.view
    assert "How do we hear from villages?" in str(ananya.view.payload)
    assert ananya.submit(ask="How do we hear from the hills?").errors == {}
    wish = house.read(lambda db: db.get_one(Wish, team_of(db, SETU).id))
    assert (wish.answer, wish.ask, wish.offer) == (Answer.JOIN, "How do we hear from the hills?", "A radio hour")


def test_not_now_is_kept_and_can_be_changed(house: House) -> None:
    house.until(TUESDAY)
    ananya = house.person(SETU.lead)
    ananya.press("Not now")
    assert "not asked again" in ananya.dm()[-1].text
    ananya.press("Introductions: change")
    assert ananya.submit(answer=YES).errors == {}
    ananya.close()
    assert "does not want" not in solve(house)


def test_whoever_answered_before_is_not_asked(house: House) -> None:
    join(house, SETU)
    house.until(TUESDAY)
    assert read(house, SETU.lead, "meet other teams") == []


def test_a_deputy_may_answer_and_a_member_may_not(house: House) -> None:
    assert "will be introduced" in say(house, SETU.deputy, answer=YES)

    def demote(db: Db, _: datetime) -> None:
        team = team_of(db, KOTARE)
        for row in db.exec(select(Membership).where(Membership.team_id == team.id)):
            row.role = MemberRole.MEMBER

    house.bot.writer.commit(demote)
    shown = house.person(KOTARE.lead).command("/sweetspot").messages[-1]
    assert forms.element(shown.blocks, "Introductions: join") is None


def test_teams_that_were_there_before_are_asked_by_a_button(house: House) -> None:
    change(house, SETU, created_at=START - timedelta(days=200))
    house.bot.writer.commit(_age_the_room)
    house.until(TUESDAY)
    assert read(house, SETU.lead, "meet other teams") == []
    solve(house)
    assert "1 team is asked" in house.person(FAY).press("Ask who was not asked yet").text
    house.until("2026-10-07T12:00:00+00:00")
    assert len(read(house, SETU.lead, "meet other teams")) == 1


def _age_the_room(db: Db, _: datetime) -> None:
    for row in db.exec(select(Workspace)):
        row.created_at = START - timedelta(days=300)


# The draft


def test_the_draft_says_why_in_the_teams_own_words_and_nobody_is_told(house: House) -> None:
    join(house, TELAR, MAPLE)
    said = solve(house)
    assert "Round 1, a draft: 1 introduction." in said
    assert f"Telar asks: “{ASK}”" in said
    assert f"Maple Desk offers: “{OFFER}”" in said
    assert "Not answered whether they want introductions:* Jan Setu, Kotare" in said
    house.flush()
    assert rows(house, "intro.made") == []


def test_it_says_who_rests_and_why(house: House) -> None:
    join(house, TELAR, MAPLE, KOTARE)
    say(house, SETU.lead, answer=NO)
    said = solve(house)
    assert "Kotare: 2 × fewer than two working hours in common" in said
    assert "Jan Setu: does not want introductions now" in said


def test_those_who_share_a_workspace_have_met(house: House) -> None:
    join(house, IPE, FJORD)
    said = solve(house)
    assert "nobody can be introduced now" in said
    assert "Ipê Lab: 1 × met already" in said
    assert "it introduces nobody" in house.person(FAY).command("/sweetspot intro publish").text


def test_two_of_one_country_are_not_introduced(house: House) -> None:
    change(house, MAPLE, country="CL")
    join(house, TELAR, MAPLE)
    assert "Telar: 1 × same country" in solve(house)


def test_a_pair_is_parted_with_a_reason_and_planned_anew_until_it_is_allowed_again(house: House) -> None:
    move_near(house)
    join(house, SETU, TELAR)
    solve(house)
    fay = house.person(FAY)
    fay.press("Not this pair")
    assert fay.submit(reason=" ").errors
    assert fay.submit(reason="They work together in another programme").errors == {}
    fay.close()
    said = solve(house)
    assert "nobody can be introduced now" in said
    assert "Jan Setu and Telar are kept apart: They work together in another programme" in said
    fay.press("Allow again: Jan Setu + Telar")
    assert "1 introduction" in solve(house)


def test_staff_alone_plan_preview_and_publish(house: House) -> None:
    join(house, TELAR, MAPLE)
    solve(house)
    for verb in ("solve", "preview", "publish"):
        assert "not yours to do" in house.person(TELAR.lead).command(f"/sweetspot intro {verb}").text
    assert pairs(house) == []


def test_groups_may_have_two_to_four(house: House) -> None:
    assert "2, 3 or 4" in solve(house, "size 9")
    assert "2, 3 or 4" in solve(house, "everybody")
    move_near(house)
    join(house, SETU, TELAR, KOTARE)
    assert "1 introduction" in solve(house, "size 3")


def test_every_message_is_previewed_with_its_hour(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR, MAPLE)
    solve(house)
    said = house.person(FAY).command("/sweetspot intro preview").text
    assert "2 messages go out" in said
    assert "Maple Desk: June Mercer, Tuesday 6 October, 09:00 (Toronto time)" in said
    assert "Telar: Catalina Rojas, Tuesday 6 October, 10:00 (Santiago time)" in said
    house.person(FAY).press("Publish")
    house.flush()
    assert sorted(row.state for row in rows(house, "intro.made")) == [DeliveryState.SENT, DeliveryState.SENT]
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
    assert "150 introductions" in solve(house)
    fay = house.person(FAY)
    for page in range(2, 14):
        assert f"Page {page}." in fay.press("More").text
    assert "Not in this round" not in fay.dm()[-1].text
    assert "300 messages go out" in fay.command("/sweetspot intro preview").text


# Pause and cap


def test_a_pause_ends_on_the_day_that_was_said(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR, MAPLE)
    assert "choose the day" in say(house, TELAR.lead, answer=PAUSE)
    assert "has come already" in say(house, TELAR.lead, answer=PAUSE, until="2026-10-06")
    assert "From Monday 19 October" in say(house, TELAR.lead, answer=PAUSE, until="2026-10-19")
    assert "Telar: paused until 19 October" in solve(house)
    house.sleep("2026-10-19T02:00:00+00:00")  # still Sunday in Santiago
    assert "Telar: paused until 19 October" in solve(house)
    house.sleep("2026-10-19T13:00:00+00:00")
    assert "1 introduction." in solve(house)


def test_stopping_is_stopping(house: House) -> None:
    join(house, TELAR, MAPLE)
    assert "will not be introduced" in say(house, TELAR.lead, answer=NO)
    assert "Telar: does not want introductions now" in solve(house)


def test_a_pause_after_the_draft_stops_the_publishing(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR, MAPLE)
    solve(house)
    say(house, TELAR.lead, answer=PAUSE, until="2026-11-02")
    assert "Not published: Telar: paused until 2 November" in publish(house)
    assert rows(house, "intro.made") == []


def test_nobody_is_introduced_twice_within_a_month(house: House) -> None:
    move_near(house)
    house.sleep(TUESDAY)
    join(house, SETU, TELAR)
    solve(house)
    publish(house)
    join(house, KOTARE)
    house.sleep("2026-11-03T13:00:00+00:00")
    assert "Telar: was introduced this month, again from 5 November" in solve(house)
    house.sleep("2026-11-05T14:00:00+00:00")
    assert "1 introduction." in solve(house)


def test_three_monthly_rounds_of_six_teams_never_repeat_a_meeting(house: House) -> None:
    move_near(house)
    house.sleep(TUESDAY)
    join(house, *TEAMS)
    for _ in range(3):
        assert "3 introductions" in solve(house)
        publish(house)
        house.sleep(house.clock.now() + timedelta(days=31))
    found = pairs(house)
    assert len(found) == len(set(found)) == 9
    assert frozenset({IPE.name, FJORD.name}) not in found
