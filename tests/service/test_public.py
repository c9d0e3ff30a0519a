"""The readers' pages, over HTTP, with the store behind them."""

import asyncio
import re
from typing import Any

import pytest
from yarl import URL

from moderation.comment import Author, Status, Thread
from moderation.settings import Settings
from moderation.store import Store
from moderation.store.records import Decision
from service.app import create_app
from service.public import threads
from service.state import STORE
from tests import make
from tests.service.pages import HOSTILE, Client, add_blog, read_page, thread_path, typed

PATH = URL(thread_path(), encoded=True)


@pytest.fixture
async def client(
    aiohttp_client: Any, redis_url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> Client:
    monkeypatch.setattr(threads, "WAIT_SECONDS", 0.05)
    await add_blog(store)
    client: Client = await aiohttp_client(create_app(Settings(redis_url=redis_url)))
    return client


async def open_form(client: Client, path: URL | str = PATH) -> dict[str, str]:
    return (await read_page(await client.get(path))).fields()


async def post(client: Client, fields: dict[str, str], path: URL | str = PATH) -> Any:
    return await client.post(path, data=fields, allow_redirects=False)


async def sent(client: Client, **typed_in: str) -> str:
    """Post a comment and return its status page's address."""
    fields = await open_form(client) | {"name": "Ana", "body": "A fine article."} | typed_in
    response = await post(client, fields)
    assert response.status == 303, await response.text()
    return str(response.headers["Location"])


def id_in(address: str) -> str:
    return address.removeprefix("/s/").partition(".")[0]


async def decide(store: Store, address: str, to: Status, **fields: Any) -> None:
    """As the checks would."""
    (claim,) = await store.comments.claim("blog", 10)
    assert claim.comment.id == id_in(address)
    (done,) = await store.comments.decide(
        [
            Decision(
                id=claim.comment.id,
                site="blog",
                thread_key=claim.comment.thread.key,
                status=Status.PENDING,
                version=claim.version,
                to=to,
                by="checks",
                verdict=make.verdict(to, **fields),
            )
        ]
    )
    assert done.made


class TestThreadPage:
    async def test_shows_what_is_published_oldest_first(self, client: Client, store: Store) -> None:
        for text in ("first", "second"):
            await make.decided(store, Status.PUBLISHED, text, author=Author(name="Ana"))
        for status in (Status.HELD, Status.REJECTED):
            await make.decided(store, status, f"hidden, {status}")
        await make.kept(store, "hidden, pending")
        page = await read_page(await client.get(PATH))
        assert [e.text for e in page.all("div", class_="text")] == ["first", "second"]
        assert "2 comments" in page.text
        assert "hidden, " not in page.text

    async def test_an_unknown_thread_is_empty_and_has_a_form(self, client: Client) -> None:
        page = await read_page(await client.get(PATH))
        assert "No comments yet." in page.text
        form = page.one("form")
        assert form.attrs["action"] == str(PATH)
        assert "Comments are checked before they appear." in form.text
        assert page.one("h2", id="post-heading").text == "Post a Comment"
        for field in ("name", "email", "body"):
            assert page.one("label", for_=field)

    async def test_links_back_to_the_article(self, client: Client, store: Store) -> None:
        thread = Thread(key="/hello", url="https://blog.example/hello?x=1", title="Hello")
        await make.decided(store, Status.PUBLISHED, thread=thread)
        page = await read_page(await client.get(PATH))
        assert page.one("h1").text == "Hello"
        assert page.one("a", href="https://blog.example/hello?x=1")

    @pytest.mark.parametrize("url", ["https://evil.example/hello", "javascript:alert(1)"])
    async def test_no_link_leads_to_another_site(
        self, client: Client, store: Store, url: str
    ) -> None:
        thread = Thread(key="/hello", url=url)
        await make.decided(store, Status.PUBLISHED, thread=thread)
        page = await read_page(await client.get(PATH))
        assert url not in page.html
        assert page.one("a", href="https://blog.example/hello")

    async def test_pages_follow_each_other(
        self, client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(threads, "PAGE", 2)
        for n in range(5):
            await make.decided(store, Status.PUBLISHED, f"text {n}")
        address, seen = str(PATH), []
        while True:
            page = await read_page(await client.get(URL(address, encoded=True)))
            seen += [e.text for e in page.all("div", class_="text")]
            following = page.all("a", rel="next")
            if not following:
                break
            address = following[0].attrs["href"]
        assert seen == [f"text {n}" for n in range(5)]

    async def test_an_articles_address_finds_its_thread(self, client: Client, store: Store) -> None:
        await make.decided(store, Status.PUBLISHED, "here", key="/2026/hello")
        url = "http://BLOG.example:80//2026/hello/index.html?utm_source=x#c"
        page = await read_page(await client.get("/t/blog", params={"url": url}))
        assert page.one("div", class_="text").text == "here"
        assert page.one("form").attrs["action"] == thread_path("/2026/hello")
        assert page.fields()["url"] == url

    async def test_the_first_comment_tells_the_articles_address(
        self, client: Client, store: Store
    ) -> None:
        url = "https://blog.example/new"
        path = URL(thread_path("/new"), encoded=True)
        fields = await open_form(client, URL("/t/blog").with_query(url=url))
        await post(client, fields | {"body": "first"}, path)
        assert (await store.threads.state("blog", "/new")).thread.url == url

    async def test_a_foreign_address_in_the_form_is_not_believed(
        self, client: Client, store: Store
    ) -> None:
        await sent(client, url="https://evil.example/hello")
        assert (await store.threads.state("blog", "/hello")).thread.url is None

    @pytest.mark.parametrize(
        "path",
        [
            "/t/nowhere/%2Fhello",
            "/t/NOT%20A%20SITE/x",
            "/t/blog",
            "/t/blog?url=https://evil.example/hello",
            "/t/blog?url=javascript:alert(1)",
            "/t/blog/a/b/c",
            "/t/blog/" + "x" * 301,
            "/t/blog/%00",
            "/s/x",
            "/s/",
            "/s/x.ct_blog_x",
            "/problems/unheard-of",
        ],
    )
    async def test_what_is_not_there_is_a_page(self, client: Client, path: str) -> None:
        page = await read_page(await client.get(URL(path, encoded=True)), 404)
        assert "request id" in page.text

    async def test_a_bad_cursor_and_a_wrong_method_are_pages(self, client: Client) -> None:
        await read_page(await client.get(PATH.with_query(cursor="!")), 400)
        response = await client.put(PATH)
        await read_page(response, 405)
        assert "POST" in response.headers["Allow"]

    async def test_the_interface_for_programs_keeps_to_json(self, client: Client) -> None:
        response = await client.get("/v1/nothing")
        assert response.content_type == "application/problem+json"

    async def test_raw_bytes_in_the_path_are_no_error_of_ours(self, client: Client) -> None:
        assert client.port is not None
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(b"GET /t/blog/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        assert answer.split(b" ", 2)[1] in (b"400", b"404")


class TestPost:
    async def test_leads_to_a_status_page(self, client: Client, store: Store) -> None:
        address = await sent(client, email="ana@example.org", body="line one\r\nline two")
        (record,) = await store.comments.read("blog", [id_in(address)])
        assert record is not None
        assert record.comment.author == Author(name="Ana", email="ana@example.org")
        assert record.comment.body == "line one\nline two"
        assert record.comment.client.ip == "127.0.0.1"
        assert record.comment.client.user_agent
        assert not record.comment.trapped
        page = await read_page(await client.get(address))
        assert "Being checked." in page.text

    async def test_a_double_submit_is_one_comment(self, client: Client, store: Store) -> None:
        fields = await open_form(client) | {"name": "Ana", "body": "Once."}
        first, second = await asyncio.gather(post(client, fields), post(client, fields))
        assert first.headers["Location"] == second.headers["Location"]
        assert (await store.threads.sizes("blog"))[Status.PENDING] == 1

    async def test_two_forms_are_two_comments(self, client: Client, store: Store) -> None:
        assert await sent(client) != await sent(client)

    async def test_another_text_in_a_used_form_is_kept_and_asked_about(
        self, client: Client, store: Store
    ) -> None:
        fields = await open_form(client) | {"name": "Ana", "body": "Once."}
        await post(client, fields)
        page = await read_page(await post(client, fields | {"body": "Something else."}), 422)
        again = page.fields()
        assert again["body"] == "Something else."
        assert again["token"] != fields["token"]
        assert (await post(client, again)).status == 303

    async def test_the_hidden_field_traps(self, client: Client, store: Store) -> None:
        address = await sent(client, website="https://spam.example")
        (record,) = await store.comments.read("blog", [id_in(address)])
        assert record is not None
        assert record.comment.trapped

    async def test_the_hidden_field_is_hidden_from_everybody(self, client: Client) -> None:
        page = await read_page(await client.get(PATH))
        assert "hidden" in page.one("p", hidden="").attrs
        field = page.one("input", name="website")
        assert field.attrs["tabindex"] == "-1"
        assert field.attrs["autocomplete"] == "off"

    async def test_a_text_too_long_comes_back_whole(self, client: Client, store: Store) -> None:
        text = "\nñ" * 2656
        fields = await open_form(client) | {"name": "Ana", "body": text}
        page = await read_page(await post(client, fields), 422)
        body = page.one("textarea")
        assert typed(body) == text
        assert body.attrs["aria-invalid"] == "true"
        fault = page.one("p", id="body-fault")
        assert "body-fault" in body.attrs["aria-describedby"].split()
        assert fault.text == "Your comment is 312 characters too long (limit 5,000)."
        assert page.fields()["token"] == fields["token"]
        assert (await store.threads.sizes("blog"))[Status.PENDING] == 0

    @pytest.mark.parametrize(
        ("field", "value", "fault"),
        [
            ("body", "  \n ", "Write a comment first."),
            ("email", "nobody", "This is not an e-mail address."),
            ("name", "x" * 81, "This is too long: 81 of 80 characters."),
            ("body", "a\x00b", "This cannot be used: U+0000 at 1 is not allowed."),
        ],
    )
    async def test_faults_stand_next_to_their_field(
        self, client: Client, field: str, value: str, fault: str
    ) -> None:
        fields = await open_form(client) | {"name": "Ana", "body": "Fine."} | {field: value}
        page = await read_page(await post(client, fields), 422)
        assert page.one("p", id=f"{field}-fault").text == fault
        assert page.fields()[field] == value
        assert len(page.all("input", aria_invalid="true")) == 0
        invalid = [e for e in page.elements if "aria-invalid" in e.attrs]
        assert [e.attrs["name"] for e in invalid] == [field]

    async def test_when_the_store_is_away_the_text_is_kept(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fields = await open_form(client) | {"name": "Ana", "body": "Do not lose me.\n\nReally."}

        async def away(*_: object) -> None:
            raise ConnectionError

        assert client.app is not None
        store = client.app[STORE]
        for room, verb in ((store.comments, "accept"), (store.threads, "state")):
            with monkeypatch.context() as patch:
                patch.setattr(room, verb, away)
                response = await post(client, fields)
            page = await read_page(response, 503)
            assert "Your text is kept. Try again." in page.text
            assert page.fields() == fields
            assert response.headers["Retry-After"]
        assert (await post(client, page.fields())).status == 303

    @pytest.mark.parametrize(
        ("content_type", "data", "status"),
        [
            ("text/plain", b"body=x", 415),
            ("application/json", b"{}", 415),
            ("application/x-www-form-urlencoded", b"body=%FF%FE", 400),
            ("application/x-www-form-urlencoded", b"body=\xff", 400),
            ("application/x-www-form-urlencoded", b"a=1&" * 30, 400),
            ("application/x-www-form-urlencoded", b"body=" + b"x" * 300_000, 413),
        ],
    )
    async def test_what_is_no_form_is_refused(
        self, client: Client, store: Store, content_type: str, data: bytes, status: int
    ) -> None:
        response = await client.post(PATH, data=data, headers={"Content-Type": content_type})
        await read_page(response, status)
        assert (await store.threads.sizes("blog"))[Status.PENDING] == 0


class TestStatusPage:
    async def test_looks_again_by_itself_for_a_minute(self, client: Client) -> None:
        address = await sent(client)
        looks = 0
        page = await read_page(await client.get(address))
        while refresh := [e for e in page.all("meta") if e.attrs.get("http-equiv") == "refresh"]:
            match = re.fullmatch(r"5; url=(\S+)", refresh[0].attrs["content"])
            assert match is not None
            looks += 1
            page = await read_page(await client.get(match.group(1)))
        assert looks == 12
        assert page.one("a", class_="button").text == "Check again"

    async def test_is_for_its_author_alone(self, client: Client) -> None:
        address = await sent(client)
        response = await client.get(address)
        await read_page(response)
        assert response.headers["Cache-Control"] == "no-store"
        assert "noindex" in response.headers["X-Robots-Tag"]
        for wrong in (address[:-1] + ("A" if address[-1] != "A" else "B"), address + "x"):
            await read_page(await client.get(wrong), 404)
        other = await sent(client)
        mixed = f"/s/{id_in(other)}.{address.partition('.')[2]}"
        await read_page(await client.get(mixed), 404)

    @pytest.mark.parametrize(
        ("to", "category", "text"),
        [
            (Status.HELD, "profanity", "Waiting for a moderator. Only you can see this."),
            (Status.REJECTED, "personal_data", "Not published: personal data."),
            (Status.REJECTED, "spam", "This comment could not be published."),
            (Status.PUBLISHED, "clean", "Published."),
        ],
    )
    async def test_says_where_the_comment_stands(
        self, client: Client, store: Store, to: Status, category: str, text: str
    ) -> None:
        address = await sent(client, body="My own words.")
        await decide(store, address, to, category=category)
        page = await read_page(await client.get(address))
        assert text in page.one("div", role="status").text
        assert page.one("div", class_="text").text == "My own words."
        assert page.one("a", href=thread_path())
        assert page.one("a", href="https://blog.example/hello")
        assert not [e for e in page.all("meta") if e.attrs.get("http-equiv")]
        if to is Status.PUBLISHED:
            assert page.one("a", href=f"{thread_path()}#c-{id_in(address)}")
        if category == "spam":
            assert "spam" not in page.text.lower()

    async def test_who_may_be_in_danger_is_told_of_help(self, client: Client, store: Store) -> None:
        address = await sent(client)
        await decide(store, address, Status.HELD, category="self_harm")
        page = await read_page(await client.get(address))
        assert "A person will read it soon." in page.text
        assert "emergency services" in page.text

    async def test_a_published_comment_is_found_in_a_long_thread(
        self, client: Client, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("service.public.status.PAGE", 2)
        monkeypatch.setattr(threads, "PAGE", 2)
        for n in range(3):
            await make.decided(store, Status.PUBLISHED, f"text {n}")
        address = await sent(client, body="Last.")
        await decide(store, address, Status.PUBLISHED)
        page = await read_page(await client.get(address))
        link = next(e for e in page.all("a") if e.text == "See it on the page")
        there = await read_page(await client.get(URL(link.attrs["href"], encoded=True)))
        assert there.one("article", id=f"c-{id_in(address)}")


class TestHostileText:
    @pytest.mark.parametrize("hostile", HOSTILE)
    async def test_is_text_on_every_page(self, client: Client, store: Store, hostile: str) -> None:
        title = Thread(key=hostile, title=hostile, url=hostile)
        author = Author(name=hostile, email=hostile, url=hostile)
        await store.sites.add("blog", title=hostile, url="https://blog.example/")
        parent = await make.decided(store, Status.PUBLISHED, hostile, thread=title, author=author)
        await make.decided(
            store, Status.PUBLISHED, hostile, thread=title, author=author, parent_id=parent.id
        )
        path = URL(thread_path(hostile), encoded=True)
        page = await read_page(await client.get(path))
        assert [e.text for e in page.all("div", class_="text")] == [hostile] * 2
        assert page.one("h1").text == hostile
        fields = await open_form(client, path)
        again = await read_page(
            await post(client, fields | {"name": hostile, "email": hostile, "body": " "}, path), 422
        )
        assert again.fields()["name"] == hostile
        response = await post(client, fields | {"name": hostile, "body": hostile}, path)
        status = await read_page(await client.get(response.headers["Location"]))
        assert status.one("div", class_="text").text == hostile

    async def test_in_an_address_is_text_on_the_error_page(self, client: Client) -> None:
        for hostile in HOSTILE:
            await read_page(await client.get("/t/blog", params={"url": hostile}), 404)
            await read_page(await client.get(PATH.with_query(cursor=hostile)), 400)


class TestStyle:
    async def test_is_small_and_cached_by_its_content(self, client: Client) -> None:
        page = await read_page(await client.get(PATH))
        response = await client.get(page.one("link", rel="stylesheet").attrs["href"])
        assert response.status == 200
        assert response.content_type == "text/css"
        assert "max-age" in response.headers["Cache-Control"]
        headers = {"If-None-Match": response.headers["ETag"]}
        again = await client.get("/static/greenroom.css", headers=headers)
        assert again.status == 304

    async def test_every_kind_of_problem_is_explained(self, client: Client) -> None:
        from service.problems import KINDS

        for slug, (_, title) in KINDS.items():
            page = await read_page(await client.get(f"/problems/{slug}"))
            assert page.one("h1").text == title
