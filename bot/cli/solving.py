"""What the solvers' commands share: a JSON file in, one JSON object out, and an exit code that says how it went.

Standard output holds the object alone; what is wrong, and what was not understood, goes to standard error.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.cli.usage import UsageError

File = Annotated[str, typer.Argument(help="A JSON file, or - for standard input.", show_default=False)]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="SECONDS", min=0, help="Give the best that is found in this time."),
]
MOST_ERRORS = 20


class Code(IntEnum):
    SOLVED = 0
    WRONG_INPUT = 2
    INFEASIBLE = 3
    NOTHING_IN_TIME = 4


class Input(BaseModel):
    """An object of the input. Types are taken at their word: `true` is no number, and `"2"` neither."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


Shape = TypeVar("Shape", bound=Input)


class WrongInputError(UsageError):
    """`WrongInputError("challenges[3].wanted", "must be at least 1")`"""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(f"{path}: {words}")


def read(file: str) -> str:
    """The text of a file, or of standard input. Raises `UsageError`."""
    name = "standard input" if file == "-" else file
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}. Give the path of a JSON file, or - for standard input.") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from None


def understand(shape: type[Shape], text: str) -> Shape:
    """The input in its shape; what it has besides is warned of. Raises `UsageError` that names each wrong path."""
    try:
        found = shape.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(_wrong(error, text)) from None
    for path in _unknown(found):
        typer.echo(f"{path}: is not a field of this format, and was ignored", err=True)
    return found


def finish(answer: Mapping[str, Any], code: Code = Code.SOLVED) -> NoReturn:
    """Print the answer, and end with the code."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False))
    raise typer.Exit(code)


def nothing_in_time() -> NoReturn:
    typer.echo("Nothing was found in this time. Give it more with --time-limit, or none.", err=True)
    finish({"status": "unknown"}, Code.NOTHING_IN_TIME)


def path_of(location: tuple[int | str, ...]) -> str:
    """`("challenges", 3, "wanted")` is `challenges[3].wanted`."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location if part != "[key]")
    return words.removeprefix(".") or "the input"


def _wrong(error: ValidationError, text: str) -> str:
    found = error.errors(include_url=False)
    if found[0]["type"] == "json_invalid":
        return _unreadable(found[0], text)
    lines = [f"{path_of(item['loc'])}: {_words(item)}" for item in found[:MOST_ERRORS]]
    if len(found) > MOST_ERRORS:
        lines.append(f"and {len(found) - MOST_ERRORS} more")
    return "\n".join(lines)


def _unreadable(item: ErrorDetails, text: str) -> str:
    if not text.strip():
        return "the input: is empty. It must be a JSON object."
    return f"the input: is not valid JSON: {item['ctx']['error']}"


def _words(item: ErrorDetails) -> str:
    kind, context = item["type"], item.get("ctx", {})
    match kind:
        case "missing":
            return "is missing"
        case "greater_than_equal":
            return f"must be at least {context['ge']}"
        case "less_than_equal":
            return f"must be at most {context['le']}"
        case "greater_than":
            return f"must be more than {context['gt']}"
        case "enum" | "literal_error":
            return f"must be {context['expected']}"
        case "value_error":
            return str(context["error"])
        case "string_too_short":
            return "must not be empty"
    return next((words for name, words in WORDS.items() if kind.startswith(name)), item["msg"].lower())


WORDS = {
    "int": "must be a whole number",
    "finite": "must be a finite number",
    "float": "must be a number",
    "bool": "must be true or false",
    "string": "must be text",
    "date": "must be a date such as 2027-01-20",
    "list": "must be a list",
    "tuple": "must be a list",
    "dict": "must be an object",
    "model": "must be an object",
    "missing_argument": "is missing",
}


def _unknown(value: Any, path: tuple[int | str, ...] = ()) -> Iterator[str]:
    """The paths of fields that the format does not know."""
    if isinstance(value, BaseModel):
        yield from (path_of((*path, name)) for name in value.model_extra or {})
        for name, inner in value:
            if name in type(value).model_fields:
                yield from _unknown(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unknown(inner, (*path, index))
