"""Introductions once they are published: what both read, who cannot, and whether they met."""

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.sandbox.state import Message
from storage import introductions, people
from storage.db import Db
from storage.deliveries import DeliveryState
from storage.editions import Edition
from storage.people import Absence, Address
from storage.teams import Team, TeamKind, TeamState
from tests.cast import FAY, FJORD, KOTARE, MAPLE, SETU, TELAR, Actor, Cast
from tests.house import House, arrived
from tests.introducing import (
    ASK,
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
from tests.postbox import Postbox

# What both read


def test_both_read_who_the_other_is_why_and_how_to_reach_them(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR, MAPLE)
    solve(house)
    assert "Published: 2 messages" in publish(house)
    (letter,) = read(house, TELAR.lead, "Introduction:")
    assert "Telar, meet Maple Desk" in letter.text
    assert "Maple Desk (fictitious), Canada" in letter.text
    assert f"<@{house.person(MAPLE.lead).user.id}>" in letter.text
    assert f"&gt; {ASK}" in letter.text
    assert "your team asks what Maple Desk may have met" in letter.text
    assert "A first question" in letter.text
    assert [button["text"]["text"] for button in letter.blocks[-1]["elements"]] == ["We cannot this month"]
    (other,) = read(house, MAPLE.lead, "Introduction:")
    assert f"<@{house.person(TELAR.lead).user.id}>" in other.text
    assert read(house, TELAR.deputy, "Introduction:") == []


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
    house.sleep("2026-10-22T13:00:00+00:00")
    join(house, TELAR, FJORD)
    solve(house)
    publish(house)
    (chile,), (norway,) = read(house, TELAR.lead, "Introduction:"), read(house, FJORD.lead, "Introduction:")
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
    join(house, FJORD, SETU)
    solve(house)
    publish(house)
    assert read(house, SETU.lead, "Introduction:") == []
    due = {row.team_id: row.due_at for row in rows(house, "intro.made")}
    assert sorted(f"{at:%d %H:%M}" for at in due.values()) == [
        "02 07:30",
        "05 04:00",
    ]  # a holiday and a weekend in India
    house.until("2026-10-06T00:00:00+00:00")
    assert len(read(house, SETU.lead, "Introduction:")) == 1


def test_what_waited_through_a_pause_does_not_come_at_night(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR, MAPLE)
    solve(house)
    house.person(FAY).command("/sweetspot pause")
    publish(house)
    house.sleep("2026-10-08T02:00:00+00:00")
    house.person(FAY).command("/sweetspot resume")
    house.until("2026-10-08T14:00:00+00:00")
    for cast, morning in ((TELAR, "2026-10-08T09:30"), (MAPLE, "2026-10-08T09:30")):
        (letter,) = read(house, cast.lead, "Introduction:")
        assert f"{arrived(letter, cast.zone):%Y-%m-%dT%H:%M}" == morning, cast.name


def test_the_deputy_reads_it_when_the_lead_is_away_and_nobody_when_both_are(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR, MAPLE)
    _away(house, TELAR.lead)
    solve(house)
    publish(house)
    assert len(read(house, TELAR.deputy, "Introduction:")) == 1
    assert f"<@{house.person(TELAR.deputy).user.id}>" in read(house, MAPLE.lead, "Introduction:")[0].text
    _away(house, SETU.lead)
    _away(house, SETU.deputy)
    join(house, SETU)
    assert "Jan Setu: everybody is away" in solve(house)


def _away(house: House, who: Actor) -> None:
    def work(db: Db, _: datetime) -> None:
        person = people.by_email(db, who.email)
        assert person
        db.add(Absence(person_id=person.id, first_day=date(2026, 10, 5), last_day=date(2026, 10, 16)))

    house.bot.writer.commit(work)


# Who cannot


def test_an_odd_team_out_makes_a_trio_and_all_read_of_both_others(house: House) -> None:
    move_near(house)
    house.sleep(TUESDAY)
    join(house, SETU, KOTARE, TELAR)
    assert "1 introduction." in solve(house)
    publish(house)
    for cast, others in ((SETU, (KOTARE, TELAR)), (KOTARE, (SETU, TELAR)), (TELAR, (SETU, KOTARE))):
        (letter,) = read(house, cast.lead, "Introduction:")
        assert all(f"<@{house.person(other.lead).user.id}>" in letter.text for other in others)
        assert "suit all" in letter.text
        assert letter.text.count("time), Jan Setu") == 3 * (cast is not SETU)


def test_whoever_cannot_says_so_once_and_the_other_is_told_and_planned_anew(house: House) -> None:
    move_near(house)
    house.sleep(TUESDAY)
    join(house, SETU, TELAR)
    solve(house)
    publish(house)
    house.person(TELAR.lead).press("We cannot this month")
    house.until("2026-10-08T00:00:00+00:00")
    (told,) = read(house, SETU.lead, "cannot meet this month")
    assert "considered again in the next round" in told.text
    assert read(house, TELAR.lead, "cannot meet this month") == []
    join(house, KOTARE)
    said = solve(house)
    assert "*Jan Setu* (Estonia) + *Kotare* (Greece)" in said
    assert "Telar: was introduced this month" in said
    house.until("2026-10-21T00:00:00+00:00")
    assert rows(house, "intro.met") == []


def test_a_trio_goes_on_without_the_one_that_cannot(house: House) -> None:
    move_near(house)
    house.sleep(TUESDAY)
    join(house, SETU, KOTARE, TELAR)
    solve(house)
    publish(house)
    house.person(TELAR.lead).press("We cannot this month")
    house.until("2026-10-08T00:00:00+00:00")
    assert "You can still meet Kotare" in read(house, SETU.lead, "cannot meet this month")[0].text
    house.until("2026-10-14T20:00:00+00:00")
    assert "Did you meet Jan Setu?" in read(house, KOTARE.lead, "Did you meet")[0].text
    assert read(house, TELAR.lead, "Did you meet") == []


def test_a_team_that_pauses_before_it_is_told_gets_nothing_and_the_other_is_told(house: House) -> None:
    house.sleep(TUESDAY)  # afternoon in Oslo, evening in Kolkata
    join(house, FJORD, SETU)
    solve(house)
    publish(house)
    assert len(read(house, FJORD.lead, "Introduction:")) == 1
    say(house, SETU.lead, answer=PAUSE, until="2026-12-01")
    house.until("2026-10-09T20:00:00+00:00")
    assert read(house, SETU.lead, "Introduction:") == []
    assert len(read(house, FJORD.lead, "Jan Setu cannot meet this month")) == 1
    assert "Fjord Services: nobody else takes part" in solve(house)


@pytest.mark.parametrize("leaves", [FJORD, SETU])
def test_a_team_that_leaves_the_programme_is_never_introduced(house: House, leaves: Cast) -> None:
    """Fjord Services has read it when it leaves; Jan Setu has not."""
    house.sleep(TUESDAY)
    join(house, FJORD, SETU)
    solve(house)
    publish(house)
    house.person(FAY).command(f"/sweetspot team withdraw {leaves.name} because it has lost its mandate")
    if leaves is FJORD:
        house.person(FAY).press("Confirm the withdrawal")
    house.until("2026-10-21T20:00:00+00:00")
    stays = SETU if leaves is FJORD else FJORD
    assert len(read(house, SETU.lead, "Introduction:")) == 0
    assert len(read(house, stays.lead, "cannot meet this month")) == (stays is FJORD)
    assert {row.state for row in rows(house, "intro.met")} <= {DeliveryState.SKIPPED}
    assert leaves.name not in solve(house)


# Did you meet?


def _introduced(house: House, *casts: Cast) -> None:
    move_near(house)
    house.sleep(TUESDAY)
    join(house, *casts)
    solve(house)
    publish(house)


def test_a_week_later_each_side_is_asked_once(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T07:00:00+00:00")
    assert read(house, TELAR.lead, "Did you meet") == []
    house.until("2026-11-06T00:00:00+00:00")
    assert len(read(house, TELAR.lead, "Did you meet Jan Setu?")) == 1
    assert len(read(house, SETU.lead, "Did you meet Telar?")) == 1


def test_once_one_side_has_answered_the_other_is_left_in_peace(house: House) -> None:
    house.sleep("2026-10-06T15:00:00+00:00")
    join(house, FJORD, TELAR)
    solve(house)
    publish(house)  # afternoon in Santiago, evening in Oslo: it is told, and asked, the next morning
    house.until("2026-10-13T16:00:00+00:00")
    house.person(TELAR.lead).press("Yes")
    house.until("2026-10-20T00:00:00+00:00")
    assert read(house, FJORD.lead, "Did you meet") == []


def test_yes_is_met_and_a_line_for_the_facilitators(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    catalina = house.person(TELAR.lead)
    catalina.press("Yes")
    catalina.press("Was it useful?")
    assert catalina.submit(line="They gave us their letter").errors == {}
    assert "Round 1*: 1 of 1 introductions met" in house.person(FAY).command("/sweetspot intro preview").text
    house.sleep("2026-11-06T12:00:00+00:00")
    assert "Telar: 1 × met already" in solve(house)


def test_one_yes_outweighs_the_others_no(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    house.person(TELAR.lead).press("intro.met:no")
    house.person(SETU.lead).press("intro.met:yes")
    house.sleep("2026-11-06T12:00:00+00:00")
    assert "met already" in solve(house)


def test_not_yet_counts_as_met_and_may_become_yes(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    house.person(TELAR.lead).press("Not yet, we will")
    assert "0 of 1 introductions met; 1 not answered" in house.person(FAY).command("/sweetspot intro preview").text
    house.person(TELAR.lead).press("We have met now")
    assert "1 of 1 introductions met" in house.person(FAY).command("/sweetspot intro preview").text
    house.sleep("2026-11-06T12:00:00+00:00")
    assert "met already" in solve(house)


def test_whoever_did_not_meet_is_tried_again_after_others(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    house.person(TELAR.lead).press("intro.met:no")
    house.sleep("2026-11-06T12:00:00+00:00")
    assert "1 introduction." in solve(house)
    join(house, KOTARE, FJORD)
    solve(house)
    publish(house)
    assert pairs(house).count(frozenset({SETU.name, TELAR.name})) == 1


def test_please_not_again_is_private_and_can_be_taken_back(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    catalina = house.person(TELAR.lead)
    catalina.press("intro.met:no")
    assert "will not be introduced to Jan Setu again" in catalina.press("Please not again").text
    house.sleep("2026-11-06T12:00:00+00:00")
    said = solve(house)
    assert "Telar: 1 × kept apart" in said
    assert "are kept apart:" not in said
    assert all("not again" not in message.text for message in house.person(SETU.lead).dm())
    say(house, TELAR.lead, answer=YES, again="Jan Setu")
    assert "1 introduction." in solve(house)


# Whoever is not in Slack, and whoever has no business here


def _only_by_letter(house: House, who: Actor, address: str) -> None:
    def work(db: Db, now: datetime) -> None:
        for row in db.exec(select(Address).where(Address.email == who.email)):
            row.email, row.looked_up_at = address, now

    house.bot.writer.commit(work)


def test_a_partner_outside_slack_is_reached_by_letter_and_answers_through_the_secretariat(
    postbox: Postbox, house: House
) -> None:
    _only_by_letter(house, FJORD.lead, "ingrid@fjord.example.org")
    house.sleep(TUESDAY)
    join(house, TELAR)
    solve(house)
    fay = house.person(FAY)
    fay.press("Record a team's answer")
    assert "There is no team" in fay.submit(team="Fjort", answer=YES, ask=ASK, offer=OFFER).errors["team"]
    assert fay.submit(team="Fjord Services").errors == {}
    solve(house)
    publish(house)
    (letter,) = [one for one in postbox.letters if "Introduction" in str(one["Subject"])]
    assert letter["To"] == "ingrid@fjord.example.org"
    assert f"Write to Catalina Rojas, {TELAR.lead.email}" in letter.get_content()
    assert "<@" not in letter.get_content()
    assert "ingrid@fjord.example.org" in read(house, TELAR.lead, "Introduction:")[0].text


def test_made_up_values_and_other_editions_ids_change_nothing(house: House) -> None:
    _introduced(house, SETU, TELAR)
    house.until("2026-10-13T20:00:00+00:00")
    foreign = house.bot.writer.commit(_another_edition)
    hemi = house.person(KOTARE.deputy)
    setu, telar = (house.read(lambda db, cast=cast: team_of(db, cast).id) for cast in (SETU, TELAR))  # type: ignore[misc]
    introduction = house.read(lambda db: introductions.history(db, house.edition_id)[0][1].id)
    attempts: list[tuple[Callable[[], Message], str]] = [
        (lambda: read(house, KOTARE.lead, "meet other teams")[0], str(setu)),
        (lambda: read(house, KOTARE.lead, "meet other teams")[0], str(foreign)),
        (lambda: read(house, KOTARE.lead, "meet other teams")[0], "7; DROP TABLE team"),
    ]
    mereana = house.person(KOTARE.lead)
    for find, value in attempts:
        assert "not yours to do" in mereana.press("Not now", find(), value).text
    question = read(house, SETU.lead, "Did you meet")[0]
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
    change(house, SETU, state=TeamState.WITHDRAWN)
    house.until(TUESDAY)
    assert rows(house, "intro.invited") != []
    assert read(house, SETU.lead, "meet other teams") == []


def test_markup_in_a_teams_words_is_shown_and_rings_nobody(house: House) -> None:
    house.sleep(TUESDAY)
    join(house, TELAR)
    say(house, MAPLE.lead, answer=YES, ask="<!channel> & *you*?", offer="x" * 3000)
    solve(house)
    publish(house)
    (letter,) = read(house, TELAR.lead, "Introduction:")
    assert "&lt;!channel&gt; &amp; *you*?" in letter.text
    assert "x" * 3000 in letter.text
