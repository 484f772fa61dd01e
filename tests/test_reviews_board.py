"""The board, disagreements talked over, severity, the rubric, the advisors' shortlist, exports."""

import csv
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

import bot.__main__
from bot.cli import app
from storage.calls import Decision, Submission, SubmissionState
from storage.reviews import ReviewRevision, RubricChange
from tests.cast import FAY, SETU, TELAR, Actor
from tests.house import House
from tests.reviewing import (
    HEMI,
    JUNE,
    OLAF,
    REVIEWERS,
    RITA,
    SECRET,
    handed_in,
    introduced,
    mine,
    prepared,
    reviewed,
    shown,
    told,
)

assert bot.__main__
ADVISOR = TELAR.lead


def judged(house: House) -> None:
    """Every review is in; Hemi is harsher than the others by one level on everything."""
    prepared(house)
    for actor in REVIEWERS:
        who = house.person(actor)
        introduced(who, organisation=f"Office of {actor.name}")
        for row in mine(house, actor):
            harsh = {"relevance": 2, "clarity": 1, "openness": 3} if actor is HEMI else {}
            reviewed(who, f"{actor.name} on {row.id}", **harsh)
            who.close()


def test_the_board_shows_scores_spread_disagreement_and_balance(house: House) -> None:
    judged(house)
    fay = house.person(FAY)
    fay.command("/sweetspot call decide challenge 1 select because the need is clear")
    board = fay.command("/sweetspot call board challenge").text
    assert "3 submitted, 2 scored, 1 selected" in board
    assert "3 of 3 reviews. Disagreement: relevance, clarity and evidence, openness to learn, total" in board
    assert "`1` Araucária (BR): Title 1. selected" in board
    assert "South America 1 of 1" in board
    assert "By theme, selected and reserve of all: Health &amp; care 1 of 3" in board
    scores = [float(line.split(" of 100")[0]) for line in board.splitlines() if " of 100" in line]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3


def test_the_raw_text_is_one_click_away_with_everything_said_of_it(house: House) -> None:
    judged(house)
    fay = house.person(FAY)
    fay.command("/sweetspot call board challenge")
    fay.press("Read")
    assert SECRET in shown(fay)
    assert "applicant" in shown(fay)
    assert sum(f"{actor.name} on" in shown(fay) for actor in REVIEWERS) == 3
    assert shown(fay).count("Beside the others on the same applications: ") == 3
    fay.press("Decide")
    assert fay.submit(outcome="reserve", reason="Next in line").errors == {}
    states = house.read(lambda db: [row.outcome for row in db.exec(select(Decision))])
    assert SubmissionState.RESERVE in states


def test_when_all_reviews_are_in_it_is_logged_once(house: House) -> None:
    judged(house)
    rows = house.read(lambda db: [(row.submission_id, row.outcome, row.reason) for row in db.exec(select(Decision))])
    scored = [submission for submission, outcome, _ in rows if outcome == SubmissionState.SCORED]
    assert sorted(scored) == sorted(set(scored))
    assert len(scored) == 3
    assert len([1 for _, outcome, _ in rows if outcome == SubmissionState.IN_REVIEW]) == 3


def test_only_the_secretariat_sees_severity(house: House) -> None:
    judged(house)
    said = house.person(FAY).command("/sweetspot review severity challenge").text
    assert "(harsher)" in next(line for line in said.splitlines() if line.startswith("Hemi Walker"))
    assert "nothing was changed" in house.person(HEMI).command("/sweetspot review severity").text
    board = house.person(FAY).command("/sweetspot call board challenge").messages[-1]
    house.person(HEMI).press("call.read", board)
    assert SECRET not in shown(house.person(HEMI))


# Discussion


def test_a_disagreement_is_discussed_scores_change_in_the_open_and_the_lead_notes_it(house: House) -> None:
    judged(house)
    fay = house.person(FAY)
    listed = fay.command("/sweetspot review discuss").text
    assert "Reviewers disagree on" in listed
    number = next(line.split("`")[1] for line in listed.splitlines() if line.startswith("`"))
    opened = fay.command(f"/sweetspot review discuss {number} lead {HEMI.email}").text
    assert "is open, led by Hemi Walker. 3 people" in opened
    house.until("2026-10-03T00:00:00+00:00")
    hemi = house.person(HEMI)
    assert told(house, HEMI, "You lead the discussion")
    hemi.press("Add to the discussion")
    assert "Review 3" in shown(hemi)
    hemi.submit(text="Who is affected is not said.")
    hemi.close()
    house.until("2026-10-06T00:00:00+00:00")
    heard = [actor for actor in REVIEWERS if told(house, actor, "Who is affected is not said.")]
    assert len(heard) == 2
    assert HEMI not in heard
    changer = house.person(heard[0])
    changer.press("Change my review")
    handed_in(changer, "I see it now.", relevance=3)
    before = house.read(lambda db: [row.scores["relevance"] for row in db.exec(select(ReviewRevision))])
    assert before == [4]
    hemi.press("Write what was agreed")
    hemi.submit(text="A strong need, weak evidence.")
    assert "Discussion agreed" in fay.command("/sweetspot call board challenge").text
    changer.close()
    changer.press("Change my review")
    assert "nothing was changed" in changer.dm()[-1].text or "nothing was changed" in shown(changer)


def test_who_did_not_review_it_has_no_part_in_the_discussion(house: House) -> None:
    judged(house)
    fay = house.person(FAY)
    listed = fay.command("/sweetspot review discuss").text
    number = next(line.split("`")[1] for line in listed.splitlines() if line.startswith("`"))
    outside = next(actor for actor in REVIEWERS if not has(house, actor, number))
    fay.command(f"/sweetspot review discuss {number} lead {FAY.email}")
    house.until("2026-10-03T00:00:00+00:00")
    inside = next(actor for actor in REVIEWERS if told(house, actor, "differently"))
    card = next(message for message in house.person(inside).dm() if "differently" in message.text)
    house.person(outside).press("review.talk", card)
    assert "Review 1" not in shown(house.person(outside))
    assert told(house, outside, "differently") == []


def has(house: House, actor: Actor, number: str) -> bool:
    """Whether the application was ever given to them."""
    ids = {row.submission_id for row in mine(house, actor)}
    return number in house.read(lambda db: {db.get_one(Submission, key).response_id for key in ids})


def test_a_discussion_needs_two_reviews(house: House) -> None:
    prepared(house)
    said = house.person(FAY).command(f"/sweetspot review discuss 2 lead {FAY.email}").text
    assert "needs two reviews that are in" in said


# The rubric


def test_the_rubric_is_changed_logged_and_warned_of(house: House) -> None:
    prepared(house)
    olaf, fay = house.person(OLAF), house.person(FAY)
    introduced(olaf)
    reviewed(olaf)
    fay.command("/sweetspot review rubric challenge")
    assert "1 review is in already" in shown(fay)
    assert fay.submit(relevance="50").errors == {"relevance": "The weights add up to 130. They must make 100."}
    assert fay.submit(relevance="many").errors == {"relevance": "A whole number, please."}
    assert fay.submit(relevance="40", people="0", clarity="5").errors == {}
    assert "changes the totals of 1 review" in shown(fay)
    row = house.read(lambda db: db.exec(select(RubricChange)).one())
    assert (row.before["relevance"], row.after["relevance"], row.reviews) == (20, 40, 1)
    fay.close()
    assert "78.0 of 100" in fay.command("/sweetspot call board challenge").text


# Advisors


def test_an_advisor_declares_reads_comments_and_does_not_decide(house: House) -> None:
    judged(house)
    fay, catalina = house.person(FAY), house.person(ADVISOR)
    fay.command(f"/sweetspot edition add advisor {ADVISOR.email} {ADVISOR.name}")
    assert "no application 9. The shortlist is as it was" in fay.command("/sweetspot call shortlist challenge 1,9").text
    assert "2 applications are on the shortlist" in fay.command("/sweetspot call shortlist challenge 1,3").text
    listed = catalina.command("/sweetspot call shortlist").text
    assert "2 applications" in listed
    catalina.press("Read")
    assert catalina.submit(organisation="Telar", country="Chile", languages=["Spanish"]).errors == {}
    assert SECRET not in shown(catalina)
    catalina.press("No conflict")
    assert SECRET in shown(catalina)
    assert "of 100* from 3 reviews" in shown(catalina)
    assert not [actor.name for actor in REVIEWERS if actor.name in shown(catalina)]
    catalina.submit(text="Ask who decides at the end.")
    assert "1 comment of advisors" in fay.command("/sweetspot call board challenge").text
    refused = catalina.command("/sweetspot call decide challenge 1 select because I like it").text
    assert "nothing was changed" in refused
    assert "nothing was changed" in house.person(SETU.lead).command("/sweetspot call shortlist").text


def test_an_advisor_with_a_conflict_reads_nothing(house: House) -> None:
    judged(house)
    fay, catalina = house.person(FAY), house.person(ADVISOR)
    fay.command(f"/sweetspot edition add advisor {ADVISOR.email} {ADVISOR.name}")
    fay.command("/sweetspot call shortlist challenge 1")
    catalina.command("/sweetspot call shortlist")
    catalina.press("Read")
    catalina.submit(organisation="Telar", country="Chile", languages=["Spanish"])
    catalina.press("I have a conflict")
    assert catalina.submit(reason="We share a budget.").errors == {}
    assert SECRET not in shown(catalina)
    catalina.close()
    assert "you have a conflict" in catalina.command("/sweetspot call shortlist").text
    with pytest.raises(KeyError):
        catalina.press("Read", catalina.dm()[-1])


# Exports


def exported(house: House, tmp_path: Path, *options: str) -> list[dict[str, str]]:
    out = tmp_path / "reviews.csv"
    result = CliRunner().invoke(app, ["reviews", "export", "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))


def test_the_export_is_whole_for_the_secretariat_and_without_conflicts_for_a_reader(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(house)
    olaf, june = house.person(OLAF), house.person(JUNE)
    introduced(olaf)
    olaf.press("I have a conflict")
    olaf.submit(reason="Friends")
    introduced(june)
    reviewed(june, "=HYPERLINK(1)")
    monkeypatch.setenv("SWEETSPOT_DATABASE_URL", f"sqlite:///{tmp_path / 'sweetspot.db'}")
    everything = exported(house, tmp_path)
    assert {row["id"] for row in everything} == {"1", "2", "3"}
    assert "conflict" in {row["assignment"] for row in everything}
    assert "'=HYPERLINK(1)" in {row["comment"] for row in everything}
    for_olaf = exported(house, tmp_path, "--for", OLAF.email)
    left_out = next(row["id"] for row in everything if row["assignment"] == "conflict")
    assert left_out not in {row["id"] for row in for_olaf}
    assert {row["reviewer"] for row in for_olaf} <= {OLAF.name}
    assert RITA.name not in str(for_olaf)
    wrong = CliRunner().invoke(app, ["reviews", "export", "--out", "x.csv", "--for", "nobody@example.org"])
    assert wrong.exit_code != 0
