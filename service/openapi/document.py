"""The OpenAPI 3.1 document: the descriptions of all routes, and the schemas of what they speak of.

Requests' schemas come from the very types that decode them. An answer's schema leaves room for
fields to come.
"""

import functools
import hashlib
from collections import defaultdict
from typing import Any

import msgspec

from service.openapi import comments, lists, own, servers
from service.openapi.answers import Problem
from service.openapi.operation import Answer, Json, Operation, Parameter, Who
from service.openapi.shared import HEADERS, SAMPLE_ID, problems
from service.openapi.streamed import Event, Missed
from service.problems import CONTENT_TYPE, KINDS

OPERATIONS: tuple[Operation, ...] = (
    *comments.OPERATIONS,
    *own.OPERATIONS,
    *lists.OPERATIONS,
    *servers.OPERATIONS,
)

VERSION = "1.0.0"
TAGS = {
    "Comments": "What a page or a site's server does with one comment.",
    "Threads": "What readers see.",
    "Moderation": "For the site's own server: queues, decisions, verdicts.",
}
# What is in answers as a text.
WITHIN = (Event, Missed)
REF = "#/components/schemas/{name}"

SECURITY_SCHEMES: Json = {
    Who.PUBLISHABLE: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "pk_<site>_...",
        "description": "A publishable key may stand in a page. It works from the site's own "
        "origins only: the Origin header, which browsers set, must be one that the site lists.",
    },
    Who.SECRET: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "sk_<site>_...",
        "description": "A secret key stays on the site's server. It reads all of its site, and "
        "decides.",
    },
    Who.TOKEN: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "ct_<site>_...",
        "description": "A comment's own token, given when it was posted, is for its author.",
    },
}


@functools.cache
def encoded(base_url: str) -> tuple[bytes, str]:
    """The document as JSON, and a strong entity tag for it."""
    data = msgspec.json.encode(document(base_url))
    return data, f'"{hashlib.sha256(data).hexdigest()[:32]}"'


@functools.cache
def document(base_url: str) -> Json:
    """The document, for a service that the world reaches at `base_url`. Not to be changed."""
    refs, schemas = _schemas()
    paths: defaultdict[str, Json] = defaultdict(dict)
    for operation in OPERATIONS:
        paths[operation.path][operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Greenroom",
            "version": VERSION,
            "description": "Comments for blogs: posted, checked, moderated, read. JSON in UTF-8, "
            "times in RFC 3339 and UTC, opaque ids. Fields are only ever added: expect more.",
        },
        "servers": [{"url": base_url}],
        "externalDocs": {"url": f"{base_url}/docs", "description": "The reference, with samples."},
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": dict(paths),
        "components": {
            "schemas": schemas,
            "headers": HEADERS,
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _schemas() -> tuple[dict[Any, Json], Json]:
    """A schema for each type that is named in a description, and those that they refer to."""
    answers = [kind for each in OPERATIONS for answer in each.answers for kind in answer.body]
    bodies = [each.body for each in OPERATIONS if each.body is not None]
    types = list(dict.fromkeys((*bodies, *answers, *WITHIN, Problem)))
    found, schemas = msgspec.json.schema_components(types, ref_template=REF)
    return dict(zip(types, found, strict=True)), schemas


def _operation(operation: Operation, refs: dict[Any, Json]) -> Json:
    described: Json = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.text,
        "security": [{} if who is Who.ANYBODY else {who: []} for who in operation.who],
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": {
            **{str(each.status): _answer(each, operation, refs) for each in operation.answers},
            **_problems(operation, refs),
        },
    }
    if operation.body is not None:
        content: Json = {"schema": refs[operation.body]}
        if operation.example is not None:
            content["example"] = operation.example
        described["requestBody"] = {"required": True, "content": {"application/json": content}}
    return described


def _parameter(parameter: Parameter) -> Json:
    example = parameter.example
    told = example is not None and example != SAMPLE_ID
    return {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.text,
        "required": parameter.required,
        "schema": parameter.schema,
        **({"example": example} if told else {}),
    }


def _answer(answer: Answer, operation: Operation, refs: dict[Any, Json]) -> Json:
    told: Json = {
        "description": answer.text,
        "headers": _headers(("X-Request-ID", *answer.headers), answer.maybe),
    }
    if answer.body:
        one, *others = [refs[kind] for kind in answer.body]
        schema = {"anyOf": [one, *others]} if others else one
        told["content"] = {answer.media_type: {"schema": schema}}
    if operation.links and answer.status in (201, 202):
        told["links"] = operation.links
    return told


def _problems(operation: Operation, refs: dict[Any, Json]) -> Json:
    """One answer a status, which says of which kinds it can be."""
    by_status: defaultdict[int, list[str]] = defaultdict(list)
    for slug in problems(operation):
        by_status[KINDS[slug][0]].append(slug)
    always = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
    return {
        str(status): {
            "description": " ".join(f"`{slug}`: {KINDS[slug][1]}." for slug in slugs),
            "headers": _headers(always.get(status, ()), ("X-Request-ID",)),
            "content": {CONTENT_TYPE: {"schema": refs[Problem]}},
        }
        for status, slugs in sorted(by_status.items())
    }


def _headers(always: tuple[str, ...], maybe: tuple[str, ...]) -> Json:
    """A header's `required` is its answer's own, so it stands there and not in the component."""
    return {
        **{name: {**HEADERS[name], "required": True} for name in always},
        **{name: {"$ref": f"#/components/headers/{name}"} for name in maybe},
    }
