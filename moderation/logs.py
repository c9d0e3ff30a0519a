"""What every process writes to its log: one line an event, and nothing about a person.

JSON lines, or lines for people when the output is a terminal. Line breaks and escape sequences
cannot leave their line. Comment texts are never logged (the code logs ids); should an e-mail
address, a network address or a password slip into a message, it is struck out here. An exception is
told by its type and the lines it passed, never by its text, which may quote what it choked on.
"""

import json
import logging
import re
import sys
import time
import traceback
from ipaddress import ip_address
from typing import Any, TextIO

# What a call may add to an event with `extra`; anything else stays out of the log.
EXTRAS = ("request_id", "site", "comment_id", "duration_ms")

_USERINFO = re.compile(r"//[^/\s@]*@")
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[\w.:]*)"
)


def set_up(stream: TextIO | None = None, *, people: bool | None = None) -> None:
    """Log to `stream` (standard output); for `people` if it is a terminal, unless told."""
    stream = stream or sys.stdout
    if people is None:
        people = stream.isatty()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PeopleFormatter() if people else JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a terminal that is gone must not stop the work


class JsonFormatter(logging.Formatter):
    """`{"ts", "level", "logger", "event", "pid", ...}` on one line of ASCII."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "ts": _utc(record.created, record.msecs),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": message_of(record),
            "pid": record.process,
        }
        for name in EXTRAS:
            value = getattr(record, name, None)
            if value is not None:
                event[name] = redact(value) if isinstance(value, str) else value
        if record.exc_info and record.exc_info[1] is not None:
            event["error"] = describe(record.exc_info[1])
        return json.dumps(event, default=str).replace("\x7f", "\\u007f")


class PeopleFormatter(logging.Formatter):
    """`12:00:01 warning service.intake  event`, with control characters shown as escapes."""

    def format(self, record: logging.LogRecord) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        line = f"{clock} {record.levelname.lower():<7} {record.name}  {message_of(record)}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" [{' < '.join(describe(record.exc_info[1]))}]"
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def message_of(record: logging.LogRecord) -> str:
    """The event's text, redacted. A call with the wrong arguments still says something."""
    try:
        return redact(record.getMessage())
    except (TypeError, ValueError):
        return redact(str(record.msg))


def redact(text: str) -> str:
    """Strike out passwords in URLs, e-mail addresses, and addresses of other machines."""
    text = _USERINFO.sub("//[password]@", text)
    return _ADDRESS.sub(_strike, _EMAIL.sub("[e-mail]", text))


def _strike(match: re.Match[str]) -> str:
    found = match.group()
    host = found.rsplit(":", 1)[0] if found.count(":") == 1 else found
    try:
        address = ip_address(host)
    except ValueError:
        return found
    return found if address.is_loopback or address.is_unspecified else "[address]"


def describe(exc: BaseException) -> list[str]:
    """An exception's type, its system error if it is one, and where it passed, innermost first."""
    name = type(exc).__name__
    if isinstance(exc, OSError) and exc.errno is not None:
        name += f" ({exc.strerror})"
    frames = traceback.extract_tb(exc.__traceback__)
    passed = [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames)]
    told = [name, *passed[:12]]
    if exc.__cause__ is not None:
        told += ["caused by", *describe(exc.__cause__)]
    return told


def _short(path: str) -> str:
    return "/".join(path.split("/")[-2:])


def _utc(seconds: float, msecs: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(msecs):03d}Z"
