"""The house holds: arrows point one way, functions stay small, words and handlers fit together."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.messages.texts import FOLDER
from bot.programme import menus
from handlers import routes, vocabulary
from schedules import registry

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "schedules", "storage")
SOURCES = [
    path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if "versions" not in path.parts
]
LONGEST_FUNCTION, LONGEST_FILE = 40, 300


def test_arrows_point_one_way() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_and_its_functions_are_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert text.count("\n") <= LONGEST_FILE
    if path.name != "__init__.py" or text:
        assert ast.get_docstring(tree), "a module says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_help_knows_every_command() -> None:
    known = {f"{noun} {verb}" for noun, verbs in vocabulary.NOUNS.items() for verb in verbs} | {"", *vocabulary.WORDS}
    assert known == routes.routes()["commands"].keys()


def _rendered_actions() -> set[str]:
    """Action ids of all buttons that are built, without the row id after a colon; the menu's stand in the programme."""
    found = {action.partition(":")[0] for _, action, _ in menus.STAFF_CHOICES}
    for node in ast.walk(ast.parse((ROOT / "bot/programme/menus.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Tuple) and len(node.elts) == 3:
            found |= {_literal(node.elts[1])} - {""}
    for path in (ROOT / "bot/messages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "button":
                found |= {_literal(node.args[1])} - {""}
    return found


def _literal(node: ast.expr) -> str:
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return str(first.value).partition(":")[0] if isinstance(first, ast.Constant) else ""


def test_every_button_has_a_handler_and_every_handler_a_button() -> None:
    assert routes.routes()["actions"].keys() == _rendered_actions()


def test_every_kind_of_message_is_planned_by_somebody() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/programme").rglob("*.py"))
    names = {*re.findall(r'"([a-z]+\.[a-z]+)"', words)}
    assert registry.kinds().keys() <= names


def test_every_template_is_used() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot/messages").rglob("*.py"))
    included = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "en").glob("*.j2"))
    for path in (FOLDER / "en").glob("*.md.j2"):
        name = path.name.removesuffix(".md.j2")
        assert f'"{name}"' in words or path.name in included, name
