"""Who may not apply, as far as names tell: only public bodies may, and a person decides."""

import re
from typing import Any

from bot.programme.intake.words import folded

COMPANY = re.compile(
    r"\b(ltd|limited|inc|llc|llp|gmbh|sarl|s a r l|srl|s r l|pvt|plc|pty|ngo|ong|start up|startup|non profit|nonprofit"
    r"|non governmental|consulting|consultancy)\b"
)
PERHAPS = re.compile(
    r"\b(company|association|foundation|charity|cooperative|civil society|fundacion|fondation|verein)\b"
)
NOT_GOVERNMENT = re.compile(
    r"\b(private|company|ngo|non governmental|civil society|non profit|nonprofit|start up|business)\b"
)
UNCLEAR = {"other", "otro", "otra", "autre", "outro", "altro", "andere", "sonstige", "none", "n a"}


def doubt(answers: dict[str, Any]) -> tuple[str, str, str] | None:
    """The question, the code and the words of what speaks against a public body."""
    name = folded(" ".join(str(answers.get(key) or "") for key in ("organisation", "organisation_en", "team")))
    level = folded(str(answers.get("level") or ""))
    unclear = not level or level in UNCLEAR
    if found := COMPANY.search(name) or (PERHAPS.search(name) if unclear else None):
        return (
            "organisation",
            "ineligible",
            f"Only public bodies may apply, and this name says {found[0]}. A person decides.",
        )
    if found := NOT_GOVERNMENT.search(level):
        return "level", "ineligible", f"Only public bodies may apply, and this says {found[0]}. A person decides."
    if level in UNCLEAR:
        return "level", "ambiguous", "Only public bodies may apply. Ask the team what kind of body it is."
    return None
