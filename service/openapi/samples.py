"""Code that calls a route: curl, JavaScript, Python. A test runs every sample as it is printed.

A sample takes the key and the comment's id from outside: `KEY` and `ID` in the environment, in
JavaScript `key` and `id`. All else it says itself.
"""

import json
import textwrap
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from service.openapi.operation import Operation, Who
from service.openapi.shared import SAMPLE_ID

STREAM = "text/event-stream"
WIDE = 60


def _curl(operation: Operation, base_url: str) -> str:
    lines = [f'curl --fail-with-body -sS "{_address(operation, base_url, "$ID")}"']
    implied = "GET" if operation.example is None else "POST"
    if operation.method != implied:
        lines.append(f"-X {operation.method}")
    if _media_type(operation) == STREAM:
        lines.append("--no-buffer")
    for name, value in _headers(operation, "$KEY").items():
        quotation = '"' if "$" in value else "'"
        lines.append(f"-H {quotation}{name}: {value}{quotation}")
    if operation.example is not None:
        lines.append(f"-d '{_json(operation.example, 2)}'")
    return " \\\n  ".join(lines)


def _javascript(operation: Operation, base_url: str) -> str:
    options = [] if operation.method == "GET" else [f'method: "{operation.method}"']
    headers = _headers(operation, "${key}")
    if headers:
        each = [f"{json.dumps(name)}: {_filled(value)}" for name, value in headers.items()]
        options.append(_block("headers: {", each, "}", 2))
    if operation.example is not None:
        options.append(f"body: JSON.stringify({_json(operation.example, 2)})")
    address = _filled(_address(operation, base_url, "${id}"))
    call = _block(f"fetch({address}, {{", options, "})", 2) if options else f"fetch({address})"
    read = {
        "": [],
        "application/json": ["const answer = await response.json();"],
        "text/html": ["const answer = await response.text();"],
        STREAM: [
            "const decoder = new TextDecoderStream();",
            "const events = response.body.pipeThrough(decoder).getReader();",
            "const answer = (await events.read()).value;",
        ],
    }[_media_type(operation)]
    check = "if (!response.ok) throw new Error((await response.json()).detail);"
    return "\n".join((f"const response = await {call};", check, *read))


def _python(operation: Operation, base_url: str) -> str:
    arguments = [_formatted(_address(operation, base_url, "{os.environ['ID']}"))]
    headers = _headers(operation, "{os.environ['KEY']}")
    headers.pop("Content-Type", None)  # `json` says it
    if headers:
        each = [f"{json.dumps(name)}: {_formatted(value)}" for name, value in headers.items()]
        arguments.append(_block("headers={", each, "}", 4))
    if operation.example is not None:
        arguments.append(f"json={_json(operation.example, 4)}")
    if _media_type(operation) == STREAM:
        arguments.append("stream=True")
    arguments.append("timeout=20")
    call = _block(f"response = requests.{operation.method.lower()}(", arguments, ")", 4)
    read = {
        "": [],
        "application/json": ["print(response.json())"],
        "text/html": ["print(response.text)"],
        STREAM: ["for line in response.iter_lines():", "    print(line.decode())"],
    }[_media_type(operation)]
    imports = ["import os", ""] if "os.environ" in call else []
    imports += ["import requests", ""]
    return "\n".join((*imports, call, "response.raise_for_status()", *read))


LANGUAGES: dict[str, Callable[[Operation, str], str]] = {
    "curl": _curl,
    "JavaScript": _javascript,
    "Python": _python,
}


def _address(operation: Operation, base_url: str, comment_id: str) -> str:
    path, query = operation.path, {}
    for each in operation.parameters:
        if each.where == "path" and each.example is not None:
            value = comment_id if each.example == SAMPLE_ID else quote(each.example, safe="")
            path = path.replace(f"{{{each.name}}}", value)
        if each.where == "query" and each.example is not None:
            query[each.name] = each.example
    return f"{base_url}{path}?{urlencode(query)}" if query else f"{base_url}{path}"


def _headers(operation: Operation, key: str) -> dict[str, str]:
    """The request's headers, in which `key` stands for the key."""
    sent = {} if operation.sample_by is Who.ANYBODY else {"Authorization": f"Bearer {key}"}
    if operation.example is not None:
        sent["Content-Type"] = "application/json"
    for each in operation.parameters:
        if each.where == "header" and each.example is not None:
            sent[each.name] = each.example
    return sent


def _media_type(operation: Operation) -> str:
    """Of the answer when all went well; empty if it has no body."""
    first = operation.answers[0]
    return first.media_type if first.body else ""


def _json(value: Any, indent: int) -> str:
    """As JSON, which Python reads too where nothing is true, false or null."""
    short = json.dumps(value)
    return short if len(short) <= WIDE else json.dumps(value, indent=indent)


def _block(head: str, lines: list[str], tail: str, indent: int) -> str:
    inner = textwrap.indent("".join(f"{line},\n" for line in lines), " " * indent)
    return f"{head}\n{inner}{tail}"


def _filled(value: str) -> str:
    """A string of JavaScript, with the place in it filled in."""
    return f"`{value}`" if "${" in value else json.dumps(value)


def _formatted(value: str) -> str:
    """A string of Python, with the place in it filled in."""
    return f'f"{value}"' if "{os." in value else json.dumps(value)
