from typing import Any

from aiohttp.test_utils import TestClient

from service.openapi.document import OPERATIONS
from service.openapi.samples import LANGUAGES
from service.problems import KINDS
from tests.service.contract import told
from tests.service.pages import Page


async def test_the_page_names_every_call_type_and_error(client: "TestClient[Any, Any]") -> None:
    response = await client.get("/docs")
    text = await response.text()
    assert response.status == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert all(f'id="{each.id}"' in text and each.path in text for each in OPERATIONS)
    assert all(f'id="{name}"' in text for name in told()["components"]["schemas"])
    assert all(f"/problems/{slug}" in text for slug in KINDS)
    assert text.count("<pre ") == len(OPERATIONS) * len(LANGUAGES)


async def test_every_link_within_the_page_leads_somewhere(client: "TestClient[Any, Any]") -> None:
    page = Page(await (await client.get("/docs")).text())
    ids = [element.attrs["id"] for element in page.elements if "id" in element.attrs]
    links = {element.attrs.get("href", "") for element in page.elements if element.tag == "a"}
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert (await client.get("/openapi.json")).status == 200
