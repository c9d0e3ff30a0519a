"""When a form was shown, and whether it was ours."""

from typing import Any

import pytest

from moderation.comment import Doubt
from moderation.store import Store
from moderation.store.sites import Site
from service.public.stamp import doubt_of, stamp
from tests.service.pages import Client, read_page
from tests.service.public.visitor import PATH, id_in, open_form, post, sent

SITE = Site("blog", "Blog", None, (), b"s" * 32, {})
OTHER = Site("other", "Other", None, (), b"t" * 32, {})


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let so many seconds pass at the service."""
    passed = [0.0]
    monkeypatch.setattr("service.public.stamp.time.time", lambda: 1_800_000_000.5 + passed[0])
    return lambda seconds: passed.__setitem__(0, seconds)


@pytest.mark.parametrize(
    ("seconds", "doubt"),
    [
        (-60, Doubt.FAST),
        (0, Doubt.FAST),
        (2.4, Doubt.FAST),
        (3, None),
        (24 * 3600 - 1, None),
        (24 * 3600 + 1, Doubt.LATE),
    ],
)
def test_how_long_a_form_takes(later: Any, seconds: float, doubt: Doubt | None) -> None:
    made = stamp(SITE, "/hello")
    later(seconds)
    assert doubt_of(SITE, "/hello", made) is doubt


def test_a_stamp_is_for_one_thread_of_one_site(later: Any) -> None:
    made = stamp(SITE, "/hello")
    later(10)
    assert doubt_of(SITE, "/hello", made) is None
    assert doubt_of(SITE, "/other", made) is Doubt.UNSIGNED
    assert doubt_of(OTHER, "/hello", made) is Doubt.UNSIGNED


@pytest.mark.parametrize(
    "bend",
    [
        lambda _: "",
        lambda made: made[:-1],
        lambda made: made + "0",
        lambda made: "1" + made[1:].replace("8", "7", 1),
        lambda made: "0" + made,
        lambda made: made.upper() + "\0",
        lambda made: "١" + made[1:],
        lambda made: "9" * 400,
        lambda made: "<script>",
    ],
)
def test_a_bent_stamp_is_none(later: Any, bend: Any) -> None:
    made = stamp(SITE, "/hello")
    later(10)
    assert doubt_of(SITE, "/hello", bend(made)) is Doubt.UNSIGNED


async def test_a_form_sent_at_once_is_taken_and_doubted(client: Client, store: Store) -> None:
    assert await _doubts(store, await sent(client)) == ("fast",)


async def test_a_form_sent_like_a_person_does_is_not(
    client: Client, store: Store, later: Any
) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": "A fine article."}
    later(20)
    response = await post(client, fields)
    assert await _doubts(store, response.headers["Location"]) == ()


async def test_a_form_of_another_s_making_is_taken_and_doubted(
    client: Client, store: Store
) -> None:
    response = await post(client, {"name": "Ana", "body": "A fine article."})
    assert response.status == 303
    assert await _doubts(store, response.headers["Location"]) == ("unsigned",)


@pytest.mark.parametrize(
    ("headers", "doubts"),
    [
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, ("unsigned",)),
        ({"Origin": "https://evil.example"}, ("unsigned",)),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, ("unsigned",)),
        ({"Origin": "https://blog.example.evil.example"}, ("unsigned",)),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, ()),  # as our own page sends it
        ({"Origin": "null"}, ()),
        ({"Origin": "http://127.0.0.1:8080"}, ()),
        ({"Origin": "http://localhost:9", "Sec-Fetch-Site": "same-origin"}, ()),
        ({"Origin": "https://blog.example", "Sec-Fetch-Site": "cross-site"}, ()),
    ],
)
async def test_a_form_that_another_s_page_sends_is_doubted(
    client: Client, store: Store, later: Any, headers: dict[str, str], doubts: tuple[str, ...]
) -> None:
    """Its script can have fetched ours, and have each of its visitors send it."""
    await store.sites.add("blog", url="https://blog.example", origins=("https://blog.example",))
    fields = await open_form(client) | {"name": "Ana", "body": "A fine article."}
    later(20)
    response = await client.post(PATH, data=fields, headers=headers, allow_redirects=False)
    assert response.status == 303
    assert await _doubts(store, response.headers["Location"]) == doubts


async def test_a_form_that_is_shown_again_keeps_its_time(
    client: Client, store: Store, later: Any
) -> None:
    fields = await open_form(client) | {"name": "Ana", "body": ""}
    later(20)
    page = await read_page(await post(client, fields), 422)
    assert page.fields()["stamp"] == fields["stamp"]
    response = await post(client, page.fields() | {"body": "Better so."})
    assert await _doubts(store, response.headers["Location"]) == ()


async def _doubts(store: Store, address: str) -> tuple[str, ...]:
    (record,) = await store.comments.read("blog", [id_in(address)])
    assert record is not None
    return record.comment.doubts
