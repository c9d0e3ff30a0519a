"""`greenroom check`: a line in, a line out, whatever is in it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.ops.processes import GREENROOM, environment

Cli = Callable[..., Result]

STRICT = (
    'version = 7\n[thresholds]\nhold = 0.1\nreject = 0.2\n[rules]\n"links.any" = {weight = 9}\n'
)


def outputs(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_form_of_line_gets_a_verdict_in_order(cli: Cli) -> None:
    rows: list[dict[str, Any]] = [
        {"body": "What a thoughtful article."},
        {"id": "b", "text": "Thanks, this helped me.", "author": "Ana", "label": "ham"},
        {"id": 3, "text": "Well said.", "author": {"name": "Bo"}, "article": "On bread"},
        {"id": "d", "body": "So true.", "thread": {"title": "T", "topics": ["x"]}, "author": None},
    ]
    result = cli("check", stdin="\n".join(map(json.dumps, rows)))
    assert result.exit_code == 0, result.output
    found = outputs(result)
    assert [f["id"] for f in found] == [None, "b", 3, "d"]
    for one in found:
        assert one["outcome"] == "published"
        assert {"category", "score", "signals", "policy_version"} <= one.keys()


def test_signals_say_where(cli: Cli) -> None:
    text = "see http://a.example and http://b.example and http://c.example"
    (found,) = outputs(cli("check", stdin=json.dumps({"body": text})))
    spans = {tuple(span) for signal in found["signals"] for span in signal["spans"]}
    assert text.index("http://b") in {start for start, _ in spans}


HOSTILE: list[bytes] = [
    b"not json",
    b"[1, 2]",
    b"null",
    b'"text"',
    b"{}",
    b'{"body": 1}',
    b'{"body": null}',
    b'{"body": ""}',
    b'{"body": "a\\u0000b"}',
    b'{"body": "\\ud800"}',
    b'{"body": "\xff\xfe"}',
    b'{"text": ["a"]}',
    b'{"text": "x", "author": 7}',
    b'{"body": "x", "bdoy": "y"}',
    b'{"body": "x", "thread": "t"}',
    b'{"body": "x", "author": {"url": "javascript:alert(1)"}}',
    b'{"body": "' + b"a" * 5001 + b'"}',
    b'{"text": "' + b"a" * 70_000 + b'"}',
    b'{"body": "' + b"a" * 1_100_000 + b'"}',
    b"[" * 100_000,
    b'{"body": ' * 50_000,
    b"\x1b[2J",
]


def test_a_bad_line_is_an_error_line_and_the_rest_goes_on(cli: Cli) -> None:
    good = b'{"id": "good", "text": "fine"}'
    lines = [part for bad in HOSTILE for part in (bad, good)]
    result = cli("check", stdin=b"\n".join(lines) + b"\n")
    assert result.exit_code == 1
    found = outputs(result)
    assert len(found) == len(lines)
    for number, (bad, line) in enumerate(zip(found[::2], HOSTILE, strict=True), start=1):
        assert bad.keys() == {"id", "error", "line"}, line[:80]
        assert bad["line"] == 2 * number - 1
    assert {one["outcome"] for one in found[1::2]} == {"published"}
    assert f"{len(HOSTILE)} of {len(lines)} lines" in result.stderr
    assert result.stdout.isascii() or result.stdout.replace("\n", "").isprintable()


def test_a_row_is_judged_as_it_is(cli: Cli) -> None:
    """Rows of old data hold what the service would refuse today."""
    row = {"text": "a\x85b " * 2000, "author": "x" * 100, "author_url": "not a url"}
    result = cli("check", stdin=json.dumps(row))
    assert result.exit_code == 0
    assert "outcome" in outputs(result)[0]


def test_empty_lines_are_passed_over(cli: Cli) -> None:
    result = cli("check", stdin='\n{"body": "one"}\r\n   \n{"body": "two"}')
    assert result.exit_code == 0
    assert len(outputs(result)) == 2


def test_a_policy_can_be_tried(cli: Cli, tmp_path: Path) -> None:
    policy = tmp_path / "strict.toml"
    policy.write_text(STRICT)
    line = json.dumps({"body": "The study that she quotes is here: https://blog.example/study"})
    assert outputs(cli("check", stdin=line))[0]["outcome"] == "published"
    (found,) = outputs(cli("check", "--policy", str(policy), stdin=line))
    assert (found["outcome"], found["policy_version"]) == ("rejected", 7)


def test_a_broken_policy_is_one_line(cli: Cli, tmp_path: Path) -> None:
    policy = tmp_path / "broken.toml"
    policy.write_text("version = ")
    result = cli("check", "--policy", str(policy), stdin="")
    assert result.exit_code == 78
    assert str(policy) in result.stderr
    assert "Traceback" not in result.output


def test_topics_are_for_lines_with_none(clean: pytest.MonkeyPatch) -> None:
    from ops.rows import to_draft

    own = to_draft({"body": "x", "thread": {"topics": ["bread"]}}, ("a", "b"))
    none = to_draft({"text": "x", "article": "On salt"}, ("a", "b"))
    assert own.thread.topics == ("bread",)
    assert none.thread.topics == ("a", "b")
    assert none.thread.title == "On salt"


def test_it_answers_before_the_input_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*GREENROOM, "check"],
        env=environment(),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "hello"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(20) == 0
