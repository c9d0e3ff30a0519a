import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.comment import Comment
from moderation.draft import Draft, InvalidDraft, LooseDraft, decode_draft, to_comment
from moderation.identity import new_id


def comment(**fields: Any) -> Comment:
    sent = {"thread": {"key": "/hello"}, "body": "Hi", **fields}
    draft = decode_draft(json.dumps(sent).encode(), Draft)
    return to_comment(draft, comment_id=new_id(), site="blog")


def faults(**fields: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDraft) as caught:
        comment(**fields)
    return [(error.pointer, error.code) for error in caught.value.errors]


def test_a_full_draft_becomes_a_comment() -> None:
    made = comment(
        thread={"key": "/a", "url": "https://b.example/a", "title": "A", "topics": ["x"]},
        author={"name": " Ana ", "email": "a@b.example", "url": "https://ana.example"},
        lang="en",
        client={"ip": "203.0.113.7", "user_agent": "x"},
        body="one\r\ntwo\rthree",
    )
    assert made.body == "one\ntwo\nthree"
    assert made.author.name == "Ana"
    assert made.thread.topics == ("x",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"body": ""}, ("/body", "required")),
        ({"body": " \n "}, ("/body", "required")),
        ({"body": "x" * 5001}, ("/body", "max_length")),
        ({"body": "a\x00b"}, ("/body", "character")),
        ({"body": "a\x1b[31mb"}, ("/body", "character")),
        ({"body": "a\x85b"}, ("/body", "character")),
        ({"body": "a\ufffeb"}, ("/body", "character")),
        ({"body": "a" + "\u0301" * 9}, ("/body", "character")),
        ({"body": 7}, ("/body", "type")),
        ({"body": None}, ("/body", "type")),
        ({"thread": {"key": ""}}, ("/thread/key", "required")),
        ({"thread": {"key": "a\nb"}}, ("/thread/key", "invalid")),
        ({"thread": {"key": ".."}}, ("/thread/key", "invalid")),
        ({"thread": {"key": "k" * 2001}}, ("/thread/key", "max_length")),
        ({"thread": {"key": "/a", "url": "javascript:alert(1)"}}, ("/thread/url", "invalid")),
        ({"thread": {"key": "/a", "url": "//x"}}, ("/thread/url", "invalid")),
        ({"thread": {"key": "/a", "url": "http://[x"}}, ("/thread/url", "invalid")),
        ({"thread": {"key": "/a", "topics": ["t"] * 21}}, ("/thread/topics", "max_items")),
        ({"thread": {"key": "/a", "topics": ["t", 1]}}, ("/thread/topics/1", "type")),
        ({"thread": {"key": "/a", "colour": 1}}, ("/thread/colour", "unknown_field")),
        ({"thread": {}}, ("/thread/key", "required")),
        ({"author": {"name": "n" * 81}}, ("/author/name", "max_length")),
        ({"author": {"email": "nobody"}}, ("/author/email", "invalid")),
        ({"author": {"url": "ftp://x.example"}}, ("/author/url", "invalid")),
        ({"parent_id": "1"}, ("/parent_id", "invalid")),
        ({"site": "No Such"}, ("/site", "invalid")),
        ({"bodyy": "x"}, ("/bodyy", "unknown_field")),
        ({"client": {"ip": "1" * 46}}, ("/client/ip", "max_length")),
    ],
)
def test_each_fault_is_named(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults(**fields) == [expected]


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(body="", author={"email": "x", "url": "x"})) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[",
        b"nonsense",
        b"\xff\xfe{}",
        '{"body":"x"}'.encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b'{"thread":{"key":"a"},"body":"\\ud800"}',
        b'{"thread":{"key":"a"},"body":"\xff"}',
        b'{"thread":{"key":"a"},"body":NaN}',
        b'{"thread":{"key":"a"},"body":"x"}{}',
        b"[" * 50_000,
        b'{"a":' * 50_000,
        b'{"body":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_what_is_no_json_in_utf8_is_refused_as_such(data: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON in UTF-8"):
        decode_draft(data, Draft)


def test_a_loose_draft_needs_no_thread() -> None:
    assert decode_draft(b'{"body":"x"}', LooseDraft).body == "x"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_draft_or_refused(data: bytes) -> None:
    with contextlib.suppress(InvalidDraft, ValueError):
        decode_draft(data, Draft)


@given(st.text(max_size=300))
def test_any_text_is_kept_letter_for_letter_or_refused(text: str) -> None:
    draft = Draft(thread=decode_draft(b'{"key":"/a"}', type(LooseDraft(body="").thread)), body=text)
    try:
        made = to_comment(draft, comment_id=new_id(), site="blog")
    except InvalidDraft:
        return
    assert made.body == text.replace("\r\n", "\n").replace("\r", "\n")
    assert made.body.encode()
