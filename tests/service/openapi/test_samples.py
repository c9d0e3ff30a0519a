"""Every sample for curl and Python, run as it is printed (those in JavaScript: tests/browser)."""

import asyncio
import os
import sys
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from moderation.store import Store
from service.openapi.document import OPERATIONS
from service.openapi.operation import Operation
from service.openapi.samples import LANGUAGES
from tests.service.blog import make_blog
from tests.service.openapi.sampling import hasten, prepared

RUN = {"curl": ("bash", "-c"), "Python": (sys.executable, "-c")}


async def run(language: str, code: str, environ: dict[str, str]) -> tuple[int, str]:
    """Exit code, and all it said."""
    process = await asyncio.create_subprocess_exec(
        *(*RUN[language], code),
        env={**os.environ, **environ},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


@pytest.mark.parametrize("language", RUN)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
async def test_a_sample_does_what_it_says(
    client: "TestClient[Any, Any]",
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    operation: Operation,
    language: str,
) -> None:
    hasten(monkeypatch, store)
    await make_blog(client, store)
    environ = await prepared(store, operation)
    base = str(client.make_url("")).rstrip("/")
    code = LANGUAGES[language](operation, base)
    exit_code, said = await run(language, code, environ)
    assert exit_code == 0, f"{code}\n\n{said}"
    assert bool(said.strip()) == bool(operation.answers[0].body), said


@pytest.mark.parametrize("language", RUN)
async def test_a_sample_that_is_refused_fails(
    client: "TestClient[Any, Any]", store: Store, language: str
) -> None:
    await make_blog(client, store)
    code = LANGUAGES[language](OPERATIONS[0], str(client.make_url("")).rstrip("/"))
    exit_code, said = await run(language, code, {"KEY": "sk_blog_wrong", "ID": "x"})
    assert exit_code != 0
    assert "401" in said
