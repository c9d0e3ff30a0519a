"""Real answers beside what `/openapi.json` says of them.

Every answer that a test gets through `tests.service.blog` is held against the document, and more
strictly than clients should: a field that no schema names is a fault of the document.
"""

import functools
import re
from typing import Any

import msgspec
from aiohttp import ClientResponse
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from service.openapi.document import document

BASE = "http://contract.test"
HERE = "urn:greenroom"


def told() -> dict[str, Any]:
    """The document as a client reads it, with its types of JSON and no other."""
    read: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document(BASE)))
    return read


@functools.cache
def _strict() -> tuple[dict[str, Any], "Registry[Any]"]:
    """The document with no room for fields that it does not name, and how to look things up."""
    read = told()
    for schema in read["components"]["schemas"].values():
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    return read, Registry().with_resource(HERE, DRAFT202012.create_resource(read))


@functools.cache
def _paths() -> list[tuple[re.Pattern[str], str]]:
    paths = _strict()[0]["paths"]
    return [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))), path) for path in paths]


async def keeps(response: ClientResponse) -> None:
    """Assert that the document describes this answer. Answers of unknown addresses are no part of
    it, nor is a method that an address does not take."""
    raw = response.request_info.url.raw_path
    path = next((path for pattern, path in _paths() if pattern.fullmatch(raw)), None)
    document = _strict()[0]
    method = response.method.lower()
    if path is None or method not in document["paths"][path]:
        return
    operation = document["paths"][path][method]
    about = f"{response.method} {path} answered {response.status}"
    assert str(response.status) in operation["responses"], f"{about}, which is not described"
    _keeps(response, operation["responses"][str(response.status)], await response.read(), about)


def _keeps(response: ClientResponse, answer: dict[str, Any], body: bytes, about: str) -> None:
    missing = [
        name
        for name, header in answer["headers"].items()
        if header.get("required") and name not in response.headers
    ]
    assert not missing, f"{about} without {missing}"
    content = answer.get("content")
    if content is None:
        assert not body, f"{about} with a body"
        return
    assert response.content_type in content, f"{about} as {response.content_type}"
    if response.content_type.endswith("json"):
        faults = wrong(msgspec.json.decode(body), content[response.content_type]["schema"])
        assert not faults, f"{about}: {faults}"


def wrong(value: Any, schema: dict[str, Any]) -> list[str]:
    """What a schema of the document has against a value."""
    validator = Draft202012Validator(
        {"$ref": f"{HERE}{schema['$ref']}"} if "$ref" in schema else _absolute(schema),
        registry=_strict()[1],
    )
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(value)]


def _absolute(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"{HERE}{each['$ref']}"} for each in schema["anyOf"]]}
