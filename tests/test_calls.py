"""A call's life as conversations: opened, extended, closed; decided with reasons; told once, and in its time."""

import re

from bot.programme import calls
from storage import calls as tables
from storage import people, teams
from storage.calls import CallState, SubmissionState
from storage.teams import TeamKind
from tests.applicants import (
    BRAZIL,
    CANADA,
    CHILE,
    EVERYBODY,
    INDIA,
    ITALY,
    NORWAY,
    Applicant,
    say,
    submit,
    the_call,
    the_submission,
)
from tests.cast import FAY, IPE, MAPLE, SETU, TELAR
from tests.house import House
from tests.postbox import Postbox

S = SubmissionState
LATE = Applicant(
    "21", "Late Office", "Peru", "Ana Paz", "ana@late.example", "Spanish", submitted="2027-02-03T09:00:00Z"
)
FIRM = Applicant("22", "Firm", "Peru", "Ed Sol", "ed@firm.example", "Spanish", organisation="Sol Consulting Ltd")
SILENT = Applicant("23", "Silent Office", "Peru", "Li Mar", "li@silent.example", "Spanish", consent="No")
WORDS = "Votre besoin est clair, mais d’autres étaient plus avancés."


def _begun(house: House) -> None:
    house.person(FAY).command("/sweetspot edition new Second edition")


def _closed(house: House, *applicants: Applicant) -> None:
    """Everybody has applied, and the call is closed."""
    _begun(house)
    submit(house, *applicants)
    say(house, "close challenge because the form was closed")


def _decided(house: House, *applicants: Applicant) -> None:
    _closed(house, *applicants)
    say(house, "decide challenge 1 select because it is ripe words: Seu desafio é claro.")
    say(house, f"decide challenge 3 decline because others were ahead words: {WORDS}")
    say(house, "decide challenge 4 cohort because it has much to give words: Su experiencia es valiosa.")


def _letters(house: House, email: str) -> list[str]:
    marked = [message for message in house.person(email).dm() if message.metadata]
    return [one.text for one in marked if one.metadata and one.metadata["event_payload"]["kind"] == "call.decided"]


# Its life


def test_a_deadline_keeps_its_zone_and_is_read_in_the_readers_own(empty_house: House) -> None:
    _begun(empty_house)
    said = say(empty_house, "open challenge until 2027-01-31 America/Santiago")
    assert "Monday 1 February, 03:59 (Paris time); where it was set, Sunday 31 January, 23:59 (Santiago time)" in said
    status = empty_house.person(FAY).command("/sweetspot edition status").text
    assert "*Call for challenge*: open, until Monday 1 February, 03:59 (Paris time)" in status
    assert the_call(empty_house).zone == "America/Santiago"


def test_only_what_follows_is_possible_and_the_refusal_says_what_is(empty_house: House) -> None:
    _begun(empty_house)
    assert "The call for challenge is draft" in say(
        empty_house, "extend challenge until 2027-02-07 Europe/Paris because of snow"
    )
    say(empty_house, "open challenge until 2027-01-31 17:00 Europe/Paris")
    refused = say(empty_house, "open challenge until 2027-03-31 Europe/Paris")
    assert "`/sweetspot call extend challenge …` or `/sweetspot call close challenge …`" in refused
    assert "notify" not in refused
    assert "is open" in say(empty_house, "notify challenge anyway")
    assert "Please give a reason" in say(empty_house, "extend challenge until 2027-02-07 Europe/Paris")
    assert "no later than the deadline" in say(
        empty_house, "extend challenge until 2027-01-30 Europe/Paris because of snow"
    )
    assert "no time zone" in say(empty_house, "extend challenge until 2027-02-07 Paris because of snow")
    assert "a date and a time zone" in say(empty_house, "extend challenge until 2027-02-07 because of snow")
    assert "That moment has passed" in say(empty_house, "open solution until 2025-01-31 Europe/Paris")
    assert the_call(empty_house).state == CallState.OPEN


def test_the_clock_closes_it_and_an_extension_opens_it_again(empty_house: House) -> None:
    _begun(empty_house)
    say(empty_house, "open challenge until 2026-10-02 12:00 Europe/Paris")
    empty_house.until("2026-10-02T09:59:00+00:00")
    assert the_call(empty_house).state == CallState.OPEN
    empty_house.until("2026-10-02T10:00:00+00:00")
    assert the_call(empty_house).state == CallState.CLOSED
    assert "is extended" in say(empty_house, "extend challenge until 2026-10-09 Europe/Paris because of snow")
    log = empty_house.read(lambda db: tables.changes(db, the_call(empty_house).id))
    assert [(row.after, row.reason) for row in log if row.kind == "state"] == [
        ("open", ""),
        ("closed", "its deadline has passed"),
        ("extended", "of snow"),
    ]


def test_the_number_of_places_changes_by_a_decision_and_both_are_shown(empty_house: House) -> None:
    _begun(empty_house)
    assert "Please give a reason" in say(empty_house, "places challenge 2")
    say(empty_house, "places challenge 6 because so many were strong")
    submit(empty_house)
    say(empty_house, "decide challenge 1,2 select because they are ripe")
    assert "4 places planned, 6 now, 2 taken" in say(empty_house, "funnel challenge")
    assert "Changed because so many were strong" in say(empty_house, "funnel challenge")
    assert "4 places planned, 6 now, 2 taken" in empty_house.person(FAY).command("/sweetspot edition status").text


# Decisions


def test_what_is_late_or_doubtful_is_selected_only_once_it_was_accepted(empty_house: House) -> None:
    _begun(empty_house)
    say(empty_house, "open challenge until 2027-01-31 Europe/Paris")
    submit(empty_house, BRAZIL, LATE, FIRM, SILENT)
    for number, why in (("21", "came after the deadline"), ("22", "public body"), ("23", "has no consent")):
        refused = say(empty_house, f"decide challenge 1,{number} select because it is ripe")
        assert why in refused
        assert f"`/sweetspot call accept challenge {number} because …`" in refused
    assert the_submission(empty_house, "1").state == S.RECEIVED
    assert "came after the deadline" in say(empty_house, "show 21")
    assert "is eligible" in say(empty_house, "accept 21 because our server was down")
    say(empty_house, "decide challenge 21 select because it is ripe")
    assert the_submission(empty_house, "21").state == S.SELECTED
    say(empty_house, "decide challenge 22,23 decline because they may not apply")
    assert the_submission(empty_house, "22").state == S.DECLINED


def test_an_extension_makes_the_late_ones_timely(empty_house: House) -> None:
    _begun(empty_house)
    say(empty_house, "open challenge until 2027-01-31 Europe/Paris")
    submit(empty_house, LATE)
    say(empty_house, "extend challenge until 2027-02-07 Europe/Paris because of snow")
    assert "now: selected" in say(empty_house, "decide challenge 21 select because it is ripe")


def test_what_was_set_aside_counts_again_only_by_name(empty_house: House) -> None:
    _closed(empty_house)
    say(empty_house, "decide challenge 5 duplicate of 6 because the later version counts")
    assert the_submission(empty_house, "5").duplicate_of_id == the_submission(empty_house, "6").id
    assert "5 is duplicate" in say(empty_house, "decide challenge 5 select because it is ripe")
    say(empty_house, "accept 5 because they are two projects")
    assert "now: selected" in say(empty_house, "decide challenge 5 select because it is ripe")


def test_every_change_has_a_reason_in_the_funnel(empty_house: House) -> None:
    _decided(empty_house)
    said = say(empty_house, "funnel challenge")
    assert "7 submitted, and every one of them is below" in said
    assert "*4 received*: 4 imported from form.csv." in said
    assert "*1 declined*: 1 others were ahead." in said
    assert the_call(empty_house).state == CallState.UNDER_REVIEW


def test_a_submission_shows_its_answers_its_row_and_its_history(empty_house: House) -> None:
    _decided(empty_house)
    fay = empty_house.person(FAY)
    card = say(empty_house, "show challenge 3")
    assert "How can we make the queue fair?" in card
    assert "declined, by Fay Lindqvist. Why: others were ahead" in card
    assert "received, by itself. Why: imported from form.csv" in card
    raw = fay.press("The row as it came").view
    assert raw
    assert "Your challenge in one question (How can we…?)" in str(raw.payload)
    fay.close()
    assert "There is no submission 99" in say(empty_house, "show 99")
    assert "does not know" in empty_house.person(SETU.lead).command("/sweetspot call show 3").text


def test_a_decision_by_form_names_the_language_of_the_applicant(empty_house: House) -> None:
    _closed(empty_house)
    fay = empty_house.person(FAY)
    say(empty_house, "show 3")
    form = fay.press("Decide").view
    assert form
    assert "For the applicant, written in French" in str(form.payload)
    assert "reason" in fay.submit(outcome="reserve", reason=" ", words=WORDS).errors
    fay.submit(outcome="reserve", reason="next in line", words=WORDS)
    last = empty_house.read(lambda db: tables.last_decision(db, the_submission(empty_house, "3").id))
    assert last
    assert (last.outcome, last.reason, last.words) == (S.RESERVE, "next in line", WORDS)
    fay.close()
    say(empty_house, "show 3")
    again = fay.press("Decide").view
    assert again
    assert WORDS in str(again.payload)


def test_who_is_selected_no_longer_is_no_team(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "decide challenge 1 reserve because of places words: Aguarde.")
    assert empty_house.read(lambda db: teams.active(db, 1)) == []
    say(empty_house, "decide challenge 1 select because a place is free words: Sim.")
    assert [team.name for team in empty_house.read(lambda db: teams.active(db, 1, TeamKind.OWNER))] == ["Ipê Lab"]


def test_steps_of_the_review_lead_forward_only(empty_house: House) -> None:
    _closed(empty_house, BRAZIL, NORWAY)

    def step(number: str, state: SubmissionState) -> bool:
        return empty_house.bot.writer.commit(
            lambda db, now: calls.advance(db, now, tables.named(db, 1, number)[0][1], state, "three reviews")
        )

    assert step("1", S.IN_REVIEW)
    assert step("1", S.SCORED)
    assert not step("1", S.IN_REVIEW)
    say(empty_house, "decide challenge 2 decline because of places")
    assert not step("2", S.SCORED)
    assert the_call(empty_house).state == CallState.UNDER_REVIEW
    assert "*1 scored*: 1 three reviews." in say(empty_house, "funnel challenge")
    say(empty_house, "accept 1 because its mandate was shown")
    assert the_submission(empty_house, "1").state == S.SCORED


# Letters


def test_nobody_is_left_out_by_an_oversight(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "decide challenge 2 reserve because next in line")
    said = say(empty_house, "notify challenge")
    assert "No decision yet: 5, 6, 7" in said
    assert "No words for the applicant yet: 2" in said
    empty_house.flush()
    assert _letters(empty_house, IPE.lead.email) == []
    assert "4 teams are told now" in say(empty_house, "notify challenge anyway")
    empty_house.flush()
    assert len(_letters(empty_house, IPE.lead.email)) == 1


def test_before_its_letter_a_selected_team_cannot_tell_by_any_path(house: House) -> None:
    """In an edition that lives already: a new team of it sees nothing of itself, and others nothing of the team."""
    fay, otto = house.person(FAY), house.person(TELAR.lead)
    fay.command("/sweetspot edition new Second edition")
    submit(house, CHILE)
    edition = 2
    say(house, "close challenge because the form was closed")
    say(house, "embargo challenge until 2026-10-20 10:00 Europe/Paris")
    say(house, "decide challenge 4 select because it is ripe words: Su reto es claro.")
    otto.command("/sweetspot edition use Second edition")
    assert "Your team" not in otto.command("/sweetspot me").text
    assert "This is what you can do now" not in otto.command("/sweetspot").text
    assert "Telar" not in str(otto.home())
    fay.command("/sweetspot edition announce owners")
    preview = fay.submit(text="Welcome to all owners").view
    assert preview
    assert "nobody" in str(preview.payload) or "0 people" in str(preview.payload)
    fay.close()
    assert house.read(lambda db: teams.told(db, edition)) == []
    say(house, "notify challenge")
    house.until("2026-10-20T07:59:00+00:00")
    assert "Your team" not in otto.command("/sweetspot me").text
    assert _letters(house, TELAR.lead.email) == []
    house.until("2026-10-20T08:00:00+00:00")
    assert "Your team: Telar" in otto.command("/sweetspot me").text
    assert len(_letters(house, TELAR.lead.email)) == 1


def test_who_was_selected_and_who_was_not_read_the_same_until_the_letter(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "embargo challenge until 2026-10-05 10:00 Europe/Paris")
    say(empty_house, "notify challenge anyway")
    empty_house.until("2026-10-05T07:59:00+00:00")
    for words in ("", " me", " help", " team thank Telar for x", " insight find queue", " team show Ipê Lab"):
        read = {
            empty_house.person(cast.lead).command(f"/sweetspot{words}").text.replace(cast.name, "")
            for cast in (IPE, MAPLE, TELAR)
        }
        assert len(read) == 1, words
    homes = {str(view.payload) for cast in (IPE, MAPLE) if (view := empty_house.person(cast.lead).home())}
    assert len(homes) == 1
    empty_house.until("2026-10-05T08:01:00+00:00")
    assert "Your team: Ipê Lab" in empty_house.person(IPE.lead).command("/sweetspot me").text
    assert "June Mercer" in empty_house.person(MAPLE.lead).command("/sweetspot me").text


def test_an_embargo_moved_holds_what_is_queued_and_the_letter_says_the_latest(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "embargo challenge until 2026-10-05 10:00 Europe/Paris")
    say(empty_house, "notify challenge anyway")
    say(empty_house, "embargo challenge until 2026-10-06 10:00 Europe/Paris")
    empty_house.until("2026-10-06T07:59:00+00:00")
    assert _letters(empty_house, MAPLE.lead.email) == []
    say(empty_house, "decide challenge 3 reserve because a place may come free words: Vous êtes en réserve.")
    say(empty_house, "decide challenge 4 withdraw because they wrote so")
    empty_house.until("2026-10-06T08:00:00+00:00")
    (letter,) = _letters(empty_house, MAPLE.lead.email)
    assert "Votre candidature figure sur la liste de réserve" in letter
    assert "Vous êtes en réserve." in letter
    assert WORDS not in letter
    assert _letters(empty_house, TELAR.lead.email) == []
    assert "Everybody has been told already" in say(empty_house, "embargo challenge until 2026-11-05 Europe/Paris")


def test_a_letter_comes_once_and_another_only_for_another_decision(empty_house: House) -> None:
    _decided(empty_house)
    for _ in range(3):
        say(empty_house, "notify challenge anyway")
        empty_house.flush()
    assert len(_letters(empty_house, MAPLE.lead.email)) == 1
    say(empty_house, "decide challenge 3 select because a place is free words: Une place s’est libérée.")
    empty_house.until("2026-10-02T08:00:00+00:00")
    assert len(_letters(empty_house, MAPLE.lead.email)) == 1
    for _ in range(2):
        say(empty_house, "notify challenge anyway")
        empty_house.flush()
    assert len(_letters(empty_house, MAPLE.lead.email)) == 2
    assert "Une place s’est libérée." in _letters(empty_house, MAPLE.lead.email)[-1]
    assert len(_letters(empty_house, IPE.lead.email)) == 1


def test_the_offer_of_the_cohort_is_answered_by_a_button(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "notify challenge anyway")
    empty_house.flush()
    catalina = empty_house.person(TELAR.lead)
    letter = catalina.dm()[-1]
    assert "Aceptar la plaza" in str(letter.blocks)
    empty_house.person(MAPLE.lead).press("call.accept", message=letter)
    assert the_submission(empty_house, "4").state == S.COHORT_OFFERED
    catalina.press("Aceptar la plaza", message=letter)
    assert the_submission(empty_house, "4").state == S.COHORT_ACCEPTED
    assert "ha aceptado la plaza" in catalina.dm()[-1].text
    assert [team.name for team in empty_house.read(lambda db: teams.active(db, 1, TeamKind.COHORT))] == ["Telar"]
    assert "has answered the offer" in say(empty_house, "decide challenge 4 decline because of places")
    assert "cohort accepted, by Catalina Rojas" in say(empty_house, "show 4")


def test_a_refused_offer_makes_no_team_and_a_written_answer_counts_too(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "decide challenge 7 cohort because it has much to give words: Grazie.")
    say(empty_house, "notify challenge anyway")
    empty_house.flush()
    empty_house.person(TELAR.lead).press("Rechazar")
    say(empty_house, "answer 7 accept because she wrote so on Monday")
    assert the_submission(empty_house, "4").state == S.COHORT_DECLINED
    assert the_submission(empty_house, "7").state == S.COHORT_ACCEPTED
    assert [team.name for team in empty_house.read(lambda db: teams.active(db, 1, TeamKind.COHORT))] == [ITALY.team]


def test_who_was_declined_can_talk_to_a_person(empty_house: House) -> None:
    _decided(empty_house)
    say(empty_house, "notify challenge anyway")
    empty_house.flush()
    june = empty_house.person(MAPLE.lead)
    june.press("Parler à une personne")
    assert "une personne vous écrira" in june.dm()[-1].text
    empty_house.flush()
    noted = [message.text for place in empty_house.sandbox.state.channels.values() for message in place.messages]
    assert any("June Mercer" in text for text in noted)


def test_a_letter_that_did_not_arrive_is_seen_and_tried_again(postbox: Postbox, empty_house: House) -> None:
    postbox.refused.add(ITALY.email)
    _closed(empty_house, ITALY, Applicant("8", "No Address", "Peru", "Nobody", "", "Spanish"))
    say(empty_house, "decide challenge 7,8 decline because others were ahead words: Grazie.")
    said = say(empty_house, "notify challenge")
    assert "No address was given by: 8" in said
    empty_house.until("2026-10-01T09:00:00+00:00")
    assert "1 failed, 1 not written" in say(empty_house, "letters challenge").replace(
        "1 not written, 1 failed", "1 failed, 1 not written"
    )
    assert "SMTPRecipientsRefused" in say(empty_house, "letters challenge")
    assert "SMTPRecipientsRefused" in empty_house.person(FAY).command("/sweetspot monday").text
    postbox.refused.clear()
    assert "1 letter that had not arrived is tried again" in say(empty_house, "notify challenge")
    empty_house.flush()
    assert [letter["To"] for letter in postbox.letters] == [ITALY.email]
    assert "sent" in say(empty_house, "letters challenge")


def test_people_are_written_to_in_the_language_of_their_form(empty_house: House) -> None:
    _closed(empty_house)
    say(empty_house, "decide challenge 1,2,3,4,5,6,7 decline because of places words: –")
    say(empty_house, "notify challenge")
    locales = {
        one.number: empty_house.read(lambda db, one=one: people.by_email(db, one.email).locale)  # type: ignore[misc,union-attr]
        for one in EVERYBODY
    }
    assert locales == {"1": "pt", "2": "en", "3": "fr", "4": "es", "5": "en", "6": "en", "7": "it"}


def test_an_import_says_nothing_to_anybody(empty_house: House) -> None:
    _begun(empty_house)
    submit(empty_house)
    empty_house.until("2026-10-03T08:00:00+00:00")
    assert not [message for one in (BRAZIL, CANADA, INDIA) for message in empty_house.person(one.email).dm()]


def test_letters_have_the_same_parts_in_every_language() -> None:
    """A branch or a name that one translation lacks would be English, or an error, on the day."""
    from bot.messages.texts import FOLDER

    marks = re.compile(r"{%.*?%}|{{.*?}}")
    for name in ("call_decided.md.j2", "call_answered.md.j2"):
        logic = {
            place: [part for part in marks.findall((FOLDER / place / name).read_text("utf-8")) if part.startswith("{%")]
            for place in ("en", "fr", "es", "pt", "it")
        }
        assert all(parts == logic["en"] for parts in logic.values()), name


# One team has one place


AGAIN = Applicant("8", IPE.name, "Brasil", "Bia Reis", "bia@ipe.example", "Portuguese")


def test_a_second_submission_of_a_selected_team_is_refused_by_name(empty_house: House) -> None:
    _closed(empty_house, BRAZIL, AGAIN)
    say(empty_house, "decide challenge 1 select because it is ripe")
    said = say(empty_house, "decide challenge 8 select because it is riper")
    assert f"8 is of {IPE.name}, and the owner team {IPE.name} is in the edition already by its submission 1" in said
    say(empty_house, "decide challenge 1 decline because of places")
    assert "decide on 1 instead" in say(empty_house, "decide challenge 8 select because it is riper")
    assert the_submission(empty_house, "8").state == S.RECEIVED


def test_two_submissions_of_one_team_are_not_selected_at_once(empty_house: House) -> None:
    _closed(empty_house, BRAZIL, AGAIN)
    assert f"1 and 8 are both of {IPE.name}" in say(empty_house, "decide challenge 1,8 select because they are ripe")
    assert the_submission(empty_house, "1").state == S.RECEIVED
