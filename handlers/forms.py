"""Modal answers into values: a form, or what is wrong with which field."""

from datetime import date

from bot.programme.checkins import Answer
from storage.checkins import Light, Result, Sharing

Fields = dict[str, str]
NEEDED = ("hypothesis", "tried")
WORDS = (*NEEDED, "observed", "learned", "help_wanted", "next_step")


def parse_checkin(fields: Fields, today: date, kept: date | None = None) -> Answer | Fields:
    """“Nothing yet” is a good answer, and needs no other words.

    `kept` is the day that was promised before: it may have passed since.
    """
    said = {name: fields.get(name, "").strip() for name in WORDS}
    result = Result(fields["result"])
    needed = () if result == Result.NOTHING_YET else NEEDED
    wrong = {name: "Please say this in a few words, or choose “Nothing yet”." for name in needed if not said[name]}
    next_on = date.fromisoformat(fields["next_on"]) if fields.get("next_on") else None
    if next_on and next_on < today and next_on != kept:
        wrong["next_on"] = "This day has passed. Please choose a later one."
    lights = _lights(fields)
    if fields.get("light_line", "").strip() and not lights:
        wrong["light_line"] = "Please choose a colour above as well, so that we know whom this is about."
    if wrong:
        return wrong
    return Answer(
        **said,
        result=result,
        confidence=int(fields["confidence"]) if fields.get("confidence") else None,
        next_on=next_on,
        sharing=Sharing(fields.get("sharing") or Sharing.WORKSPACE),
        lights=lights,
        light_line=fields.get("light_line", "").strip(),
    )


def _lights(fields: Fields) -> dict[int, Light]:
    given = {name.removeprefix("light_"): value for name, value in fields.items() if name.startswith("light_")}
    return {int(team): Light(value) for team, value in given.items() if team.isdigit() and value}
