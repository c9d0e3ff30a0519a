"""Whatever text somebody sends comes back as it was, but for what turns or hides it, or is refused
(S3)."""

import asyncio
import contextlib
import http.client
import json

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from moderation.characters import cleaned
from moderation.store import Store
from tests.service.blog import Blog

# Every category of Unicode, lone surrogates and noncharacters included, and what is seldom drawn.
ODD = (
    *("\ud800", "\udfff", "\ufffe", "\ufdd0", "\x00", "\x1b[2J", "\x85", "\r", "\r\n", "\t"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\U000e0041", "e" + "\u0301" * 9),
    *("\ufdfa", "\U0001f468\u200d\U0001f469", "\\u0000", "</script>", "{{ 7*7 }}", "%s%n", "'--"),
)
TEXTS = st.text(max_size=30) | st.lists(
    st.text(max_size=20) | st.sampled_from(ODD), max_size=6
).map("".join)
NAMES = st.just("Ana") | TEXTS


def try_texts(host: str, port: int, key: str, examples: int) -> dict[int, int]:
    """Post many texts, each as a comment's and its author's name; how often each status came."""
    statuses: dict[int, int] = {}
    connection = http.client.HTTPConnection(host, port, timeout=20)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(method: str, path: str, body: str | None = None) -> tuple[int, dict[str, object]]:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())

    @seed(6)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(TEXTS, NAMES)
    def post(body: str, name: str) -> None:
        draft = {"thread": {"key": "/a"}, "body": body, "author": {"name": name}}
        status, answer = ask("POST", "/v1/comments", json.dumps(draft))
        statuses[status] = statuses.get(status, 0) + 1
        assert status == 202 or 400 <= status < 500, answer
        if status == 202:
            _, kept = ask("GET", f"/v1/comments/{answer['id']}")
            # Two surrogates may be one character once they were sent.
            body, name = json.loads(json.dumps([body, name]))
            assert kept["body"] == cleaned(body.replace("\r\n", "\n").replace("\r", "\n"))
            assert kept["author"] == {"name": cleaned(name).strip(), "email": None, "url": None}

    with contextlib.closing(connection):
        post()
    return statuses


async def tried(blog: Blog, examples: int) -> dict[int, int]:
    host, port = blog.client.host, blog.client.port
    assert port is not None
    return await asyncio.to_thread(try_texts, host, port, blog.sk, examples)


async def test_a_text_comes_back_as_it_was_or_is_refused(blog: Blog, store: Store) -> None:
    statuses = await tried(blog, 200)
    assert statuses[202] > 20
    assert statuses[422] > 20
    assert set(statuses) == {202, 400, 422}


@pytest.mark.soak
@pytest.mark.timeout(1200)
async def test_many_texts_come_back_as_they_were_or_are_refused(blog: Blog) -> None:
    assert (await tried(blog, 20_000))[202] > 1_000
