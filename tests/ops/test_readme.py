"""README.md tells the truth about settings and commands."""

import re
from dataclasses import fields
from pathlib import Path

import click

from moderation.settings import PREFIX, Settings
from ops.cli import COMMANDS, greenroom
from tests.ops.processes import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(GREENROOM_\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


def test_every_setting_has_a_row_and_no_other_has() -> None:
    rows = ROW.findall(README)
    assert [name for name, _, _ in rows] == [PREFIX + f.name.upper() for f in fields(Settings)]


def test_the_defaults_are_the_real_ones() -> None:
    told = {name: default for name, default, _ in ROW.findall(README)}
    for field in fields(Settings):
        if field.name not in ("redis_url", "public_url", "policy", "hook_url", "hook_secret"):
            assert told[PREFIX + field.name.upper()] == f"`{field.default}`"


def test_every_command_is_told() -> None:
    context = click.Context(greenroom)
    for name in COMMANDS:
        command = greenroom.get_command(context, name)
        if isinstance(command, click.Group):
            for below in command.commands:
                assert f"`{name} {below}`" in README
        else:
            assert f"`{name}`" in README


def test_no_setting_is_named_that_there_is_not() -> None:
    known = {PREFIX + f.name.upper() for f in fields(Settings)}
    for path in ("README.md", ".env.example", "docker-compose.yml", "Dockerfile", "Makefile"):
        text = Path(REPOSITORY / path).read_text(encoding="utf-8")
        named = set(re.findall(r"GREENROOM_[A-Z_]*[A-Z]", text))
        assert {name.removesuffix("_FILE") for name in named} <= known, path


def test_no_index_is_named() -> None:
    for path in ("Makefile", "Dockerfile", "requirements.lock", "requirements-dev.lock"):
        text = (REPOSITORY / path).read_text(encoding="utf-8")
        assert "://" not in text, path
        assert "index-url" not in text.replace("--no-emit-index-url", ""), path
