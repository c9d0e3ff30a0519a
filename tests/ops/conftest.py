"""Fixtures for the operator's commands."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ops.cli import greenroom


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Commands set up the process's log; the next test gets it back as it was."""
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> pytest.MonkeyPatch:
    """No GREENROOM_ variable, and an empty working directory."""
    import os

    for name in list(os.environ):
        if name.startswith("GREENROOM_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.fixture
def cli(clean: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `greenroom` with these words, and perhaps an input."""

    def run(*words: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(greenroom, words, input=stdin, prog_name="greenroom")

    return run


@pytest.fixture
def cli_with_store(
    cli: Callable[..., Result], clean: pytest.MonkeyPatch, redis_url: str
) -> Callable[..., Result]:
    """The same on an empty store."""
    clean.setenv("GREENROOM_REDIS_URL", redis_url)
    return cli
