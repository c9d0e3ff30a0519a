"""Which language a request is answered in."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from yarl import URL

from service import language, wording
from service.language import LANGUAGES, choose
from service.problems import Problem

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.8"}
HOUR, DAY = 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", "en"),
        ("de", "de"),
        ("DE-ch", "de"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("en;q=0.5, de;q=0.7", "de"),
        ("fr, xx-Latn-YY;q=0.9, de;q=0.1", "de"),
        ("fr, ja", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("de;q=0.000, fr", "en"),
        ("de;q=2", "en"),
        ("de;q=nan", "en"),
        ("de;q=-1", "en"),
        ("de;level=1", "en"),
        (";q=1,,;;, de", "de"),
        ("../../de", "en"),
        ("dé", "en"),
        ("de" * 4000, "en"),
        ("de;q=0.1," * 900 + "en", "en"),
    ],
)
def test_the_best_liked_of_those_there_are(header: str, tag: str) -> None:
    assert choose(header).tag == tag


@pytest.fixture
def german() -> Any:
    token = language._current.set(LANGUAGES["de"])
    yield
    language._current.reset(token)


@pytest.mark.parametrize(
    ("ms", "english"),
    [
        (-5, "just now"),
        (59_999, "just now"),
        (60_000, "1 minute ago"),
        (HOUR - 1, "59 minutes ago"),
        (HOUR, "1 hour ago"),
        (DAY - 1, "23 hours ago"),
        (DAY, "1 day ago"),
        (400 * DAY, "400 days ago"),
    ],
)
def test_ages(ms: int, english: str) -> None:
    assert wording.age(ms) == english


@pytest.mark.usefixtures("german")
def test_ages_and_times_in_german() -> None:
    ages = [wording.age(ms) for ms in (0, 60_000, HOUR, 2 * HOUR, DAY, 3 * DAY)]
    assert ages == [
        "gerade eben",
        *("vor 1 Minute", "vor 1 Stunde", "vor 2 Stunden"),
        *("vor 1 Tag", "vor 3 Tagen"),
    ]
    assert wording.moment(1_772_323_260_000) == "1. März 2026, 00:01 UTC"
    assert (wording.figure(3.5), wording.figure(2.0, signed=True)) == ("3,5", "+2")


def test_times_and_figures_in_english() -> None:
    assert wording.moment(1_772_323_260_000) == "1 Mar 2026, 00:01 UTC"
    assert (wording.figure(3.5), wording.figure(2.0, signed=True)) == ("3.5", "+2")


@pytest.mark.usefixtures("german")
def test_what_no_catalogue_has_is_shown_as_it_is() -> None:
    assert wording.category("cat_pictures") == "Cat pictures"
    assert wording.who("moderator:ana") == "ana"
    assert language.gettext("") == ""
    assert wording.problem_detail(Problem("bad-request", "100 % {odd} %s")) == "100 % {odd} %s"
    assert wording.problem_detail(Problem("internal")) == "Bei uns ist etwas schiefgegangen."


async def test_requests_at_once_do_not_hear_each_other(aiohttp_client: Any) -> None:
    """Each waits in its handler until the others are there too."""
    there = asyncio.Barrier(4)

    async def tell(request: web.Request) -> web.Response:
        await there.wait()
        return web.Response(text=wording.status("held"))

    app = web.Application(middlewares=[language.speak])
    app.router.add_get("/review/", tell)
    app.router.add_get("/other", tell)
    client = await aiohttp_client(app)
    asked = [
        client.get("/review/", headers=GERMAN),
        client.get("/review/", headers={"Accept-Language": "en"}),
        client.get("/other", headers=GERMAN),
        client.get("/review/", headers=GERMAN),
    ]
    answers = await asyncio.gather(*asked)
    assert [await a.text() for a in answers] == [
        *("zurückgehalten", "held", "held", "zurückgehalten")
    ]
    assert [a.headers.get("Content-Language") for a in answers] == ["de", "en", None, "de"]
    assert [a.headers.get("Vary") for a in answers] == [
        *("Accept-Language", "Accept-Language", None, "Accept-Language")
    ]
    assert language.current() == language.ENGLISH


async def test_nobody_asks_for_a_language_where_there_is_one(
    aiohttp_client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What programs read must not become slower by what people read."""
    asked: list[str] = []

    def noted(header: str) -> language.Language:
        asked.append(header)
        return language.ENGLISH

    async def nothing(request: web.Request) -> web.Response:
        return web.Response()

    monkeypatch.setattr(language, "choose", noted)
    app = web.Application(middlewares=[language.speak])
    app.router.add_get("/spoken", language.spoken(nothing))
    app.router.add_get("/{path:.*}", nothing)
    client = await aiohttp_client(app)
    for path in (
        "/v1/comments",
        "/t/blog/feed.atom",
        "/t/blog/x/feed.atom",
        "/terms",
        "/",
        "/docs",
    ):
        answer = await client.get(path, headers=GERMAN)
        assert not {"Content-Language", "Vary"} & set(answer.headers)
    assert asked == []
    for path in ("/t/blog/x", "/t/blog/%2Ffeed.atom", "/s/x", "/review/", "/spoken"):
        answer = await client.get(URL(path, encoded=True), headers=GERMAN)
        assert (answer.headers["Content-Language"], answer.headers["Vary"]) == (
            "en",
            "Accept-Language",
        )
    assert len(asked) == 5


def test_of_a_hundred_headers_one_is_read() -> None:
    assert choose("fr;q=0.1," * 900 + "de").tag == "de"
    assert choose("fr;q=0.1," * 90_000 + "de").tag == "en"


def test_what_is_kept_of_headers_is_little() -> None:
    """Whoever sends many, or long ones, takes up no room."""
    language._kept.cache_clear()
    for n in range(2 * language.MOST_KEPT):
        choose(f"de;q=0.{n:03}")
        choose(f"fr;q=0.{n:03}" + "," * language.SHORT)
    kept = language._kept.cache_info()
    assert (kept.misses, kept.currsize) == (2 * language.MOST_KEPT, language.MOST_KEPT)
    assert choose("de-DE,de;q=0.9") is choose("de-DE,de;q=0.9") is LANGUAGES["de"]


async def test_a_failure_leaves_no_language_behind(aiohttp_client: Any) -> None:
    async def fail(request: web.Request) -> web.Response:
        raise web.HTTPFound("/other")

    app = web.Application(middlewares=[language.speak])
    app.router.add_get("/review/", fail)
    client = await aiohttp_client(app)
    await client.get("/review/", headers=GERMAN, allow_redirects=False)
    assert language.current() == language.ENGLISH


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "in 1 hour"),
        (3600, "in 1 hour"),
        (3601, "in 2 hours"),
        (23 * 3600, "in 23 hours"),
        (23 * 3600 + 1, "in 1 day"),
        (25 * 3600, "in 2 days"),
        (6 * 24 * 3600, "in 6 days"),
        (7 * 24 * 3600, "in 1 week"),
    ],
)
def test_within_what_time(seconds: int, told: str) -> None:
    assert wording.soon(seconds) == told
