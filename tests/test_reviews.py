"""Reviews as conversations: planned with reasons, gated, written half-way and whole, blind until they are in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from storage import people, reviews
from storage.calls import Submission
from storage.db import Db
from storage.reviews import Assignment, AssignmentState, Standing
from tests.cast import FAY, SETU, TELAR
from tests.house import House
from tests.reviewing import (
    HEMI,
    JUNE,
    OLAF,
    REVIEWERS,
    RITA,
    SCORES,
    SECRET,
    called,
    handed_in,
    introduced,
    mine,
    prepared,
    reviewed,
    shown,
    told,
)

# Giving out


def test_the_plan_shows_reasons_and_nobody_is_told_before_it_is_confirmed(house: House) -> None:
    called(house)
    fay = house.person(FAY)
    plan = fay.command("/sweetspot review assign challenge per 3 load 3 until 2026-10-20 Europe/Oslo").text
    assert "until Tuesday 20 October, 23:59 (Paris time)" in plan
    assert "`1` Araucária" in plan
    assert "Davi Nunes" not in plan.partition("`1` Araucária")[2].partition("`2`")[0]
    assert "Nobody reads the language of: 1." in plan
    house.until("2026-10-01T13:00:00+00:00")
    assert [told(house, actor, "to review*") for actor in REVIEWERS] == [[], [], [], []]
    assert "9 reviews are given out to 4 reviewers" in fay.press("Give them out").text
    assert "No plan waits" in fay.press("Give them out").text


def test_each_reviewer_gets_one_message_in_working_hours(house: House) -> None:
    prepared(house, until="until 2026-10-20 Europe/Paris")
    house.until("2026-10-02T21:00:00+00:00")
    for actor in REVIEWERS:
        said = [message for message in house.person(actor).dm() if "to review*" in message.text]
        assert len(said) == 1, actor.name
        assert "You are asked about conflicts before you see anything" in said[0].text
        hour = datetime.fromtimestamp(float(said[0].ts), ZoneInfo(actor.zone)).hour
        assert 9 <= hour < 17, actor.name


def test_what_cannot_be_says_why_and_what_would_help(house: House) -> None:
    called(house)
    fay = house.person(FAY)
    said = fay.command("/sweetspot review assign challenge per 3 load 1").text
    assert "9 reviews are wanted, and 4 can be given out" in said
    assert "/sweetspot review assign challenge load 3" in said
    assert "This is the most that works: 4 of 9" in fay.press("Plan what is possible").text
    assert "per 3 load 3" not in said
    impossible = fay.command("/sweetspot review assign challenge per 4 load 9").text
    assert "Application 1 has 3 possible reviewers: the others have a conflict" in impossible
    assert "/sweetspot review assign challenge per 3" in impossible


def test_a_change_by_hand_needs_a_reason_and_respects_conflicts(house: House) -> None:
    prepared(house)
    fay = house.person(FAY)
    number = house.read(lambda db: db.get_one(Submission, mine(house, JUNE)[0].submission_id)).response_id
    assert "Please give a reason" in fay.command(f"/sweetspot review assign {number} without {JUNE.email}").text
    taken = fay.command(f"/sweetspot review assign {number} without {JUNE.email} because she is on leave").text
    assert f"June Mercer no longer reviews application {number}" in taken
    refused = fay.command(f"/sweetspot review assign 1 to {RITA.email} because she knows the field").text
    assert "is of the organisation that sent application 1" in refused
    assert (
        "is no reviewer here" in fay.command(f"/sweetspot review assign 2 to {TELAR.lead.email} because why not").text
    )
    assert "no application 99" in fay.command(f"/sweetspot review assign 99 to {JUNE.email} because of it").text
    given = fay.command(f"/sweetspot review assign {number} to {JUNE.email} because she is back").text
    assert f"June Mercer reviews application {number}" in given
    house.until("2026-10-02T15:00:00+00:00")
    assert told(house, JUNE, "One more application to review")


def test_only_who_runs_the_edition_gives_out(house: House) -> None:
    called(house)
    for words in (
        "review assign challenge",
        "review discuss",
        "review severity",
        "review rubric",
        "call board challenge",
    ):
        assert "nothing was changed" in house.person(OLAF).command(f"/sweetspot {words}").text, words
    assert "nothing was changed" in house.person(SETU.lead).command("/sweetspot review next").text
    assert mine(house, OLAF) == []


# The gate


def test_nothing_confidential_is_shown_before_no_conflict(house: House) -> None:
    prepared(house)
    olaf = house.person(OLAF)
    olaf.press("Next submission")
    assert SECRET not in shown(olaf)
    assert olaf.submit(organisation="Audit Office", country="Norway", languages=["English"]).errors == {}
    assert "Do you have a conflict" in shown(olaf)
    assert SECRET not in shown(olaf)
    assert "Title" not in shown(olaf)
    assert "Marina Teles" not in shown(olaf)
    assert "M. T." in shown(olaf)
    olaf.press("No conflict")
    assert SECRET in shown(olaf)
    assert "Marina Teles" not in shown(olaf)
    assert "1@applicant1.example" not in shown(olaf)


def test_the_profile_starts_from_what_is_known_and_must_be_whole(house: House) -> None:
    prepared(house)
    olaf = house.person(OLAF)
    olaf.press("Next submission")
    assert "Fjord Services" in shown(olaf)
    assert "Northern Europe" in shown(olaf)
    assert set(olaf.submit(organisation="").errors) == {"organisation"}
    assert set(olaf.submit(organisation=" ").errors) == {"organisation"}
    assert olaf.submit(organisation="Audit Office", languages=["English", "Portuguese"]).errors == {}
    assert "Do you have a conflict" in shown(olaf)


def test_own_country_and_known_names_are_shown_and_asked(house: House) -> None:
    prepared(house)
    olaf = house.person(OLAF)
    introduced(olaf, country="Brazil", knows="Marina Teles; Somebody Else")
    assert "it is from your own country" in shown(olaf)
    assert "you named this team, or somebody in it" in shown(olaf)


def test_a_declared_conflict_moves_it_on_and_the_other_is_told(house: House) -> None:
    called(house)
    fay = house.person(FAY)
    fay.command("/sweetspot review assign challenge per 2 load 4")
    fay.press("Give them out")
    house.until("2026-10-01T23:30:00+00:00")
    olaf = house.person(OLAF)
    introduced(olaf)
    first = mine(house, OLAF)[0]
    olaf.press("I have a conflict")
    assert olaf.submit(reason="We ran a project together.").errors == {}
    assert "It goes to somebody else" in shown(olaf)
    assert SECRET not in shown(olaf)
    rows = house.read(lambda db: reviews.of_submission(db, first.submission_id))
    assert len(rows) == 2
    assert first.person_id not in {row.person_id for row in rows}
    said = house.read(lambda db: reviews.declaration(db, first.submission_id, first.person_id))
    assert said
    assert (said.standing, said.reason) == (Standing.CONFLICT, "We ran a project together.")
    house.until("2026-10-03T13:00:00+00:00")
    assert len([actor for actor in REVIEWERS if told(house, actor, "One more")]) == 1


def test_a_forged_id_opens_nothing(house: House) -> None:
    prepared(house)
    olaf, june = house.person(OLAF), house.person(JUNE)
    introduced(olaf)
    foreign = mine(house, RITA)[0]
    refused = olaf.press("review.clear", value=str(foreign.id))
    assert SECRET not in str(refused.view.payload if refused.view else "")
    assert house.read(lambda db: reviews.declaration(db, foreign.submission_id, mine(house, OLAF)[0].person_id)) is None
    own = mine(house, JUNE)[0]
    introduced(june)
    june.press("No conflict")
    june.press("review.save", value=str(foreign.id))
    assert house.read(lambda db: reviews.review(db, foreign.id)) is None
    assert house.read(lambda db: reviews.review(db, own.id)) is None


# Writing


def test_saved_half_way_and_finished_later(house: House) -> None:
    prepared(house)
    rita = house.person(RITA)
    introduced(rita)
    first = mine(house, RITA)[0]
    rita.press("No conflict")
    rita.fill(relevance="4", comment="Half a thought")
    rita.press("Save and go on later")
    assert "only you see it. 0 of 2 done" in shown(rita)
    assert "1 of 3" not in house.person(FAY).command("/sweetspot call board challenge").text
    rita.press("Back to it")
    assert "Half a thought" in shown(rita)
    assert set(rita.submit().errors) == set(SCORES) - {"relevance"}
    assert rita.submit(**{name: "3" for name in SCORES if name != "relevance"}).errors == {}
    assert "Thank you. 1 of 2 done" in shown(rita)
    row = house.read(lambda db: reviews.review(db, first.id))
    assert row
    assert (row.scores["relevance"], row.comment) == (4, "Half a thought")
    rita.press("Next submission")
    assert "Do you have a conflict" in shown(rita)


def test_others_are_seen_after_ones_own_and_without_names(house: House) -> None:
    prepared(house)
    olaf, hemi = house.person(OLAF), house.person(HEMI)
    introduced(hemi)
    reviewed(hemi, comment="A private matter of taste")
    ids = {row.id: row.submission_id for row in mine(house, OLAF)}
    hers = next(row for row in mine(house, HEMI) if row.state == AssignmentState.SUBMITTED)
    target = next(key for key, submission in ids.items() if submission == hers.submission_id)
    introduced(olaf)
    olaf.press("No conflict")
    assert "A private matter" not in shown(olaf)
    assert target == mine(house, OLAF)[0].id
    handed_in(olaf)
    olaf.press("What others said")
    assert "A private matter of taste" in shown(olaf)
    assert "Hemi" not in shown(olaf)


def test_skipping_asks_why_and_puts_it_last_or_gives_it_away(house: House) -> None:
    prepared(house)
    rita = house.person(RITA)
    introduced(rita)
    first, second = (row.id for row in mine(house, RITA))
    rita.press("No conflict")
    rita.press("Skip")
    assert set(rita.submit().errors) == {"reason"}
    rita.submit(reason="Later today")
    assert "It comes back at the end" in shown(rita)
    rita.press("Next submission")
    rita.press("No conflict")
    assert house.read(lambda db: db.get_one(Assignment, first).put_off_at) is not None
    rita.press("Skip")
    rita.submit(how="back", reason="Not my field")
    assert "It goes to somebody else. 0 of 1 done" in shown(rita)
    row = house.read(lambda db: db.get_one(Assignment, second))
    assert (row.state, row.note) == (AssignmentState.RETURNED, "Not my field")
    rita.press("Next submission")
    assert SECRET in shown(rita)


def test_progress_stands_in_me_and_on_home(house: House) -> None:
    prepared(house)
    rita = house.person(RITA)
    introduced(rita)
    reviewed(rita)
    assert "Your reviews: 1 of 2 done" in rita.command("/sweetspot me").text
    rita.close()
    rita.home()
    rita.press_at_home("Next submission")
    assert "Do you have a conflict" in shown(rita)


def test_who_has_nothing_is_told_so(house: House) -> None:
    called(house)
    olaf = house.person(OLAF)
    olaf.command("/sweetspot review next")
    olaf.submit(organisation="Audit Office", country="Norway", languages=["English"])
    assert "No review waits for you" in shown(olaf)


# Reminding


def test_reminded_once_then_a_person(house: House) -> None:
    prepared(house, until="until 2026-10-20 Europe/Paris")
    olaf = house.person(OLAF)
    introduced(olaf)
    for _ in mine(house, OLAF):
        reviewed(olaf)
        olaf.close()
    house.until("2026-10-24T12:00:00+00:00")
    assert told(house, OLAF, "reviews for the call") == []
    assert len(told(house, JUNE, "reviews for the call")) == 1
    room = [message.text for message in house.person(FAY).sees("room-facilitators") if "not all in" in message.text]
    assert len(room) == 1
    assert "June Mercer: 2 open" in room[0]
    assert "Olav Moen" not in room[0]


def test_the_preview_knows_the_reminder(house: House) -> None:
    prepared(house, until="until 2026-10-12 Europe/Paris")
    said = house.person(FAY).command("/sweetspot preview").text
    assert "the one reminder of reviews" in said
    assert "reviews that are not finished" in said


def test_a_long_application_is_paged_and_nothing_of_it_is_cut(house: House) -> None:
    prepared(house)
    rita = house.person(RITA)
    long = [f"{number} " + "word " * 590 for number in range(80)]

    def stretch(db: Db, _: datetime) -> None:
        for row in mine(house, RITA):
            submission = db.get_one(Submission, row.submission_id)
            submission.answers = submission.answers | {"context": "\n".join(long)}

    house.bot.writer.commit(stretch)
    introduced(rita)
    rita.press("No conflict")
    seen = shown(rita)
    assert "Page 1 of 2" in seen
    rita.fill(comment="Half a thought", relevance="4")
    rita.press("Read on")
    assert "Page 2 of 2" in shown(rita)
    seen += shown(rita)
    assert all(part.split()[0] + " word" in seen for part in long)
    handed_in(rita)
    assert "1 of 2 done" in shown(rita)


def test_nobody_is_asked_to_review_what_has_left_the_call(house: House) -> None:
    prepared(house, until="until 2026-10-20 Europe/Paris")
    house.person(FAY).command("/sweetspot call decide challenge 1,2,3 withdraw because they said so")
    olaf = house.person(OLAF)
    introduced(olaf)
    assert "No review waits for you" in shown(olaf)
    house.until("2026-10-24T12:00:00+00:00")
    assert told(house, JUNE, "reviews for the call") == []
    room = [message.text for message in house.person(FAY).sees("room-facilitators")]
    assert not [text for text in room if "not all in" in text]


def test_when_nobody_is_left_the_facilitators_are_told(house: House) -> None:
    """Application 1 has three possible reviewers, and all of them review it already."""
    prepared(house)
    olaf = house.person(OLAF)
    introduced(olaf)
    assert "Application 1 comes" in shown(olaf)
    olaf.press("I have a conflict")
    olaf.submit(reason="Family.")
    house.flush()
    room = [message.text for message in house.person(FAY).sees("room-facilitators")]
    assert len([text for text in room if "*Application 1* (Araucária)" in text and "has 2 of 3 reviewers" in text]) == 1


def test_a_reviewer_is_asked_who_they_are_before_anything_is_given_out(house: House) -> None:
    house.person(FAY).command(f"/sweetspot edition add reviewer {OLAF.email} {OLAF.name}")
    house.flush()
    (welcome,) = [message for message in house.person(OLAF).dm() if "You are a reviewer" in message.text]
    olaf = house.person(OLAF)
    olaf.press("Say who I am", welcome)
    assert olaf.submit(organisation="Audit Office", country="Chile", languages=["Spanish"]).errors == {}

    def known(db: Db) -> list[str]:
        person = people.by_email(db, OLAF.email)
        said = person and reviews.profile(db, house.edition_id, person.id)
        return list(said.languages) if said else []

    assert house.read(known) == ["es"]
    house.person(FAY).command(f"/sweetspot edition add reviewer {OLAF.email} {OLAF.name}")
    house.flush()
    assert len([message for message in olaf.dm() if "You are a reviewer" in message.text]) == 1
