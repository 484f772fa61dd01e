"""One definition of each call's questions: the import mapping, the review card and the report's table come from it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from bot.programme.intake.words import folded
from storage.calls import CallKind

CLOSE_ENOUGH = 86


class Value(StrEnum):
    """How an answer is read."""

    TEXT = "text"
    LONG = "long"
    INSTANT = "instant"
    COUNTRY = "country"
    LANGUAGE = "language"
    LANGUAGES = "languages"
    CHOICES = "choices"
    NUMBER = "number"
    EMAIL = "email"
    ZONE = "zone"
    CONSENT = "consent"


@dataclass(frozen=True)
class Question:
    key: str
    label: str
    value: Value = Value.TEXT
    required: bool = False
    also: tuple[str, ...] = ()
    """Other wordings of the column's name."""


Q, V = Question, Value
TEAM = (
    Q("team", "Team name", required=True, also=("Team", "Name of the team", "Equipo", "Équipe", "Equipe")),
    Q(
        "organisation",
        "Organisation (official name)",
        required=True,
        also=("Organisation", "Organization", "Institution"),
    ),
    Q("organisation_en", "Organisation (name in English)", also=("Organisation in English", "Organization (English)")),
    Q("country", "Country", V.COUNTRY, True, ("País", "Pays", "Paese", "Land", "Country of the team")),
    Q("level", "Level of government", also=("Government level", "Tier of government")),
    Q("city", "City", also=("Town", "Ciudad", "Ville")),
    Q("zone", "Time zone (if known)", V.ZONE, also=("Time zone", "Timezone", "time_zone")),
    Q("contact", "Contact person", required=True, also=("Contact", "Name of contact", "Contact name")),
    Q("email", "E-mail", V.EMAIL, True, ("Email", "E-mail address", "Mail", "Correo electrónico", "Courriel")),
    Q("role", "Role", also=("Function", "Position")),
    Q("languages", "Working languages (select all that apply)", V.LANGUAGES, also=("Working languages", "Languages")),
)
FORM = (
    Q("response_id", "Response ID", also=("#", "ID", "No.", "Submission ID", "Respondent ID")),
    Q("form_language", "Form language", V.LANGUAGE, also=("Language of the form", "Locale")),
)
END = (
    Q(
        "cohort",
        "If not selected, may we consider you for the learning cohort?",
        also=("If not selected: learning cohort?",),
    ),
    Q(
        "consent",
        "Consent to processing of personal data",
        V.CONSENT,
        True,
        ("Data protection consent", "GDPR consent"),
    ),
    Q("data_source", "data_source"),
)
QUESTIONS: dict[CallKind, tuple[Question, ...]] = {
    CallKind.CHALLENGE: (
        *FORM,
        Q("submitted_at", "Date submitted", V.INSTANT, also=("Submitted", "Submission date", "Completed", "Timestamp")),
        Q("status", "Status", also=("Response status",)),
        *TEAM,
        Q("people", "How many people would take part?", V.NUMBER, also=("Number of people", "Participants")),
        Q("title", "Title of your challenge", required=True, also=("Title", "Challenge title")),
        Q("question", "Your challenge in one question (How can we…?)", required=True, also=("Challenge question",)),
        Q("context", "Describe the challenge: context, who is affected, what you know", V.LONG, True, ("Description",)),
        Q("tried", "What have you tried, and what did not work?", V.LONG, True, ("What was tried",)),
        Q("learn", "What would you like to learn from other governments?", V.LONG, also=("What to learn",)),
        Q("stage", "Stage (select one)", also=("Stage",)),
        Q("themes", "Policy themes (select all that apply)", V.CHOICES, also=("Policy themes", "Themes")),
        Q(
            "concerned",
            "People concerned (select all that apply)",
            V.CHOICES,
            also=("People concerned", "Target groups"),
        ),
        Q("sponsor", "Do you have a senior sponsor?", also=("Sponsor",)),
        Q("hours", "Time your team can give per month", also=("Hours per month",)),
        Q("safe_space", "Would you share work in progress and failures under the safe-space rules?"),
        *END,
        Q("source", "How did you hear about us?"),
        Q("links", "Links / attachments", also=("Links", "Attachments")),
    ),
    CallKind.SOLUTION: (
        *FORM,
        Q("started_at", "Started", V.INSTANT),
        Q("submitted_at", "Completed", V.INSTANT, also=("Date submitted", "Submitted", "Submission date")),
        *TEAM,
        Q("challenges", "Which challenge(s) does your experience speak to?", V.CHOICES, True, ("Challenges",)),
        Q("title", "Name of the initiative", required=True, also=("Initiative",)),
        Q("done", "What did you do?", V.LONG, True),
        Q("results", "What changed? Results and evidence", V.LONG, also=("Results",)),
        Q("not_worked", "What did not work, or what would you do differently?", V.LONG),
        Q("offer", "What can you offer? (select all)", V.CHOICES, also=("What can you offer?", "Offer")),
        Q("hours", "Hours per month you can give (team)", also=("Hours per month",)),
        Q("maturity", "Maturity"),
        Q("learn", "What would you like to learn yourself?", V.LONG),
        Q("restricted", "Anything confidential or restricted?"),
        *END,
    ),
    CallKind.COHORT: (
        Q("response_id", "cohort_team_id", also=("Team ID", "ID", "#")),
        *TEAM,
        Q("country_code", "country_iso2"),
        Q("title", "challenge_title", also=("Title", "Challenge")),
        Q("need", "need", V.LONG, also=("What do you need?",)),
        Q("offer", "offer", V.LONG, also=("What can you offer?",)),
        Q("themes", "themes", V.CHOICES, also=("Policy themes",)),
        Q("priorities", "session_priorities"),
        Q("sitting", "preferred_sitting"),
        Q("access", "slack_access", also=("Access path",)),
        Q("lead", "lead_contact"),
        Q("source_application", "source_application"),
        Q("status", "track_status"),
        Q("data_source", "data_source"),
    ),
}
OPTIONAL_FOR_COHORT = {"contact", "email", "organisation"}


@dataclass(frozen=True)
class Mapping:
    """Header by question key; what no question claims is listed."""

    columns: dict[str, str]
    unmatched: list[str] = field(default_factory=list)


def propose_mapping(kind: CallKind, headers: list[str]) -> Mapping:
    """By the very words, then by another wording, then by what reads almost the same."""
    left = list(headers)
    columns: dict[str, str] = {}
    for score in (_same, _also, _alike):
        for question in QUESTIONS[kind]:
            if question.key not in columns and (best := _best(question, left, score)):
                columns[question.key] = best
                left.remove(best)
    return Mapping(columns, left)


def required(kind: CallKind) -> list[Question]:
    loose = OPTIONAL_FOR_COHORT if kind == CallKind.COHORT else set()
    return [question for question in QUESTIONS[kind] if question.required and question.key not in loose]


def _best(question: Question, headers: list[str], score: Callable[[Question, str], float]) -> str | None:
    rated = [(score(question, header), header) for header in headers]
    found = max(rated, default=(0.0, ""), key=lambda pair: pair[0])
    return found[1] if found[0] >= CLOSE_ENOUGH else None


def _same(question: Question, header: str) -> float:
    return 100.0 * (folded(header) in {folded(question.label), folded(question.key)})


def _also(question: Question, header: str) -> float:
    return 100.0 * (folded(header) in {folded(words) for words in question.also})


def _alike(question: Question, header: str) -> float:
    wordings = [question.label, *(words for words in question.also if len(words) > 5)]
    return max(fuzz.ratio(folded(header), folded(words)) for words in wordings)
