"""Whom asks go to: who has a reason, and not always the same; from a check-in only as far as its team allowed."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from bot.messages.asks import letters
from bot.messages.reader import Reader
from bot.programme import people, planning, worktime
from bot.programme.asks import closing, making, measuring, reading
from bot.programme.asks.routing import Candidate, Choice, Wish, ranked
from bot.programme.search import Hit
from bot.programme.worktime import Week
from storage import asks, checkins
from storage.asks import Answer, Ask, AskState, Route, Why
from storage.checkins import Checkin, HelpFrom, Sharing
from storage.db import Db
from storage.editions import Edition
from storage.people import Role, RoleName, by_email
from storage.search import SearchEntry
from storage.teams import TeamState
from tests.asking import NAMED, NEED, UNNAMED, WORKDAY, ask, got, offering, one, routes, staff_reads, team
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Cast
from tests.house import House

NOW = datetime(2026, 10, 1, 8, tzinfo=UTC)
WISH = Wish("IN", ["en"], ["Health"])


def _chosen(*candidates: Candidate, loads: dict[int, int] | None = None) -> list[tuple[int, Why]]:
    return [(choice.team_id, choice.why) for choice in ranked(WISH, candidates, loads or {})]


# The choice: values in, values out


def test_who_wrote_of_it_offered_it_or_shares_a_theme_is_asked_and_nobody_else() -> None:
    wrote = Candidate(1, solved="People sign by voice")
    offers = Candidate(2, offer="Consent by voice", alike=0.35)
    shares = Candidate(3, themes=["health"])
    assert _chosen(shares, offers, wrote, Candidate(4, offer="Trams", alike=0.05), Candidate(5)) == [
        (1, Why.SOLVED),
        (2, Why.OFFER),
        (3, Why.THEME),
    ]


def test_whoever_was_asked_often_of_late_comes_later() -> None:
    near, far = Candidate(1, offer="Consent", alike=0.5), Candidate(2, offer="Consent", alike=0.3)
    assert [team_id for team_id, _ in _chosen(near, far)] == [1, 2]
    assert [team_id for team_id, _ in _chosen(near, far, loads={1: 2})] == [2, 1]


def test_another_country_and_another_workspace_come_first_where_all_else_is_even() -> None:
    rows = [Candidate(one, country, near, offer="x", alike=0.3) for one, country, near in _EVEN]
    assert [team_id for team_id, _ in _chosen(*rows)] == [3, 2, 1]


_EVEN = [(1, "IN", True), (2, "NO", True), (3, "NO", False)]


def test_no_common_language_and_no_reason_ask_nobody() -> None:
    assert _chosen(Candidate(1, languages=["pt"], offer="Consent", alike=0.9)) == []
    assert _chosen(Candidate(1, languages=["pt"], partner=True)) == [(1, Why.PARTNER)]


def test_a_long_offer_is_cut_openly() -> None:
    (choice,) = ranked(WISH, [Candidate(1, offer="consent " * 100, alike=0.5)], {})
    assert choice.detail.endswith(" …")
    assert isinstance(choice, Choice)


def test_both_databases_find_what_is_due(engine: sa.Engine) -> None:
    SQLModel.metadata.create_all(engine)
    with Session(engine) as db:
        found = [asks.to_look_at(db, NOW), asks.of_edition(db, 1), asks.open_of(db, [1])]
        assert [*found, asks.to_route(db, NOW), asks.routes_of_edition(db, 1, NOW)] == [[]] * 5


# From a check-in


def _wish(house: House, cast: Cast, words: str, help_from: HelpFrom | None, **more: Any) -> Checkin:
    """A check-in that wishes help, as when its form is sent or amended."""

    def work(db: Db, now: datetime) -> Checkin:
        row = checkins.of_team(db, 1, team(db, house, cast).id) or Checkin(loop_id=1, team_id=team(db, house, cast).id)
        row.help_wanted, row.help_from, row.revision = words, help_from, row.revision + 1
        row.sharing = more.get("sharing", Sharing.WORKSPACE)
        db.add(row)
        db.flush()
        said = making.from_checkin(db, now, row, team(db, house, cast))
        planning.queue(db, db.get_one(Edition, house.edition_id), said, now)
        return row

    row: Checkin = house.bot.writer.commit(work)
    house.flush()
    return row


def test_help_wanted_in_a_check_in_goes_to_the_partners(house: House) -> None:
    house.until("2026-10-15T13:00:00+00:00")
    marina = house.person(IPE.lead)
    marina.press("Answer")
    marina.submit(hypothesis="x", tried="y", result="Mixed", help_wanted=NEED)
    marina.close()
    house.flush()
    assert len(got(house, FJORD.lead, "you work in the same workspace")) == 1
    marina.command("/sweetspot checkin answer")
    marina.submit(help_wanted="")
    house.flush()
    assert one(house).state == AskState.CLOSED
    assert len(house.read(lambda db: asks.of_edition(db, house.edition_id))) == 1


def test_an_amended_wish_is_reworded_where_it_was_read(house: House) -> None:
    _wish(house, IPE, NEED, HelpFrom.PARTNER)
    (before,) = got(house, FJORD.lead)
    _wish(house, IPE, "How do others ask for consent?", HelpFrom.PARTNER)
    (now,) = got(house, FJORD.lead, "How do others ask")
    assert (before.ts, len(got(house, FJORD.lead))) == (now.ts, 0)
    house.until(WORKDAY)
    assert len(got(house, MAPLE.lead, "How do others ask")) == 1
    assert got(house, MAPLE.lead) == []
    _wish(house, IPE, "How do others ask for consent?", HelpFrom.FACILITATOR)
    assert got(house, FJORD.lead, "How do others ask") == []
    assert "This ask is closed" in house.person(FJORD.lead).dm()[-1].text


def test_an_amended_wish_that_is_being_helped_stays_so(house: House) -> None:
    _wish(house, IPE, NEED, HelpFrom.PARTNER)
    house.person(FJORD.lead).press("I can help")
    _wish(house, IPE, "How do others ask for consent?", HelpFrom.PARTNER)
    assert (one(house).state, one(house).text) == (AskState.PICKED_UP, "How do others ask for consent?")
    assert one(house).route_at is None


def test_occasions_of_questions_do_not_begin_with_one_another() -> None:
    first, twelfth = (Route(id=number, ask_id=5, person_id=1, why=Why.HAND, at=NOW, until=NOW) for number in (1, 12))
    assert not closing.occasion(twelfth).startswith(closing.occasion(first))


def test_help_from_other_workspaces_carries_a_name_only_where_it_was_released(house: House) -> None:
    offering(house)
    _wish(house, IPE, NEED, HelpFrom.OTHERS)
    house.until(WORKDAY)
    (sent,) = got(house, KOTARE.lead)
    assert "Ipê Lab" not in sent.text
    assert got(house, FJORD.lead) == got(house, MAPLE.lead) == []
    _wish(house, IPE, NEED, HelpFrom.OTHERS)
    assert len(routes(house)) == 2
    _wish(house, FJORD, f"{NEED} By phone?", HelpFrom.OTHERS, sharing=Sharing.EDITION)
    house.person(TELAR.lead).press("Not me")
    assert one(house).sharing == Sharing.EDITION


def test_partners_do_not_learn_either_who_asks_without_a_name(house: House) -> None:
    offering(house)
    ask(house, IPE.lead, sharing=UNNAMED)
    house.until(WORKDAY)
    (sent,) = got(house, FJORD.lead)
    assert "Ipê Lab" not in sent.text + house.person(FJORD.lead).command("/sweetspot ask offer").text


def test_words_that_name_the_team_wait_until_it_words_them_anew(house: House) -> None:
    offering(house)
    _wish(house, FJORD, "What do others than Norway do for people who cannot read?", HelpFrom.OTHERS)
    (held,) = got(house, FJORD.lead, "It says Norway")
    assert routes(house) == []
    ingrid = house.person(FJORD.lead)
    ingrid.press("Say it anew", message=held)
    assert ingrid.submit(text=NEED, sharing=UNNAMED).errors == {}
    ingrid.close()
    house.until(WORKDAY)
    assert len(got(house, KOTARE.lead)) == 1
    _wish(house, FJORD, "What do others than Norway do for people who cannot read?", HelpFrom.OTHERS)
    assert one(house).text == NEED


def test_help_from_the_facilitator_is_never_posted(house: House) -> None:
    offering(house)
    _wish(house, IPE, NEED, HelpFrom.FACILITATOR)
    house.until(WORKDAY)
    assert len(staff_reads(house, "asks for your help")) == 1
    assert routes(house) == []
    for reader in (FJORD, MAPLE, KOTARE):
        assert NEED not in house.person(reader.lead).command("/sweetspot ask offer").text
    assert NEED in house.person(FAY).command("/sweetspot ask offer").text
    assert NEED in house.person(IPE.deputy).command("/sweetspot ask offer").text


def test_help_from_an_advisor_is_handed_on_by_a_facilitator(house: House) -> None:
    def advise(db: Db, now: datetime) -> None:
        advisor = people.add(db, "Hana Sato", "hana@advice.example", now=now, zone="Europe/Paris")
        db.add(Role(edition_id=house.edition_id, person_id=advisor.id, name=RoleName.ADVISOR))

    house.bot.writer.commit(advise)
    _wish(house, IPE, NEED, HelpFrom.ADVISOR)
    house.until("2026-10-01T09:00:00+00:00")
    (raised,) = staff_reads(house, "wishes the help of an advisor")
    fay = house.person(FAY)
    fay.press("Send it to somebody", message=raised)
    assert "Maple Desk" not in str(fay.view.payload if fay.view else "")
    assert fay.submit(to="Hana Sato").errors == {}
    assert [route.why for route in routes(house)] == [Why.HAND]
    assert NEED not in house.person(MAPLE.lead).command("/sweetspot ask offer").text


def test_an_advisors_not_me_is_the_facilitators_at_once(house: House) -> None:
    def advise(db: Db, _now: datetime) -> None:
        advisor = by_email(db, TELAR.deputy.email)
        assert advisor
        db.add(Role(edition_id=house.edition_id, person_id=advisor.id, name=RoleName.ADVISOR))

    house.bot.writer.commit(advise)
    house.until(WORKDAY)
    _wish(house, IPE, NEED, HelpFrom.ADVISOR)
    house.until("2026-10-05T13:00:00+00:00")
    fay = house.person(FAY)
    fay.press("Send it to somebody", message=staff_reads(house, "wishes the help of an advisor")[0])
    assert fay.submit(to=TELAR.deputy.name).errors == {}
    fay.close()
    house.flush()
    assert len(got(house, TELAR.deputy)) == 1
    advisor = house.person(TELAR.deputy)
    advisor.press("Not me", message=got(house, TELAR.deputy)[0])
    house.until("2026-10-05T13:02:00+00:00")
    (told,) = staff_reads(house, "cannot give it")
    assert NEED not in told.text
    fay.press("Send it to somebody", message=told)
    assert fay.view
    assert TELAR.deputy.name not in str(fay.view.payload)


def test_help_that_was_taken_out_and_is_wanted_again_is_asked_for_anew(house: House) -> None:
    _wish(house, IPE, NEED, HelpFrom.PARTNER)
    assert len(got(house, FJORD.lead)) == 1
    _wish(house, IPE, "", HelpFrom.PARTNER)
    assert "This ask is closed" in house.person(FJORD.lead).dm()[-1].text
    house.until("2026-10-01T09:00:00+00:00")
    _wish(house, IPE, NEED, HelpFrom.PARTNER)
    house.flush()
    assert (one(house).state, len(got(house, FJORD.lead))) == (AskState.OPEN, 1)
    house.person(FJORD.lead).press("I can help")
    assert one(house).state == AskState.PICKED_UP
    _wish(house, MAPLE, NEED, HelpFrom.FACILITATOR)
    house.until("2026-10-01T10:00:00+00:00")
    for words in ("", NEED):
        _wish(house, MAPLE, words, HelpFrom.FACILITATOR)
    house.until(WORKDAY)
    assert len(staff_reads(house, "asks for your help")) == 2


# What may help already


def test_past_answers_are_told_in_the_names_that_may_be_told() -> None:
    hits = [
        Hit("insight", 1, "Consent", "By <voice>", "Kotare", 5, NOW),
        Hit("checkin", 2, "", "A witness", "", 4, NOW),
    ]
    told = letters.found(reader=Reader(), words=NEED, hits=hits, ask=1)["text"]
    assert "• *Consent* By &lt;voice&gt; (Kotare)\n• A witness\n" in told


# What it comes to


def test_the_figures_of_an_edition(house: House) -> None:
    offering(house)
    ask(house, sharing=NAMED)
    house.until("2026-10-01T10:00:00+00:00")
    ingrid = house.person(FJORD.lead)
    ingrid.press("Answer in writing")
    ingrid.submit(text="By voice, with a witness", sharing="Also the edition, with our name")
    ingrid.close()
    house.flush()
    house.until("2026-10-05T05:00:00+00:00")
    house.person(SETU.lead).press("It was useful")
    found = house.read(lambda db: measuring.figures(db, house.edition_id))
    assert (found.asked, found.answered, found.useful, found.across_borders, found.bridges) == (1, 1, 1, 1.0, 1)
    assert found.first_answer_hours == 2.0
    assert found.reciprocity == 0.0
    (indexed,) = _indexed(house)
    assert indexed.sharing == Sharing.EDITION
    assert "with a witness" in indexed.text


def test_an_answer_for_who_asked_alone_is_not_given_to_search(house: House) -> None:
    def work(db: Db, now: datetime) -> None:
        ids = [team(db, house, cast).id for cast in (SETU, FJORD)]
        made = Ask(edition_id=house.edition_id, team_id=ids[0], text=NEED, sharing=Sharing.EDITION, at=now)
        db.add(made)
        db.flush()
        db.add(Answer(ask_id=made.id, team_id=ids[1], text="By voice", useful=True, at=now))

    house.bot.writer.commit(work)
    assert _indexed(house) == []


def _indexed(house: House) -> list[SearchEntry]:
    return house.read(lambda db: list(db.exec(select(SearchEntry).where(SearchEntry.kind == "ask"))))


def test_a_past_answer_goes_to_who_asks_alike_and_is_gone_when_its_question_is_closed_to_others(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})
    ask(house, sharing=NAMED)
    ingrid = house.person(FJORD.lead)
    ingrid.press("Answer in writing")
    ingrid.submit(text="By voice, with a witness", sharing="Also the edition, without names")
    ingrid.close()
    house.until("2026-10-05T05:00:00+00:00")
    house.person(SETU.lead).press("It was useful")
    ask(house, IPE.lead, text="Which consent works for people who cannot write?", sharing=UNNAMED)
    house.until("2026-10-05T15:00:00+00:00")
    (told,) = got(house, IPE.lead, "with a witness")
    assert "Which consent works" in told.text
    assert "Fjord" not in told.text
    assert "Jan Setu" not in told.text

    def close(db: Db, _now: datetime) -> None:
        asks.of_edition(db, house.edition_id)[0].sharing = Sharing.WORKSPACE

    house.bot.writer.commit(close)
    assert _indexed(house) == []


def test_hours_are_counted_where_somebody_works() -> None:
    oslo = Week("Europe/Oslo", "NO")
    friday, monday = datetime(2026, 10, 2, 13, tzinfo=UTC), datetime(2026, 10, 5, 8, tzinfo=UTC)
    assert worktime.hours_between(friday, monday, oslo) == 3.0
    assert worktime.hours_between(monday, friday, oslo) == 0.0


def test_concentration_is_the_share_of_the_tenth_who_gave_most() -> None:
    assert measuring.concentration([]) is None
    assert measuring.concentration([1, 1, 1, 2]) == 0.75
    assert measuring.concentration([*range(20), 0]) == 3 / 21


def test_somebody_without_a_team_asks_for_themselves(house: House) -> None:
    fay = ask(house, FAY, text="Who hosts the next session?", sharing="The edition, with our name")
    (shown,) = house.read(lambda db: reading.mine(db, db.get_one(Edition, house.edition_id), _fay(db)))
    assert shown.by == "Fay Lindqvist"
    assert "Fay Lindqvist" in house.person(KOTARE.lead).command("/sweetspot ask offer").text
    fay.command(f"/sweetspot ask close {shown.id}")
    assert house.read(lambda db: db.get_one(Ask, shown.id).team_id) is None
    assert one(house).state == AskState.CLOSED


def _fay(db: Db) -> Any:
    return by_email(db, FAY.email)


def test_what_a_team_asked_ends_when_it_leaves(house: House) -> None:
    offering(house)
    ask(house, sharing=NAMED)
    house.person(FAY).command("/sweetspot team withdraw Jan Setu because of an election")
    house.until(WORKDAY)
    assert one(house).state == AskState.CLOSED
    assert got(house, TELAR.lead) == []


def test_a_team_that_left_is_not_asked(house: House) -> None:
    offering(house, {FJORD: "Consent of people who cannot read"})

    def leave(db: Db, _now: datetime) -> None:
        team(db, house, FJORD).state = TeamState.WITHDRAWN

    house.bot.writer.commit(leave)
    ask(house, sharing=NAMED)
    assert routes(house) == []
