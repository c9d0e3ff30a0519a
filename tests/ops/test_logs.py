"""The log: one line an event, whatever is in it, and nothing about a person."""

import io
import json
import logging
import sys
from typing import Any

import pytest

from moderation import logs

NASTY = 'one\r\ntwo\n{"event":"forged"}\x1b[2Jthree\x7f\x9b31m\u2028four\u202efive\ud800'


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


def lines(stream: io.StringIO) -> list[str]:
    text = stream.getvalue()
    assert text.endswith("\n")
    return text[:-1].split("\n")


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines(stream)]


@pytest.mark.parametrize("people", [False, True])
def test_an_event_is_one_printable_line(stream: io.StringIO, people: bool) -> None:
    logs.set_up(stream, people=people)
    logging.getLogger("a.b").warning("comment by %s", NASTY, extra={"site": NASTY})
    (line,) = lines(stream)
    assert line.isprintable()
    assert line.encode("utf-8")


def test_json_keeps_the_text(stream: io.StringIO) -> None:
    logs.set_up(stream)
    logging.getLogger("a.b").info("said %s", "one\r\ntwo\x1b\x7f", extra={"comment_id": "x1"})
    (event,) = events(stream)
    assert event["event"] == "said one\r\ntwo\x1b\x7f"
    assert event["level"] == "info"
    assert event["logger"] == "a.b"
    assert event["comment_id"] == "x1"
    assert event["ts"].endswith("Z")


def test_only_known_extras_are_told(stream: io.StringIO) -> None:
    logs.set_up(stream)
    logging.getLogger().warning("done", extra={"body": "canary", "request_id": "r1"})
    assert "canary" not in stream.getvalue()
    assert events(stream)[0]["request_id"] == "r1"


@pytest.mark.parametrize(
    ("secret", "message"),
    [
        ("ana@example.org", "mail from ana@example.org came"),
        ("203.0.113.7", "connection from 203.0.113.7 refused"),
        ("203.0.113.7", "peer 203.0.113.7:4711"),
        ("2001:db8::1", "connection from 2001:db8::1 refused"),
        ("hunter2", "cannot reach redis://:hunter2@redis:6379/0"),
        ("hunter2", "cannot reach rediss://worker:hunter2@10.0.0.9:6379/0"),
    ],
)
@pytest.mark.parametrize("people", [False, True])
def test_persons_and_passwords_are_struck_out(
    stream: io.StringIO, secret: str, message: str, people: bool
) -> None:
    logs.set_up(stream, people=people)
    logging.getLogger().warning("%s", message)
    assert secret not in stream.getvalue()


@pytest.mark.parametrize(
    "message", ["serving http://127.0.0.1:8080 on 0.0.0.0:8080", "at 12:00:01", "greenroom 9.1.2"]
)
def test_what_is_nobodys_stays(message: str) -> None:
    assert logs.redact(message) == message


@pytest.mark.parametrize("people", [False, True])
def test_an_exception_is_told_without_its_text(stream: io.StringIO, people: bool) -> None:
    logs.set_up(stream, people=people)
    try:
        int("canary: a comment's text\n")
    except ValueError:
        logging.getLogger().exception("a check failed")
    (line,) = lines(stream)
    assert "canary" not in line
    assert "ValueError" in line
    assert "test_logs.py" in line


def test_a_system_error_is_told_by_its_kind(stream: io.StringIO) -> None:
    logs.set_up(stream)
    try:
        open("/nowhere/to/be/found")  # noqa: SIM115
    except OSError:
        logging.getLogger().exception("cannot read")
    assert events(stream)[0]["error"][0] == "FileNotFoundError (No such file or directory)"


def test_wrong_arguments_still_leave_an_event(stream: io.StringIO) -> None:
    logs.set_up(stream)
    logging.getLogger().warning("%d of %d", "x")
    assert events(stream)[0]["event"] == "%d of %d"


def test_a_stream_that_is_gone_stops_nothing() -> None:
    closed = io.StringIO()
    logs.set_up(closed)
    closed.close()
    logging.getLogger().warning("to nobody")


def test_the_default_is_json_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(sys.stdout)
    logging.getLogger().warning("here")
    assert json.loads(capsys.readouterr().out)["event"] == "here"
