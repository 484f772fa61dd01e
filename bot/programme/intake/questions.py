"""One definition of each call's questions: the import mapping, the review card and the report's table come from it."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz

from bot.programme.intake.words import folded
from storage.calls import CallKind

CLOSE_ENOUGH = 86
ALMOST = 100
"""The best that likeness alone can be; a wording that is known counts for more."""
NUMBERING = re.compile(r"^\s*(?:q(?:uestion)?\s*\d+\s*[.):\-]?|\d+\s*[.):\-])\s*", re.IGNORECASE)
HINT = re.compile(
    r"\((?:select|choose|tick|if known|optional|required|mandatory|max|up to|all that)[^)]*\)", re.IGNORECASE
)


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
    personal: bool = False
    """Says who the contact is: hidden from reviewers who judge blind."""
    card: bool = True
    """Stands on the review card. What only the form tool or the secretariat needs does not."""


Q, V = Question, Value
TEAM = (
    Q("team", "Team name", required=True, also=("Team", "Name of the team", "Nombre del equipo", "Nom de l’équipe",
      "Nome da equipa", "Nome da equipe", "Nome del gruppo", "Teamname", "Equipo", "Équipe", "Equipe")),
    Q("organisation", "Organisation (official name)", required=True, also=("Organisation", "Institution",
      "Name of organisation", "Official name", "Organización", "Organização", "Organizzazione", "Behörde")),
    Q("organisation_en", "Organisation (name in English)", also=("Organisation in English", "Organisation (English)",
      "Name in English", "organisation_en")),
    Q("country", "Country", V.COUNTRY, True, ("País", "Pays", "Paese", "Land", "Country of the team", "Country name",
      "What is your country?")),
    Q("level", "Level of government", also=("Government level", "Tier of government", "Nivel de gobierno",
      "Niveau de gouvernement", "Nível de governo", "Livello di governo", "Verwaltungsebene")),
    Q("city", "City", also=("Town", "Ciudad", "Ville", "Cidade", "Città", "Stadt")),
    Q("zone", "Time zone (if known)", V.ZONE, also=("Timezone", "time_zone", "Zona horaria", "Fuseau horaire",
      "Fuso horário", "Fuso orario", "Zeitzone")),
    Q("contact", "Contact person", required=True, also=("Contact", "Name of contact", "Contact name", "Main contact",
      "Persona de contacto", "Personne de contact", "Pessoa de contacto", "Persona di contatto", "Ansprechperson"),
      personal=True),
    Q("email", "E-mail", V.EMAIL, True, ("Email", "E-mail address", "Mail", "Contact e-mail", "E-mail of contact",
      "Correo electrónico", "Courriel", "Adresse électronique", "Adresse e-mail",
      "Endereço de e-mail", "Posta elettronica"), personal=True),
    Q("role", "Role", also=("Function", "Position", "Job title", "Cargo", "Fonction", "Funzione", "Rolle"),
      personal=True),
    Q("languages", "Working languages (select all that apply)", V.LANGUAGES, True, ("Languages", "Language skills",
      "Idiomas de trabajo", "Langues de travail", "Línguas de trabalho", "Lingue di lavoro", "Arbeitssprachen")),
)  # fmt: skip
FORM = (
    Q(
        "response_id",
        "Response ID",
        also=("#", "ID", "No.", "Nr.", "Submission ID", "Respondent ID", "Entry ID"),
        card=False,
    ),
    Q(
        "form_language",
        "Form language",
        V.LANGUAGE,
        also=("Language of the form", "Start language", "Locale"),
        card=False,
    ),
)
END = (
    Q(
        "cohort",
        "If not selected, may we consider you for the learning cohort?",
        also=("If not selected: learning cohort?",),
        card=False,
    ),
    Q(
        "consent",
        "Consent to processing of personal data",
        V.CONSENT,
        True,
        ("Data protection consent", "GDPR consent"),
        card=False,
    ),
    Q("data_source", "data_source", card=False),
)
QUESTIONS: dict[CallKind, tuple[Question, ...]] = {
    CallKind.CHALLENGE: (
        *FORM,
        Q(
            "submitted_at",
            "Date submitted",
            V.INSTANT,
            True,
            (
                "Submitted",
                "Submitted at",
                "Submission date",
                "Completed",
                "Timestamp",
                "Time of submission",
                "Completion time",
                "Fecha de envío",
                "Date de soumission",
                "Data de envio",
                "Data di invio",
            ),
            card=False,
        ),
        Q("status", "Status", also=("Response status",), card=False),
        *TEAM,
        Q("people", "How many people would take part?", V.NUMBER, also=("Number of people", "Participants")),
        Q(
            "title",
            "Title of your challenge",
            required=True,
            also=("Title", "Challenge title", "Título", "Titre", "Titolo"),
        ),
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
        Q("source", "How did you hear about us?", card=False),
        Q("links", "Links / attachments", also=("Links", "Attachments")),
    ),
    CallKind.SOLUTION: (
        *FORM,
        Q("started_at", "Started", V.INSTANT, card=False),
        Q(
            "submitted_at",
            "Completed",
            V.INSTANT,
            True,
            ("Date submitted", "Submitted", "Submission date", "Timestamp", "Completion time"),
            card=False,
        ),
        *TEAM,
        Q("challenges", "Which challenge(s) does your experience speak to?", V.CHOICES, True, ("Challenges",)),
        Q("title", "Name of the initiative", required=True, also=("Initiative",)),
        Q("done", "What did you do?", V.LONG, True),
        Q("results", "What changed? Results and evidence", V.LONG, also=("Results",)),
        Q("not_worked", "What did not work, or what would you do differently?", V.LONG, also=("What did not work?",)),
        Q("offer", "What can you offer? (select all)", V.CHOICES, also=("What can you offer?", "Offer")),
        Q("hours", "Hours per month you can give (team)", also=("Hours per month",)),
        Q("maturity", "Maturity"),
        Q("learn", "What would you like to learn yourself?", V.LONG),
        Q("restricted", "Anything confidential or restricted?"),
        *END,
    ),
    CallKind.COHORT: (
        Q("response_id", "cohort_team_id", also=("Team ID", "ID", "#"), card=False),
        *TEAM,
        Q("country_code", "country_iso2", V.COUNTRY, also=("Country code", "ISO code"), card=False),
        Q("title", "challenge_title", also=("Title", "Challenge")),
        Q("need", "need", V.LONG, also=("What do you need?",)),
        Q("offer", "offer", V.LONG, also=("What can you offer?",)),
        Q("themes", "themes", V.CHOICES, also=("Policy themes",)),
        Q("priorities", "session_priorities"),
        Q("sitting", "preferred_sitting"),
        Q("access", "slack_access", also=("Access path",), card=False),
        Q("lead", "lead_contact", personal=True),
        Q("source_application", "source_application", card=False),
        Q("status", "track_status", card=False),
        Q("data_source", "data_source", card=False),
    ),
}
OPTIONAL_FOR_COHORT = {"contact", "email", "organisation"}


@dataclass(frozen=True)
class Mapping:
    """Header by question key; what no question claims is listed."""

    columns: dict[str, str]
    unmatched: list[str] = field(default_factory=list)
    uncertain: frozenset[str] = frozenset()
    """Questions whose column only reads almost the same."""


def propose_mapping(kind: CallKind, headers: list[str]) -> Mapping:
    """The likeliest pairs first: the very words, then another wording, then what reads almost the same."""
    pairs = [
        (_likeness(question, header), place, question.key, header)
        for place, header in enumerate(headers)
        for question in QUESTIONS[kind]
    ]
    columns: dict[str, str] = {}
    uncertain = set()
    for score, _, key, header in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if score >= CLOSE_ENOUGH and key not in columns and header not in columns.values():
            columns[key] = header
            uncertain |= {key} if score <= ALMOST else set()
    unmatched = [header for header in headers if header not in columns.values()]
    return Mapping(columns, unmatched, frozenset(uncertain))


def question(kind: CallKind, key: str) -> Question:
    return next(one for one in QUESTIONS[kind] if one.key == key)


def required(kind: CallKind) -> list[Question]:
    loose = OPTIONAL_FOR_COHORT if kind == CallKind.COHORT else set()
    return [question for question in QUESTIONS[kind] if question.required and question.key not in loose]


def _likeness(question: Question, header: str) -> float:
    named = _bare(header)
    if named in {_bare(question.label), _bare(question.key)}:
        return 102
    wordings = [_bare(wording) for wording in question.also]
    if named in wordings:
        return 101
    long = [wording for wording in (_bare(question.label), *wordings) if len(wording) > 5]
    return max(
        (max(fuzz.ratio(named, wording), fuzz.token_sort_ratio(named, wording)) for wording in long), default=0.0
    )


@cache
def _bare(text: str) -> str:
    """Without a number before it and a hint behind it; American spelling counts as British."""
    plain = folded(NUMBERING.sub("", HINT.sub("", text))) or text.strip()
    return plain.replace("organiz", "organis").replace("e mail", "email")
