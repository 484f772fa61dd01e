"""Submissions to a call: by people of the cast in five languages, and by one whom Slack does not know."""

from dataclasses import dataclass

from storage import calls as tables
from storage.calls import Call, CallKind, Submission
from tests.cast import FAY, FJORD, IPE, KOTARE, MAPLE, SETU, TELAR, Cast
from tests.house import House
from tests.importing import bring_in

HEAD = (
    "Response ID;Form language;Date submitted;Status;Team name;Organisation (official name);Country;"
    "Level of government;Contact person;E-mail;Working languages;Title of your challenge;"
    "Your challenge in one question (How can we…?);"
    "Describe the challenge: context, who is affected, what you know;What have you tried, and what did not work?;"
    "Consent to processing of personal data"
)
COUNTRIES = {"BR": "Brasil", "IN": "India", "NO": "Norge", "CA": "Canada", "NZ": "New Zealand", "CL": "Chile"}


@dataclass(frozen=True)
class Applicant:
    number: str
    team: str
    country: str
    contact: str
    email: str
    language: str
    organisation: str = ""
    submitted: str = "2026-10-02T09:00:00Z"
    consent: str = "Yes"

    def row(self) -> str:
        cells = [
            *(self.number, self.language, self.submitted, "Complete", self.team),
            *(self.organisation or f"Agency of {self.team}", self.country, "National", self.contact, self.email),
            *("English", f"Queues in {self.team}", "How can we make the queue fair?", "People wait.", "A form."),
            self.consent,
        ]
        return ";".join(cells)


def of(number: str, cast: Cast, language: str) -> Applicant:
    return Applicant(number, cast.name, COUNTRIES[cast.country], cast.lead.name, cast.lead.email, language)


BRAZIL, NORWAY, CANADA = of("1", IPE, "Portuguese"), of("2", FJORD, "English"), of("3", MAPLE, "French")
CHILE, INDIA, ZEALAND = of("4", TELAR, "Spanish"), of("5", SETU, "English"), of("6", KOTARE, "English")
ITALY = Applicant("7", "Officina Civica", "Italia", "Lucia Ferri", "lucia@officina-civica.example", "Italian")
EVERYBODY = (BRAZIL, NORWAY, CANADA, CHILE, INDIA, ZEALAND, ITALY)


def submit(house: House, *applicants: Applicant, kind: CallKind = CallKind.CHALLENGE) -> None:
    """What the operator's import does."""
    bring_in(house, kind, [HEAD, *(one.row() for one in applicants or EVERYBODY)])


def say(house: House, words: str) -> str:
    """The facilitator's command, and what came back."""
    return house.person(FAY).command(f"/sweetspot call {words}").text


def the_call(house: House, kind: CallKind = CallKind.CHALLENGE) -> Call:
    found = house.read(lambda db: tables.of_kind(db, 1, kind))
    assert found
    return found


def the_submission(house: House, number: str) -> Submission:
    return house.read(lambda db: tables.named(db, 1, number)[0][1])
