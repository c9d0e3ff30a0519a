"""What the reference at `/docs` shows: the document, brought into an order and words for people.

The document is the source; nothing is said here that it does not say. Pure, but for a memory of
what was made of a base address.
"""

import functools
from dataclasses import dataclass

from markupsafe import Markup, escape

from service.openapi.document import OPERATIONS, TAGS, document
from service.openapi.operation import Json, Operation, Who
from service.openapi.samples import LANGUAGES

WHO = {
    Who.ANYBODY: "anybody",
    Who.PUBLISHABLE: "a publishable key",
    Who.SECRET: "a secret key",
    Who.TOKEN: "the comment's token",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a call, or a field of a type. `place` is where a parameter goes."""

    name: str
    kind: Markup
    text: Markup
    required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One status that a call can have, and what comes with it. `headers` are names."""

    status: str
    text: Markup
    kind: Markup
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A route. `samples` are pairs of a language and code."""

    operation: Operation
    text: Markup
    who: str
    key: str
    parameters: tuple[Field, ...]
    body: Markup | None
    answers: tuple[Outcome, ...]
    errors: tuple[Outcome, ...]
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A schema that has a name."""

    name: str
    text: Markup
    kind: Markup
    fields: tuple[Field, ...]


@functools.cache
def calls(base_url: str) -> dict[str, list[Call]]:
    """Every call, by its tag."""
    paths = document(base_url)["paths"]
    found: dict[str, list[Call]] = {tag: [] for tag in TAGS}
    for each in OPERATIONS:
        found[each.tag].append(_call(each, paths[each.path][each.method.lower()], base_url))
    return found


@functools.cache
def types(base_url: str) -> list[Type]:
    """Every type, by name."""
    schemas = document(base_url)["components"]["schemas"]
    return [
        Type(
            name,
            _marked(schema.get("description", "")),
            Markup() if "properties" in schema else _kind(schema),
            _fields(schema),
        )
        for name, schema in sorted(schemas.items())
    ]


def _call(operation: Operation, described: Json, base_url: str) -> Call:
    body = described.get("requestBody")
    outcomes = [_outcome(status, answer) for status, answer in described["responses"].items()]
    return Call(
        operation,
        _marked(described["description"]),
        _listed([WHO[who] for who in operation.who]),
        "" if operation.sample_by is Who.ANYBODY else WHO[operation.sample_by],
        tuple(
            Field(
                each["name"],
                _kind(each["schema"]),
                _marked(each["description"]),
                each["required"],
                each["in"],
            )
            for each in described["parameters"]
        ),
        _kind(body["content"]["application/json"]["schema"]) if body else None,
        tuple(each for each in outcomes if each.status < "400"),
        tuple(each for each in outcomes if each.status >= "400"),
        tuple((language, write(operation, base_url)) for language, write in LANGUAGES.items()),
    )


def _outcome(status: str, answer: Json) -> Outcome:
    contents = answer.get("content", {}).items()
    kinds = [
        _kind(content["schema"]) if media_type.endswith("json") else escape(media_type)
        for media_type, content in contents
    ]
    headers = tuple(name for name in answer["headers"] if name != "X-Request-ID")
    return Outcome(status, _marked(answer["description"]), Markup(", ").join(kinds), headers)


def _fields(schema: Json) -> tuple[Field, ...]:
    required = schema.get("required", ())
    return tuple(
        Field(name, _kind(each), _marked(_description(each)), name in required)
        for name, each in schema.get("properties", {}).items()
    )


def _description(schema: Json) -> str:
    """A field's; of one that can be null it stands with what else it can be."""
    first: Json = schema.get("anyOf", [{}])[0]
    return str(schema.get("description", first.get("description", "")))


def _kind(schema: Json) -> Markup:
    """A schema in a few words; a type that has a name as a link to it."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Markup('<a href="#{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(", or ").join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return Markup(", ").join(Markup("<code>{}</code>").format(each) for each in schema["enum"])
    if "prefixItems" in schema:
        return Markup("[{}]").format(Markup(", ").join(map(_kind, schema["prefixItems"])))
    limit = _limit(schema)
    if schema.get("type") == "array":
        return Markup("list of {}{}").format(_kind(schema["items"]), limit)
    if "additionalProperties" in schema and schema.get("type") == "object":
        return Markup("object, each value {}").format(_kind(schema["additionalProperties"]))
    return Markup("{}{}").format(schema.get("type", "any"), limit)


def _limit(schema: Json) -> str:
    """How long, how many or how much, as words behind the type."""
    for least, most, what in (
        ("minLength", "maxLength", " of {} characters"),
        ("minItems", "maxItems", ", {} of them"),
        ("minimum", "maximum", " {}"),
    ):
        if most in schema:
            up_to = f"{schema[most]:,}"
            return what.format(
                f"{schema[least]} to {up_to}" if least in schema else f"up to {up_to}"
            )
    return ""


def _marked(text: str) -> Markup:
    """Text in which `code` stands between backticks."""
    code = Markup("<code>{}</code>")
    parts = text.split("`")
    return Markup().join(code.format(part) if n % 2 else part for n, part in enumerate(parts))


def _listed(words: list[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
