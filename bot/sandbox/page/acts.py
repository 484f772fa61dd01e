"""What a sent form does: the verbs of the person at the keyboard, and of the clock."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.datastructures import FormData, UploadFile

from bot.sandbox import forms
from bot.sandbox.keyboard import Keyboard
from bot.sandbox.link import NoAnswerError
from bot.sandbox.page import fields
from bot.sandbox.page.reader import Where
from bot.sandbox.page.scene import STEPS, Trouble
from bot.sandbox.state import Message

if TYPE_CHECKING:
    from bot.sandbox.server import Sandbox

Act = Callable[["Sandbox", Where, FormData], Trouble | None]
NO_ANSWER = "The app did not answer within three seconds. Nothing may have happened; please try again."
GONE = "That is no longer there: {what}. The page has been brought up to date."


def perform(sandbox: "Sandbox", name: str, where: Where, form: FormData) -> Trouble | None:
    """`None` if all went well."""
    try:
        return ACTS[name](sandbox, where, form)
    except NoAnswerError:
        return Trouble(NO_ANSWER)
    except KeyError as error:
        return Trouble(GONE.format(what=error.args[0]))


def say(sandbox: "Sandbox", where: Where, form: FormData) -> None:
    """Words, or a command if they begin with one."""
    who, words = sandbox.person(where.user), str(form.get("text", "")).strip()
    known = {one["command"] for one in sandbox.manifest.get("features", {}).get("slash_commands", [])}
    if words.partition(" ")[0] in known:
        who.command(words, channel=where.channel)
    elif words:
        who.say(where.channel, words, where.thread or None)


def drop(sandbox: "Sandbox", where: Where, form: FormData) -> Trouble | None:
    """A file into the channel, with the words beside it."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return Trouble("Choose a file first.")
    who, words = sandbox.person(where.user), str(form.get("text", "")).strip()
    who.drop_file(where.channel, file.filename, file.file.read(), words)
    return None


def press(sandbox: "Sandbox", where: Where, form: FormData) -> Trouble | None:
    who, what = sandbox.person(where.user), str(form["press"])
    if form.get("surface") == "home":
        who.press_at_home(what, str(form.get("value") or "") or None)
        return None
    message = _message(sandbox, form)
    if form.get("surface") == "modal":
        fill(who, form)
    if ask := _unconfirmed(_blocks(who, message), what, form):
        return _ask(ask, "press", form)
    who.press(what, message, str(form.get("value") or "") or None)
    return None


def choose(sandbox: "Sandbox", where: Where, form: FormData) -> Trouble | None:
    who, message, what = sandbox.person(where.user), _message(sandbox, form), str(form["choose"])
    if ask := _unconfirmed(_blocks(who, message), what, form):
        return _ask(ask, "choose", form)
    found = forms.element(_blocks(who, message), what)
    if found is None:
        raise KeyError(what)
    choice = form.get("choice") or fields.answer(*found, form, who.user)
    if choice:
        who.choose(what, choice, message)
    return None


def react(sandbox: "Sandbox", where: Where, form: FormData) -> None:
    if message := _message(sandbox, form):
        sandbox.person(where.user).react(message, str(form["name"]))


def shortcut(sandbox: "Sandbox", where: Where, form: FormData) -> None:
    sandbox.person(where.user).shortcut(str(form["callback"]), _message(sandbox, form))


def submit(sandbox: "Sandbox", where: Where, form: FormData) -> Trouble | None:
    who = sandbox.person(where.user)
    fill(who, form)
    errors = who.submit().errors
    return Trouble(errors=errors) if errors else None


def close(sandbox: "Sandbox", where: Where, _form: FormData) -> None:
    sandbox.person(where.user).close()


def home(sandbox: "Sandbox", where: Where, _form: FormData) -> None:
    sandbox.person(where.user).home()


def clock(sandbox: "Sandbox", _where: Where, form: FormData) -> None:
    if sandbox.advance:
        due = sandbox.next_due() if sandbox.next_due else None
        sandbox.advance(STEPS[str(form["step"])](sandbox.now(), due))


def fill(who: Keyboard, form: FormData) -> None:
    """Everything that the open form asks for."""
    shown = who.view.payload["blocks"] if who.view else []
    for block, element in forms.elements(shown):
        if element["type"] not in fields.NOT_FIELDS:
            name = block["block_id"] if block["type"] == "input" else element["action_id"]
            who.fill(**{name: fields.answer(block, element, form, who.user)})


def _message(sandbox: "Sandbox", form: FormData) -> Message | None:
    if not form.get("ts"):
        return None
    found = sandbox.state.message(sandbox.state.channels[str(form["channel"])], str(form["ts"]))
    if found is None:
        raise KeyError("the message was deleted")
    return found


def _blocks(who: Keyboard, message: Message | None) -> list[dict[str, Any]]:
    if message:
        return message.blocks
    return who.view.payload["blocks"] if who.view else []


def _unconfirmed(blocks: list[dict[str, Any]], what: str, form: FormData) -> dict[str, Any] | None:
    found = forms.element(blocks, what)
    asked = found[1].get("confirm") if found else None
    return None if form.get("confirmed") else asked


def _ask(confirm: dict[str, Any], action: str, form: FormData) -> Trouble:
    again = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
    return Trouble(confirm=confirm, again=[*again, ("confirmed", "yes")], action=action)


ACTS: dict[str, Act] = {
    "say": say,
    "drop": drop,
    "press": press,
    "choose": choose,
    "react": react,
    "shortcut": shortcut,
    "submit": submit,
    "close": close,
    "home": home,
    "clock": clock,
}
