"""The words in which a route is described: pure values, turned into OpenAPI by `document`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Who(StrEnum):
    """Who may call: a name among the document's security schemes, or anybody without a key."""

    ANYBODY = "anybody"
    PUBLISHABLE = "publishableKey"
    SECRET = "secretKey"  # noqa: S105 - a name, not a secret
    TOKEN = "commentToken"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Parameter:
    """`where` is path, query or header. `example` is what the samples send; None: they leave it."""

    name: str
    where: str
    text: str
    schema: Json
    required: bool = False
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is no error. `body` are types that msgspec knows, any of which it can be; with
    none there is no body. `headers` are names in `shared.HEADERS`; those in `maybe` may lack."""

    status: int
    text: str
    body: tuple[Any, ...] = ()
    headers: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `errors` are kinds of problem (`service.problems.KINDS`) beside
    those that every route of its kind can answer. `example` is the body that the samples send;
    `sample_by` whose key they send it with."""

    method: str
    path: str
    id: str
    tag: str
    summary: str
    text: str
    who: tuple[Who, ...]
    answers: tuple[Answer, ...]
    errors: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Any = None
    example: Json | None = None
    sample_by: Who = Who.SECRET
    links: Json = field(default_factory=dict)
