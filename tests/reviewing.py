"""Three applications and four reviewers, for the tests of reviews: what they do, and what they see."""

from bot.sandbox.keyboard import Keyboard
from storage import people, reviews
from storage.calls import CallKind
from storage.db import Db
from storage.reviews import Assignment, AssignmentState
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, Actor
from tests.house import House
from tests.importing import bring_in

RITA, OLAF, JUNE, HEMI = IPE.deputy, FJORD.deputy, MAPLE.lead, KOTARE.deputy
REVIEWERS = (RITA, OLAF, JUNE, HEMI)
SECRET = "Forty-one thousand people wait"
HEAD = (
    "Response ID;Form language;Team name;Organisation (official name);Country;Level of government;Contact person;"
    "E-mail;Working languages;Title of your challenge;Your challenge in one question (How can we…?);"
    "Describe the challenge: context, who is affected, what you know;What have you tried, and what did not work?;"
    "Policy themes;Date submitted;Consent to processing of personal data"
)
APPLICANTS = (
    ("1", "Português", "Araucária", "Ipê Lab (fictitious)", "Brazil", "Estadual / regional", "Marina Teles"),
    ("2", "English", "Neem Office", "Setu Office (fictitious)", "India", "National / federal", "Ananya Rao"),
    ("3", "English", "Kowhai", "Kowhai Council (fictitious)", "Kenya", "Local / municipal", "Amina Otieno"),
)
TAIL = (
    "{0}@applicant{0}.example", "English", "Title {0}", "How can we {0}?", SECRET + " {0}, says {6}.", "A poster.",
    "Health & care", "2026-09-30T10:00:00Z", "Yes",
)  # fmt: skip
SCORES = {"relevance": 4, "clarity": 3, "transferability": 4, "readiness": 3, "openness": 5, "people": 2}


def prepared(house: House, *, until: str = "") -> None:
    """Three applications, four reviewers, three reviews each, given out."""
    called(house)
    fay = house.person(FAY)
    fay.command(f"/sweetspot review assign challenge per 3 load 3 {until}")
    assert "are given out" in fay.press("Give them out").text
    house.until("2026-10-01T13:00:00+00:00")


def called(house: House) -> None:
    """The applications are in, and the reviewers are named."""
    lines = [HEAD, *(";".join([*row, *(part.format(*row) for part in TAIL)]) for row in APPLICANTS)]
    bring_in(house, CallKind.CHALLENGE, lines)
    fay = house.person(FAY)
    for actor in REVIEWERS:
        fay.command(f"/sweetspot edition add reviewer {actor.email} {actor.name}")


def introduced(who: Keyboard, organisation: str = "Audit Office", country: str = "Chile", knows: str = "") -> None:
    """The first modal asks who the reviewer is."""
    who.command("/sweetspot review next")
    assert who.submit(organisation=organisation, country=country, languages=["English"], knows=knows).errors == {}


def reviewed(who: Keyboard, comment: str = "Well argued.", **scores: int) -> None:
    """One whole review of what comes next."""
    if who.view is None:
        who.command("/sweetspot review next")
    if "Do you have a conflict" in shown(who):
        who.press("No conflict")
    handed_in(who, comment, **scores)


def handed_in(who: Keyboard, comment: str = "Well argued.", **scores: int) -> None:
    """The form that is open."""
    assert who.submit(comment=comment, **{name: str(score) for name, score in (SCORES | scores).items()}).errors == {}


def shown(who: Keyboard) -> str:
    """Every word of the modal that is open."""
    return str(who.view.payload["blocks"]) if who.view else ""


def mine(house: House, who: Actor) -> list[Assignment]:
    """All that was ever given to a reviewer."""

    def find(db: Db) -> list[Assignment]:
        person = people.by_email(db, who.email)
        assert person
        return reviews.of_reviewer(db, house.edition_id, person.id, *AssignmentState)

    return house.read(find)


def told(house: House, actor: Actor, words: str) -> list[str]:
    """What the bot said to somebody unasked that has these words."""
    return [message.text for message in house.person(actor).dm() if words in message.text]
