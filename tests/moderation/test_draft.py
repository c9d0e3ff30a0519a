import contextlib
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.characters import cleaned
from moderation.comment import Comment
from moderation.draft import (
    Draft,
    InvalidDraft,
    LooseDraft,
    decode_draft,
    to_body,
    to_comment,
)
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
        ({"body": "a\U0001fffeb"}, ("/body", "character")),
        ({"body": "a\U0010ffffb"}, ("/body", "character")),
        ({"body": "\u200b\u200b"}, ("/body", "required")),
        ({"body": "\u00ad\n\u2060 \u3164\u2800\ufe0f\u202e\U000e0041"}, ("/body", "required")),
        ({"body": "a" + ("\u0301" * 8 + "\u200d") * 30}, ("/body", "character")),
        ({"body": "a" + ("\u0301" * 4 + "\u093e") * 3}, ("/body", "character")),
        ({"body": "ก" + "็" * 60}, ("/body", "character")),
        ({"body": "a" + "\u20dd" * 9}, ("/body", "character")),
        ({"body": 7}, ("/body", "type")),
        ({"body": None}, ("/body", "type")),
        ({"thread": {"key": ""}}, ("/thread/key", "required")),
        ({"thread": {"key": "\u200b"}}, ("/thread/key", "required")),
        ({"thread": {"key": "/a\u202eb"}}, ("/thread/key", "character")),
        (
            {"thread": {"key": "/a", "url": "https://x.example/\u202e"}},
            ("/thread/url", "character"),
        ),
        ({"thread": {"key": "/a", "topics": ["\u2060"]}}, ("/thread/topics/0", "required")),
        ({"author": {"name": "A\u2028b"}}, ("/author/name", "invalid")),
        ({"author": {"name": "A\u2029b"}}, ("/author/name", "invalid")),
        ({"author": {"name": "ก" + "็" * 60}}, ("/author/name", "character")),
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
        ({"client": {"ip": "not-ip"}}, ("/client/ip", "invalid")),
        ({"client": {"ip": "203.0.113.7:80"}}, ("/client/ip", "invalid")),
        ({"client": {"ip": "203.0.113.0/24"}}, ("/client/ip", "invalid")),
        ({"client": {"ip": " 203.0.113.7"}}, ("/client/ip", "invalid")),
    ],
)
def test_each_fault_is_named(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults(**fields) == [expected]


FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    "text",
    [
        "مرحبًا، هذا مَقالٌ رائِعٌ جِدًّا! رقمي ١٢٣ (تقريبًا).",
        "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם",
        "Rechts\u200fnach\u200elinks: שלום!\u200e",
        "می\u200cخواهم کتاب\u200cها را بخوانم.",
        "क्ष क्\u200dष हिन्दी में लिखना अच्छाााााााााा लगता है।",
        "ผู้เริ่มต้นเลี้ยงแมวที่นี่ น้ำใจดีมากกกกก",
        "Tiếng Việt: được, người, " + unicodedata.normalize("NFD", "những điều ấy rất hay"),
        "👨\u200d👩\u200d👧\u200d👦 🏳️\u200d🌈 ❤️ 1️⃣ 👍🏽 🇩🇪 " + FLAG,
        "a\u00adb soft, caf\u0065\u0301, 葛\U000e0100, ᠠ\u180b, က္ခြွှို့",
    ],
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    made = comment(body=text, author={"name": text[:80]}, thread={"key": "/a", "title": text})
    assert (made.body, made.author.name, made.thread.title) == (text, text[:80].strip(), text)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("abc\u202edef\u202c", "abcdef"),
        ("\u2066a\u2067b\u2068c\u2069", "abc"),
        ("\u202a+49 30 1234\u202c", "+49 30 1234"),
        ("a\U000e0068\U000e0069", "a"),
        ("\U0001f3f4\U000e0068\U000e0069\U000e007f", "\U0001f3f4"),
        ("❤\ufe0f\ufe0f\U000e0100\ufe01x", "❤\ufe0fx"),
        ("❤\ufe0f\u202e\ufe0f", "❤\ufe0f"),
    ],
)
def test_what_turns_or_hides_text_is_taken_out(sent: str, kept: str) -> None:
    thread = {"key": "/a", "title": sent, "topics": [sent]}
    made = comment(body=sent, author={"name": sent}, thread=thread)
    assert (made.body, made.author.name) == (kept, kept)
    assert (made.thread.title, made.thread.topics) == (kept, (kept,))
    assert to_body(sent) == kept


@pytest.mark.parametrize(
    "name", ["\u200b\u200b", "\u00ad", "\u2060", "\u3164", "\u2800", "\u202e "]
)
def test_a_name_that_nobody_sees_is_none(name: str) -> None:
    made = comment(author={"name": name}, thread={"key": "/a", "title": name})
    assert (made.author.name, made.thread.title) == ("", None)


def test_how_its_first_reader_came_to_an_article_is_nobodys_business() -> None:
    url = "https://b.example/a?p=1&fbclid=x&utm_campaign=ana%40x.org#c"
    made = comment(thread={"key": "/a", "url": url}, author={"url": url})
    assert made.thread.url == "https://b.example/a?p=1#c"
    assert made.author.url == url


@pytest.mark.parametrize("ip", ["203.0.113.7", "2001:db8::7", "::ffff:203.0.113.7"])
def test_a_machine_has_an_address(ip: str) -> None:
    assert comment(client={"ip": ip}).client.ip == ip
    assert comment(client={"ip": ""}).client.ip is None


@pytest.mark.parametrize("lang", ["en", "de-AT", "zh-Hant-TW", "sl-rozaj-biske-1994", "x-klingon"])
def test_a_language_is_kept_as_it_is_named(lang: str) -> None:
    assert comment(lang=lang).lang == lang


@pytest.mark.parametrize(
    "lang",
    [
        "xx;;;yy",
        "de_AT",
        "",
        "-",
        "en-",
        "englishlanguage",
        "日本",
        "e\n",
        "en" * 99,
        "a-" * 18 + "b",
    ],
)
def test_a_page_that_misnames_its_language_shuts_nobody_out(lang: str) -> None:
    assert comment(lang=lang).lang is None


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
def test_any_text_is_kept_but_for_what_turns_or_hides_it_or_refused(text: str) -> None:
    draft = Draft(thread=decode_draft(b'{"key":"/a"}', type(LooseDraft(body="").thread)), body=text)
    try:
        made = to_comment(draft, comment_id=new_id(), site="blog")
    except InvalidDraft:
        return
    assert made.body == cleaned(text.replace("\r\n", "\n").replace("\r", "\n"))
    assert cleaned(made.body) == made.body
    assert made.body.encode()
