from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import msgspec
import pytest
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31

from service.app import API
from service.filters import Filter
from service.openapi.document import OPERATIONS, TAGS
from service.openapi.lists import FILTERS
from service.openapi.operation import Operation, Who
from service.openapi.shared import HEADERS, problems
from service.problems import KINDS
from tests.service.contract import told, wrong


def each_schema(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for below in node.values():
            yield from each_schema(below)
    elif isinstance(node, list):
        for below in node:
            yield from each_schema(below)


def test_it_is_openapi() -> None:
    faults = list(Draft202012Validator(OPENAPI_31).iter_errors(told()))
    assert [fault.message for fault in faults] == []


def test_every_schema_in_it_is_one() -> None:
    components = told()["components"]["schemas"]
    assert {"Draft", "Problem", "PublicComment"} <= set(components)
    for schema in components.values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere() -> None:
    document = told()
    for node in each_schema(document):
        if isinstance(node.get("$ref"), str):
            found: Any = document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]


def test_every_route_is_described_and_nothing_else(client: "TestClient[Any, Any]") -> None:
    served = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.resource is not None
        and route.resource.canonical.startswith("/v1/")
        and route.method != "HEAD"  # the framework's own, beside each GET
    }
    assert served == {(route.method, route.path.replace(":[^/]+", "")) for route in API}
    assert {(each.method, each.path) for each in OPERATIONS} == served


def test_a_queue_takes_the_filters_that_are_described() -> None:
    assert {each.name for each in FILTERS} == {each.name for each in fields(Filter)}


def test_every_operation_has_a_name_of_its_own() -> None:
    assert len({each.id for each in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_an_operation_uses_words_that_there_are(operation: Operation) -> None:
    assert operation.tag in TAGS
    assert set(problems(operation)) <= set(KINDS)
    assert {name for answer in operation.answers for name in answer.headers} <= set(HEADERS)
    in_path = {each.name for each in operation.parameters if each.where == "path"}
    assert all(f"{{{name}}}" in operation.path for name in in_path)
    assert operation.path.count("{") == len(in_path)
    assert operation.body is None or operation.method in ("POST", "PATCH")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_an_example_is_what_the_schema_asks_for(operation: Operation) -> None:
    if operation.body is None:
        assert operation.example is None
        return
    described = told()["paths"][operation.path][operation.method.lower()]["requestBody"]
    content = described["content"]["application/json"]
    assert wrong(content["example"], content["schema"]) == []
    msgspec.convert(operation.example, operation.body)


def test_only_what_anybody_may_do_needs_no_key() -> None:
    for each in OPERATIONS:
        described = told()["paths"][each.path][each.method.lower()]
        assert ({} in described["security"]) == (Who.ANYBODY in each.who)
        assert described["security"]


async def test_it_is_kept_until_it_is_another(client: "TestClient[Any, Any]") -> None:
    first = await client.get("/openapi.json")
    assert (first.status, first.content_type) == (200, "application/json")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert (await first.json())["openapi"].startswith("3.1.")
    again = await client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = await client.get("/openapi.json", headers={"If-None-Match": '"another"'})
    assert other.status == 200


async def test_it_names_the_address_that_the_world_knows(client: "TestClient[Any, Any]") -> None:
    document = await (await client.get("/openapi.json")).json()
    assert [each["url"] for each in document["servers"]] == ["http://127.0.0.1:8080"]


def test_real_answers_are_read_strictly() -> None:
    schema = {"$ref": "#/components/schemas/Reported"}
    assert wrong({"id": "x", "reported": True}, schema) == []
    assert wrong({"id": "x", "reported": "yes"}, schema)
    assert wrong({"id": "x", "reported": True, "more": 1}, schema)
    assert "additionalProperties" not in told()["components"]["schemas"]["Reported"]
