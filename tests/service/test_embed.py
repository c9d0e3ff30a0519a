"""The widget's script: small, for any page to load, and the same for as long as its name says."""

import gzip
import re
from typing import Any

from aiohttp.test_utils import TestClient

from service.embed import ENTRY, FOLDER, PROOF, PROOF_SCRIPT, SCRIPT, SMALL
from tests.service.blog import ORIGIN, Blog

LATEST = "/embed/v1.js"


def test_it_is_ten_kilobytes_with_its_styles_and_the_proof_is_one() -> None:
    assert len(gzip.compress(SCRIPT)) <= 10 * 1024
    assert len(gzip.compress(PROOF_SCRIPT)) <= 1024


def test_it_has_every_module_once_and_nothing_that_is_only_for_readers_of_the_source() -> None:
    text = SCRIPT.decode()
    assert "import {" not in text
    assert "export " not in text
    assert "//" not in re.sub(r"https?://|\\/\\/", "", text)
    modules = {path.name for path in FOLDER.glob("*.js")} - {PROOF}
    raw = (FOLDER / ENTRY).read_text(encoding="utf-8")
    seen, left = {ENTRY}, re.findall(r'from "\./(\w+\.js)"', raw)
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            more = (FOLDER / name).read_text(encoding="utf-8")
            left += re.findall(r'from "\./(\w+\.js)"', more)
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
        assert await response.read() == SMALL
    async with client.get(LATEST, headers={"Accept-Encoding": "identity"}) as response:
        assert "Content-Encoding" not in response.headers


async def test_it_is_not_sent_again_to_who_has_it(client: "TestClient[Any, Any]") -> None:
    tag = (await client.get(LATEST)).headers["ETag"]
    again = await client.get(LATEST, headers={"If-None-Match": tag})
    assert (again.status, await again.read()) == (304, b"")
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
