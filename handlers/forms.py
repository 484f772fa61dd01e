"""Modal answers into values: a form, or what is wrong with which field."""

from datetime import date

from bot.programme.checkins import Answer, Lamp
from storage.checkins import HelpFrom, Light, Result, Sharing
from storage.loops import Course

Fields = dict[str, str]
NEEDED = ("hypothesis", "tried")
WORDS = (*NEEDED, "observed", "learned", "help_wanted", "next_step", "next_by", "thank_for")


def parse_checkin(fields: Fields, today: date, kept: date | None = None) -> Answer | Fields:
    """“Nothing yet” is a good answer, and needs no other words.

    `kept` is the day that was promised before: it may have passed since.
    """
    said = {name: fields.get(name, "").strip() for name in WORDS}
    result = Result(fields["result"])
    next_on = date.fromisoformat(fields["next_on"]) if fields.get("next_on") else None
    if wrong := _missing(fields, said, result) | _passed(next_on, today, kept):
        return wrong
    return Answer(
        **said,
        result=result,
        confidence=int(fields["confidence"]) if fields.get("confidence") else None,
        help_from=HelpFrom(fields["help_from"]) if fields.get("help_from") and said["help_wanted"] else None,
        next_on=next_on,
        course=Course(fields["course"]) if fields.get("course") else None,
        statement_changed=fields["statement_changed"] == "yes" if fields.get("statement_changed") else None,
        sharing=Sharing(fields.get("sharing") or Sharing.WORKSPACE),
        lights=_lights(fields),
        thank_to=int(fields["thank_to"]) if fields.get("thank_to") else None,
    )


def _missing(fields: Fields, said: Fields, result: Result) -> Fields:
    needed = () if result == Result.NOTHING_YET else NEEDED
    wrong = {name: "Please say this in a few words, or choose “Nothing yet”." for name in needed if not said[name]}
    if fields.get("thank_to") and not said["thank_for"]:
        wrong["thank_for"] = "Please say in a few words what for, or choose nobody above."
    if said["thank_for"] and not fields.get("thank_to"):
        wrong["thank_for"] = "Please choose above whom you thank."
    return wrong | {
        f"line_{team}": "Please choose a colour above as well."
        for team, lamp in _lights(fields).items()
        if lamp.line and not lamp.light
    }


def _passed(next_on: date | None, today: date, kept: date | None) -> Fields:
    gone = next_on is not None and next_on < today and next_on != kept
    return {"next_on": "This day has passed. Please choose a later one."} if gone else {}


def _lights(fields: Fields) -> dict[int, Lamp]:
    teams = [name.removeprefix("light_") for name in fields if name.startswith("light_")]
    return {
        int(team): Lamp(
            Light(fields[f"light_{team}"]) if fields[f"light_{team}"] else None, fields.get(f"line_{team}", "").strip()
        )
        for team in teams
        if team.isdigit()
    }
