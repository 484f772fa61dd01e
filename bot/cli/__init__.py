"""Door 3, the operator: each command parses, asks the programme once, and shows one table."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

EDITION, CARE, SOLVE = "Work with an edition", "Look after it", "Solve a JSON file, without a database or Slack"
PARTS = {
    "import": ("intake", EDITION),
    "report": ("reports", EDITION),
    "match": ("matching", SOLVE),
    "introductions": ("introductions", SOLVE),
    "manifest": ("diagnosis", CARE),
    "doctor": ("diagnosis", CARE),
    "db": ("database", CARE),
}
"""By the word on the command line: the module here that knows it, and where help lists it."""


class Parts(TyperGroup):
    """Imports a command's module when it is called, so that none waits for another's libraries."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *PARTS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return self._part(cmd_name) if cmd_name in PARTS else super().get_command(ctx, cmd_name)

    @staticmethod
    def _part(name: str) -> Any:
        """The command of that name, or the group of a noun's commands."""
        module, panel = PARTS[name]
        group = get_group(import_module(f"bot.cli.{module}").app)
        found = group.commands.get(name, group)
        found.name, found.rich_help_panel = name, panel  # type: ignore[attr-defined]
        return found


app = typer.Typer(
    name="sweetspot",
    cls=Parts,
    help="Runs a government-to-government innovation incubator in Slack. Start with: sweetspot demo",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)

__all__ = ["app"]
