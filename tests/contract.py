"""Where the record of what Slack really accepts and answers lies: beside the repository, and not ours to commit."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

HERE = Path(os.environ.get("SWEETSPOT_CONTRACT") or Path(__file__).parents[2] / "shared/slack/contract")
MISSING = f"the record of Slack's contract is not at {HERE}: NOT CHECKED against it (set SWEETSPOT_CONTRACT)"


def required() -> None:
    """Skip loudly where the record is absent; fail where nothing may be skipped."""
    if not HERE.is_dir():
        if os.environ.get("SWEETSPOT_REQUIRE_ALL") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)


def load(name: str) -> Any:
    required()
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def methods() -> dict[str, Any]:
    return dict(load("methods-index.json")["methods"])


def common_errors() -> set[str]:
    return set(load("method-reference/_common-errors.json")["errors"])
