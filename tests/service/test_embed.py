"""The widget's script: small, for any page to load, and the same for as long as its name says."""

import gzip
import importlib.util
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from service.embed import ENTRY, FOLDER, PROOF, PROOF_SCRIPT, SCRIPTS, join, shorten
from service.language import LANGUAGES
from tests.service.blog import ORIGIN, Blog

LATEST = "/embed/v1.js"
SCRIPT = SCRIPTS["en"].body
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}
SAID = re.compile(r'_\("([^"\n]*)"\)')
SENTENCE = re.compile(r"\b[A-Z][a-z]+ [a-z]|[A-Z][a-z]+[.:]|[a-z]+ [a-z]+ [a-z]+")


@pytest.mark.parametrize("language", SCRIPTS)
def test_it_is_ten_kilobytes_with_its_styles(language: str) -> None:
    assert len(gzip.compress(SCRIPTS[language].body)) <= 10 * 1024


def test_the_proof_is_one_kilobyte() -> None:
    assert len(gzip.compress(PROOF_SCRIPT)) <= 1024


def test_where_nothing_can_shorten_it_it_is_the_same_with_its_spaces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert shorten("javascript", "f( 1 ); // one") == "f( 1 ); // one"
    assert "const refused = (status, problem = {}, seconds = 0) =>" in join(ENTRY)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.tag)
def test_each_text_is_said_in_the_scripts_language(language: Any) -> None:
    script = SCRIPTS[language.tag].body.decode()
    texts = {text for source in SOURCES.values() for text in SAID.findall(source)}
    assert len(texts) > 80
    for text in texts:
        assert language.texts.gettext(text) in script
    strange = {"Published", "Post comment", "Not published: {0}."} if language.tag != "en" else ()
    assert not [text for text in strange if f'"{text}"' in script]


@pytest.mark.parametrize("name", SOURCES)
def test_no_sentence_stands_in_a_module_that_cannot_be_translated(name: str) -> None:
    """But for what its console says to an owner."""
    source = re.sub(r"//[^\n]*|console\.error\(.*?\);", "", SOURCES[name], flags=re.DOTALL)
    source = source.replace("english(`This is ${detail}.`)", "")
    for literal in re.findall(r'"([^"\n]*)"|`([^`]*)`', SAID.sub("", source)):
        said = re.sub(r"\$\{[^}]*\}", "", "".join(literal))
        assert not SENTENCE.search(said), said


@pytest.mark.parametrize(
    ("name", "language"),
    [("de", "de"), ("DE", "de"), ("de-AT", "de"), ("en", "en"), ("en-GB", "en"), ("fr", "en")],
)
async def test_a_page_says_which_language_it_wants(
    name: str, language: str, client: "TestClient[Any, Any]"
) -> None:
    response = await client.get(f"/embed/v1.{name}.js")
    assert response.headers["Content-Language"] == language
    assert await response.read() == SCRIPTS[language].body
    pinned = await client.get(response.headers["Content-Location"])
    assert await pinned.read() == SCRIPTS[language].body
    other = await client.get(f"/embed/v1.{name}.js", headers={"If-None-Match": '"x"'})
    assert other.status == 200


def test_it_has_every_module_once_and_nothing_that_is_only_for_readers_of_the_source() -> None:
    text = SCRIPT.decode()
    assert "import {" not in text
    assert "export " not in text
    assert "//" not in re.sub(r"https?://|\\/\\/", "", text)
    modules = set(SOURCES) - {PROOF}
    seen, left = {ENTRY}, re.findall(r'from "\./(\w+\.js)"', SOURCES[ENTRY])
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += re.findall(r'from "\./(\w+\.js)"', SOURCES[name])
    assert seen == modules


async def test_any_page_may_load_it(client: "TestClient[Any, Any]") -> None:
    response = await client.get(LATEST, headers={"Origin": "https://stranger.example"})
    assert response.status == 200
    assert response.content_type == "text/javascript"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers
    assert await response.read() == SCRIPT


async def test_a_page_of_a_site_may_check_it_against_a_hash(blog: Blog) -> None:
    response = await blog.get(LATEST, Origin=ORIGIN)
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert response.headers["Vary"] == "Accept-Encoding, Origin"


async def test_it_comes_small_to_who_takes_that(client: "TestClient[Any, Any]") -> None:
    async with client.request(
        "GET", LATEST, headers={"Accept-Encoding": "gzip"}, auto_decompress=False
    ) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert await response.read() == SCRIPTS["en"].small


@pytest.mark.parametrize(
    ("takes", "small"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("gzip;q=1.0, *;q=0", True),
        ("*;q=0.1, gzip ; q=0", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("*;q=0", False),
        ("gzip;q=x", False),
        ("notgzip, gzipped", False),
        ("identity", False),
        ("", False),
    ],
)
async def test_it_comes_as_its_reader_takes_it(
    takes: str, small: bool, client: "TestClient[Any, Any]"
) -> None:
    async with client.get(LATEST, headers={"Accept-Encoding": takes}) as response:
        assert response.headers.get("Content-Encoding") == ("gzip" if small else None)
        assert await response.read() == SCRIPT


async def test_it_is_not_sent_again_to_who_has_it(client: "TestClient[Any, Any]") -> None:
    tag = (await client.get(LATEST)).headers["ETag"]
    plain = (await client.get(LATEST, headers={"Accept-Encoding": "identity"})).headers["ETag"]
    assert plain != tag  # a strong one stands for these very bytes
    for each in (tag, plain, f"W/{tag}"):
        for takes in ("gzip", "identity"):
            sent = {"If-None-Match": each, "Accept-Encoding": takes}
            again = await client.get(LATEST, headers=sent)
            assert (again.status, await again.read()) == (304, b"")
            assert again.headers["ETag"] == each.removeprefix("W/")
    other = await client.get(LATEST, headers={"If-None-Match": '"0123456789abcdef"'})
    assert other.status == 200


async def test_one_version_has_an_address_of_its_own(client: "TestClient[Any, Any]") -> None:
    address = (await client.get(LATEST)).headers["Content-Location"]
    pinned = await client.get(address)
    assert "immutable" in pinned.headers["Cache-Control"]
    assert await pinned.read() == SCRIPT
    gone = await client.get("/embed/v1-0123456789abcdef.js")
    assert gone.status == 404
    assert "immutable" not in gone.headers["Cache-Control"]


async def test_the_proof_is_a_module_for_pages_of_a_site(blog: Blog) -> None:
    response = await blog.get("/embed/proof.js", Origin=ORIGIN)
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "export async function solve(" in await response.text()
