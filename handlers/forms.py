"""Modal answers into values: a form, or what is wrong with which field."""

from datetime import date

from bot.programme.checkins import Answer
from storage.checkins import Result, Sharing

Fields = dict[str, str]


def parse_checkin(fields: Fields) -> Answer | Fields:
    wrong = {
        name: "Please say this in a few words." for name in ("hypothesis", "tried") if not fields.get(name, "").strip()
    }
    if wrong:
        return wrong
    return Answer(
        hypothesis=fields["hypothesis"].strip(),
        tried=fields["tried"].strip(),
        learned=fields.get("learned", "").strip(),
        result=Result(fields["result"]),
        observed=fields.get("observed", "").strip(),
        confidence=int(fields["confidence"]) if fields.get("confidence") else None,
        help_wanted=fields.get("help_wanted", "").strip(),
        next_step=fields.get("next_step", "").strip(),
        next_on=date.fromisoformat(fields["next_on"]) if fields.get("next_on") else None,
        sharing=Sharing(fields.get("sharing") or Sharing.WORKSPACE),
    )
