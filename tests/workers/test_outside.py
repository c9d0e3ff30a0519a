"""An operator's own check: what goes out, what comes in, and everything that may go wrong."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from moderation.comment import Author, Client, Comment, Status
from moderation.policy.shape import Care
from moderation.verdict import Verdict
from tests.workers.samples import DEFAULT, ENGINE, subject
from workers.engine import Engine
from workers.outside import Hook, consult
from workers.subject import Facts, Subject

SECRET = "a secret of some length"
KIND = "What a thoughtful article this is."
CRY = "I want to die"
INSULT = "fuck you, asshole"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Asked:
    """A service of an operator's, which keeps what it was asked."""

    def __init__(self) -> None:
        self.questions: list[tuple[dict[str, str], bytes]] = []
        self.answer: Handler = says({"outcome": "publish"})

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.questions.append((dict(request.headers), await request.read()))
        return await self.answer(request)


def says(answer: Any, status: int = 200) -> Handler:
    text = answer if isinstance(answer, str) else json.dumps(answer)

    async def handler(request: web.Request) -> web.Response:
        return web.Response(text=text, status=status, content_type="application/json")

    return handler


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
async def hook(asked: Asked) -> AsyncIterator[Hook]:
    app = web.Application()
    app.router.add_post("/check", asked.take)
    app.router.add_get("/elsewhere", asked.take)
    async with TestServer(app) as server:
        yield Hook(str(server.make_url("/check")), SECRET, 1.0)


def judged(*subjects: Subject) -> tuple[list[Comment], list[Verdict]]:
    return [one.comment for one in subjects], ENGINE.examine(list(subjects))


async def consulted(hook: Hook, *subjects: Subject) -> list[Verdict]:
    comments, verdicts = judged(*subjects)
    return await consult(hook, comments, verdicts, DEFAULT)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("publish", Status.PUBLISHED), ("hold", Status.HELD), ("reject", Status.REJECTED)],
)
async def test_the_answer_is_weighed_by_the_policy(
    hook: Hook, asked: Asked, answer: str, outcome: Status
) -> None:
    asked.answer = says({"outcome": answer, "reason": "a\x1b[2J \u202e b\n" + "x" * 900})
    (verdict,) = await consulted(hook, subject(KIND))
    assert verdict.outcome is outcome
    (signal,) = verdict.signals
    assert signal.name == f"outside.{answer}"
    reason = str(signal.params["reason"])
    assert reason.startswith("a[2J  b x")
    assert len(reason) <= 200


async def test_a_yes_does_not_publish_what_the_checks_hold(hook: Hook) -> None:
    (verdict,) = await consulted(hook, subject(INSULT))
    assert verdict.outcome is Status.HELD


async def test_the_question_is_signed_and_names_no_address(hook: Hook, asked: Asked) -> None:
    whole = subject(KIND).comment
    author = Author(name="Ann", email="ann@mail.example", url="https://ann.example/")
    whole = replace(whole, author=author, client=Client(ip="203.0.113.9", user_agent="Browser"))
    await consulted(hook, Subject(whole))
    ((headers, body),) = asked.questions
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    code = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(code).decode()}"
    assert headers["webhook-id"] == "c1"
    sent = json.loads(body)
    assert (sent["body"], sent["verdict"]["outcome"]) == (KIND, "published")
    assert sent["author"] == {"name": "Ann", "url": "https://ann.example/"}
    for secret in (b"ann@mail.example", b"203.0.113.9", b"Browser"):
        assert secret not in body


async def test_what_may_be_a_cry_for_help_is_never_sent(hook: Hook, asked: Asked) -> None:
    await consulted(hook, subject(CRY), subject(f"{CRY}, {INSULT}"))
    assert asked.questions == []


async def test_it_is_not_sent_by_a_policy_that_thinks_nothing_of_it(
    hook: Hook, asked: Asked
) -> None:
    """Without weights for it and without care; the check has still seen it."""
    careless = replace(DEFAULT, care=Care(), rules={})
    what = subject(CRY)
    (verdict,) = Engine(careless).examine([what])
    assert verdict.outcome is Status.PUBLISHED
    assert await consult(hook, [what.comment], [verdict], careless) == [verdict]
    assert asked.questions == []


async def test_what_was_not_checked_for_one_is_not_sent_either(hook: Hook, asked: Asked) -> None:
    comments, (verdict,) = judged(subject(KIND))
    unsure = replace(verdict, not_run=("self_harm",), outcome=Status.HELD)
    assert await consult(hook, comments, [unsure], DEFAULT) == [unsure]
    assert asked.questions == []


async def test_what_is_rejected_already_is_not_sent(hook: Hook, asked: Asked) -> None:
    await consulted(hook, subject(KIND, trapped=True, facts=Facts()))
    assert asked.questions == []


async def never(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(60)
    return web.Response()


async def slowly(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(600):
        await response.write(b" ")
        await asyncio.sleep(0.1)
    return response


async def elsewhere(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/elsewhere")


async def cut(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(says({"outcome": "publish"}, 500), id="500"),
        pytest.param(says({"outcome": "publish"}, 204), id="204"),
        pytest.param(says(""), id="empty"),
        pytest.param(says("{"), id="not JSON"),
        pytest.param(says("[]"), id="another shape"),
        pytest.param(says({"outcome": "yes"}), id="another word"),
        pytest.param(says({"outcome": "publish", "reason": 5}), id="another type"),
        pytest.param(says(" " * 20_000 + '{"outcome": "publish"}'), id="too long"),
        pytest.param(elsewhere, id="redirect"),
        pytest.param(never, id="never"),
        pytest.param(slowly, id="slowly"),
        pytest.param(cut, id="cut"),
    ],
)
async def test_without_an_answer_the_comment_is_held(
    hook: Hook, asked: Asked, answer: Handler, caplog: pytest.LogCaptureFixture
) -> None:
    asked.answer = answer
    (verdict,) = await consulted(hook, subject(KIND))
    assert (verdict.outcome, verdict.decisive) == (Status.HELD, "not_run")
    assert verdict.not_run == ("outside",)
    assert "c1" in caplog.text
    assert KIND not in caplog.text


async def test_a_service_that_is_not_there_holds(hook: Hook, unused_tcp_port: int) -> None:
    gone = Hook(f"http://127.0.0.1:{unused_tcp_port}/", SECRET, 1.0)
    (verdict,) = await consulted(gone, subject(KIND))
    assert verdict.not_run == ("outside",)


async def test_one_silence_delays_no_other_answer(hook: Hook, asked: Asked) -> None:
    """A whole batch is asked about at once: all wait for the slowest, not for the sum."""
    waiting = asyncio.Event()

    async def together(request: web.Request) -> web.StreamResponse:
        if len(asked.questions) == 16:
            waiting.set()
        await waiting.wait()
        return web.json_response({"outcome": "publish"})

    asked.answer = together
    verdicts = await consulted(hook, *[subject(f"{KIND} {n}") for n in range(16)])
    assert {verdict.outcome for verdict in verdicts} == {Status.PUBLISHED}
