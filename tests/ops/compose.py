"""docker-compose.yml as an engine would read it, as far as one can without an engine."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from tests.ops.processes import REPOSITORY

FILE = REPOSITORY / "docker-compose.yml"
APPS = ("service", "worker")


class MissingVariable(Exception):
    """`${NAME:?message}` without a value."""


def load(variables: Mapping[str, str]) -> dict[str, Any]:
    """The file with its variables filled in. Raises `MissingVariable`."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    filled: dict[str, Any] = _fill(raw, variables)
    return filled


def _fill(node: Any, variables: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _fill(value, variables) for key, value in node.items()}
    if isinstance(node, list):
        return [_fill(item, variables) for item in node]
    if not isinstance(node, str):
        return node

    def one(match: re.Match[str]) -> str:
        name, how, rest = match.groups()
        value = variables.get(name, "")
        if not value and how == ":?":
            raise MissingVariable(f"{name}: {rest}")
        return value or (rest if how == ":-" else "")

    return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", one, node)


def seconds(text: str) -> float:
    """`1m30s` as seconds."""
    units = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
    parts = re.findall(r"(\d+)(ms|s|m|h)", text)
    assert "".join(n + u for n, u in parts) == text, text
    return sum(int(n) * units[u] for n, u in parts)


def size(text: str) -> int:
    """`512m` or `512mb` as bytes."""
    match = re.fullmatch(r"(\d+)([kmg])b?", text)
    assert match, text
    return int(match.group(1)) << {"k": 10, "m": 20, "g": 30}[match.group(2)]
