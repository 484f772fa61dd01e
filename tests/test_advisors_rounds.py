"""Critical-friend rounds as conversations: each step once, in everyone's time, in Slack's thread or in person."""

from datetime import UTC, datetime, timedelta

from bot.programme.advisors import timing
from bot.programme.worktime import Week
from bot.sandbox.state import Message
from storage import advisors, commitments, teams
from storage.db import Db
from tests.advising import MONDAY, OBI, SAKI, with_advisors
from tests.cast import FJORD, IPE, MAPLE, TELAR
from tests.house import House

NAMES = ("Presenting", "Clarifying questions", "Probing questions", "Reflections", "Closing")
AT = datetime.fromisoformat("2026-10-07T14:00:00+00:00")


def _start(house: House, friends: list[str], **given: str) -> None:
    marina = house.person(IPE.lead)
    marina.command("/sweetspot advisor round")
    told = marina.submit(topic="Nobody reads our letters", friends=friends, **given)
    assert told.errors == {}
    while marina.view:
        marina.close()
    house.flush()


def _in_thread(house: House, words: str = "") -> list[Message]:
    room = house.person(MAPLE.lead).sees("room-challenge")
    return [item for item in room if "of 5:" in item.text and words in item.text]


def _told(house: House, who: str, words: str) -> list[Message]:
    return [item for item in house.person(who).dm() if words in item.text]


def test_in_one_sitting_each_step_comes_once_by_the_clock(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _start(house, ["Obi Eze"], day="2026-10-07", time="11:00")
    house.person(OBI).press("I will take part")
    house.until("2026-10-07T16:00:00+00:00")
    posts = _in_thread(house)
    assert [next(name for name in NAMES if name in item.text) for item in posts] == list(NAMES)
    assert [item.thread_ts for item in posts[1:]] == [posts[0].ts] * 4
    minutes = [(float(item.ts) - AT.timestamp()) // 60 for item in posts]
    assert minutes == [0, 5, 15, 25, 40]
    assert len(_told(house, OBI.email, "of 5:")) == 5
    assert _told(house, IPE.lead.email, "of 5:") == []


def test_far_apart_it_is_one_step_a_day(house: House) -> None:
    with_advisors(house, SAKI)
    house.until(MONDAY)
    _start(house, ["Saki Mori"])
    house.until("2026-10-06T02:00:00+00:00")
    house.person(SAKI).press("I will take part")
    house.until("2026-10-20T16:00:00+00:00")
    days = [datetime.fromtimestamp(float(item.ts), UTC).strftime("%a %d") for item in _in_thread(house)]
    assert days == ["Wed 07", "Thu 08", "Fri 09", "Tue 13", "Wed 14"]  # Monday 12 is a holiday in Brazil
    hours = [datetime.fromtimestamp(float(item.ts), UTC).hour + 9 for item in _told(house, SAKI.email, "of 5:")]
    assert len(hours) == 5
    assert all(9 <= hour % 24 < 17 for hour in hours)


def test_moved_on_by_hand_paused_and_gone_on_no_step_comes_twice(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _start(house, ["Obi Eze"], day="2026-10-07", time="11:00")
    house.until(AT)
    june = house.person(IPE.deputy)
    first = _in_thread(house)[0]
    for _ in range(2):
        june.press("Next step", message=first)
    house.flush()
    assert len(_in_thread(house)) == 2
    june.press("Pause", message=first)
    house.until(AT + timedelta(hours=1))
    assert len(_in_thread(house)) == 2
    june.press("Go on")
    house.until(AT + timedelta(hours=1, minutes=10))
    assert len(_in_thread(house, "Probing")) == 1
    house.until(AT + timedelta(hours=3))
    assert [next(name for name in NAMES if name in item.text) for item in _in_thread(house)] == list(NAMES)


def test_a_friend_outside_speaks_by_the_form_and_what_is_taken_is_kept(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _start(house, ["Obi Eze", "Catalina Rojas, Telar"], day="2026-10-07", time="11:00")
    house.person(OBI).press("I will take part")
    house.until(AT + timedelta(minutes=6))
    assert _told(house, TELAR.lead.email, "of 5:") == []
    obi = house.person(OBI)
    obi.press("Say something")
    obi.submit(text="Who opens the letters? <!channel>")
    house.flush()
    words = [item for item in house.person(FJORD.lead).sees("room-challenge") if "Who opens" in item.text]
    assert len(words) == 1
    assert words[0].thread_ts == _in_thread(house)[0].ts
    assert "<!channel>" not in words[0].text
    house.until(AT + timedelta(minutes=41))
    marina = house.person(IPE.lead)
    marina.press("What we take with us")
    assert marina.submit(text="Letters go to carers", promise="Ask three carers", due="2026-10-20").errors == {}
    house.flush()
    assert [item for item in house.person(MAPLE.lead).sees("room-challenge") if "Letters go to carers" in item.text]

    def kept(db: Db) -> tuple[list[str], list[str]]:
        team = teams.by_name(db, house.edition_id, IPE.name)
        assert team
        promised = [row.text for row in commitments.open_of(db, [team.id])]
        return [row.text for row in advisors.ledger(db, house.edition_id)], promised

    assert house.read(kept) == (["Letters go to carers"], ["Ask three carers"])


def test_cancelled_nothing_more_is_said(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _start(house, ["Obi Eze"], day="2026-10-07", time="11:00")
    house.until(AT)
    house.person(IPE.lead).press("Cancel the round", message=_in_thread(house)[0])
    house.until(AT + timedelta(hours=3))
    assert len(_in_thread(house)) == 1
    assert len(_told(house, OBI.email, "is cancelled")) == 1
    assert house.read(lambda db: advisors.open_rounds(db, house.edition_id)) == []


def test_who_declines_no_longer_decides_about_the_pace(house: House) -> None:
    with_advisors(house, OBI, SAKI)
    house.until(MONDAY)
    _start(house, ["Obi Eze", "Saki Mori"])
    house.person(OBI).press("I will take part")
    house.until("2026-10-06T02:00:00+00:00")
    house.person(SAKI).press("Not this time")
    house.until("2026-10-06T15:00:00+00:00")
    assert len(_told(house, OBI.email, "one sitting of 45 minutes now")) == 1
    assert _told(house, SAKI.email, "one sitting of 45 minutes now") == []
    house.until("2026-10-08T16:00:00+00:00")
    posts = _in_thread(house)
    assert [next(name for name in NAMES if name in item.text) for item in posts] == list(NAMES)
    assert float(posts[-1].ts) - float(posts[0].ts) < 3600


def test_a_pause_before_the_post_of_a_step_does_not_lose_it(house: House) -> None:
    with_advisors(house, OBI)
    house.until(MONDAY)
    _start(house, ["Obi Eze"], day="2026-10-07", time="11:00")
    house.until(AT)
    first = _in_thread(house)[0]
    house.sleep(AT + timedelta(minutes=6))
    june = house.person(IPE.deputy)
    june.press("Pause", message=first)
    house.until(AT + timedelta(minutes=20))
    assert len(_in_thread(house)) == 1
    june.press("Go on")
    house.flush()
    assert len(_in_thread(house, "Clarifying")) == 1
    house.until(AT + timedelta(hours=2))
    assert [next(name for name in NAMES if name in item.text) for item in _in_thread(house)] == list(NAMES)


def test_zones_decide_about_the_pace() -> None:
    noon = datetime.fromisoformat("2026-10-07T12:00:00+00:00")
    assert timing.apart([Week("America/Sao_Paulo"), Week("Asia/Tokyo")], noon)
    assert not timing.apart([Week("America/Sao_Paulo"), Week("Africa/Lagos")], noon)
    assert [(end - start).seconds // 60 for start, end in timing.sitting(noon)] == [5, 10, 10, 15, 5]
