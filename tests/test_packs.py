"""The pack for a ministry: cleared things alone, thinned out by the team, approved by who signs for it."""

from datetime import datetime

from bot.messages import packs as messages
from bot.messages.reader import Reader
from bot.programme import packs
from storage import teams
from storage.checkins import Sharing
from storage.db import Db
from storage.insights import Insight, InsightState
from storage.packs import PackState, drafted
from storage.thanks import Thanks, ThanksState
from tests.cast import FAY, KOTARE, MAPLE
from tests.house import START, House

MONDAY = "2026-10-04T22:00:00+00:00"
PUBLIC, NAMED, KEPT, OTHERS = "<b>Queues</b> & trust", "Carers read letters", "Not yet said", "Maple's own"


def _furnish(house: House) -> int:
    def work(db: Db, now: datetime) -> int:
        kotare, maple = (teams.by_name(db, house.edition_id, team.name) for team in (KOTARE, MAPLE))
        assert kotare
        assert maple
        edition = house.edition_id
        for team, text, level, state in (
            (kotare, PUBLIC, Sharing.PUBLIC, InsightState.RELEASED),
            (kotare, NAMED, Sharing.EDITION, InsightState.RELEASED),
            (kotare, KEPT, Sharing.PUBLIC, InsightState.PROPOSED),
            (maple, OTHERS, Sharing.PUBLIC, InsightState.RELEASED),
        ):
            db.add(Insight(edition_id=edition, team_id=team.id, text=text, sharing=level, state=state, at=now))
        for text, shown in (("Shown thanks", ThanksState.SHOWN), ("Kept thanks", ThanksState.KEPT)):
            db.add(Thanks(edition_id=edition, to_team_id=kotare.id, text=text, state=shown, at=now))
        return kotare.id

    return house.bot.writer.commit(work)


def test_only_what_is_cleared_and_the_teams_own(house: House) -> None:
    team = _furnish(house)
    house.until(MONDAY)
    mereana = house.person(KOTARE.lead)
    shown = mereana.command("/sweetspot team pack").text
    assert "Queues" in shown
    assert "Shown thanks" in shown
    for hidden in (NAMED, KEPT, OTHERS, "Kept thanks"):
        assert hidden not in shown
    mereana.press("Leave something out")
    mereana.submit(struck=[key for key in house.read(lambda db: _keys(db, team)) if key.startswith("thanks")])
    assert NAMED in str(mereana.view)
    assert "Shown thanks" not in str(mereana.view)


def _keys(db: Db, team: int) -> list[str]:
    row = drafted(db, team)
    assert row
    return [key for key, _, _ in row.items]


def test_approved_by_a_signer_and_delivered_whole(house: House) -> None:
    team = _furnish(house)
    house.until(MONDAY)
    preview = house.person(FAY).command("/sweetspot team pack Kotare").messages[-1]
    house.person(FAY).press("Approve and deliver", message=preview)
    assert house.read(lambda db: drafted(db, team))
    mereana = house.person(KOTARE.lead)
    preview = mereana.command("/sweetspot team pack").messages[-1]
    for _ in range(2):
        mereana.press("Approve and deliver", message=preview)
    house.flush()
    told = [item for item in mereana.dm() if "The pack for your ministry" in item.text]
    assert len(told) == 1
    assert "&lt;b&gt;Queues" in told[0].text
    files = [house.sandbox.state.files[file] for item in mereana.dm() for file in item.files]
    assert [file.name for file in files] == ["pack.html"]
    assert b"&lt;b&gt;Queues&lt;/b&gt; &amp; trust" in files[0].data


def test_what_was_taken_back_before_the_approval_is_left_out(house: House) -> None:
    team = _furnish(house)
    house.until(MONDAY)
    mereana = house.person(KOTARE.lead)
    mereana.command("/sweetspot team pack")

    def take_back(db: Db, now: datetime) -> list[tuple[str, list[str]]]:
        row = drafted(db, team)
        assert row
        for key, _, _ in row.items:
            if key.startswith("insight"):
                db.get_one(Insight, int(key.partition("-")[2])).state = InsightState.RETRACTED
        db.flush()
        lead = teams.members(db, team)[0]
        done, _ = packs.approve(db, now, lead, row.id)
        assert done.state == PackState.APPROVED
        return packs.shown(done)

    assert house.bot.writer.commit(take_back) == [("thanks", ["Shown thanks"])]


def test_the_page_is_whole_and_escaped() -> None:
    parts = [("insights", [PUBLIC])]
    page = messages.page(reader=Reader(), day=START, parts=parts, team="A & B", organisation="", edition="One")
    assert "<b>" not in page
    assert "&lt;b&gt;Queues&lt;/b&gt; &amp; trust" in page
    assert '<html lang="en">' in page
    assert "http" not in page
    assert "What we learned" in page
