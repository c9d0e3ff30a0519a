"""Sites, moderators, settings: what the commands do, say, and exit with."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from moderation.passwords import verify_password
from moderation.store import Store
from ops.cli import COMMANDS
from ops.console import safe

Cli = Callable[..., Result]


def test_settings_faults_come_all_at_once(cli: Cli, clean: pytest.MonkeyPatch) -> None:
    clean.setenv("GREENROOM_PROT", "8080")
    clean.setenv("GREENROOM_WORKERS", "many")
    clean.setenv("GREENROOM_PUBLIC_URL", "http://blog.example")
    for name in ("serve", "work", "up", "check"):
        result = cli(name)
        assert result.exit_code == 78, result.output
        told = result.stderr.splitlines()
        assert len(told) == 3
        assert "did you mean GREENROOM_PORT?" in told[0]
        assert result.stdout == ""


def test_faults_are_safe_for_a_terminal(cli: Cli, clean: pytest.MonkeyPatch) -> None:
    clean.setenv("GREENROOM_\x1b[2J", "x")
    result = cli("serve")
    assert result.exit_code == 78
    assert "\x1b" not in result.stderr
    assert "\\x1b[2J" in result.stderr


def test_safe_escapes_what_steers() -> None:
    assert safe("a\x1b]0;x\x07\u202e\r\nä") == "a\\x1b]0;x\\x07\\u202e\\r\\nä"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(cli: Cli, name: str) -> None:
    result = cli(name, "--help")
    assert result.exit_code == 0
    told = result.output
    if "Commands:" in told:
        for line in told.partition("Commands:\n")[2].splitlines():
            told = cli(name, line.split()[0], "--help").output
            assert "Example" in told, line
    assert "Example" in told


def test_an_unknown_command_is_a_usage_error(cli: Cli) -> None:
    assert cli("fly").exit_code == 2
    assert cli("replay", "/nowhere.jsonl", "--site", "x").exit_code == 2


def test_a_site_and_its_keys(cli_with_store: Cli) -> None:
    words = ("site", "add", "blog", "--title", "My Blog", "--url", "https://blog.example")
    made = cli_with_store(*words, "--origin", "https://Blog.Example/", "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert told["pk"].startswith("pk_blog_")
    assert told["sk"].startswith("sk_blog_")
    assert told["embed"].startswith('<a href="http://127.0.0.1:8080/t/blog?url=')
    assert told["embed"].endswith(">Post a Comment</a>")

    again = cli_with_store("site", "add", "blog")
    assert again.exit_code == 1
    assert "already" in again.stderr

    more = cli_with_store("site", "key", "blog", "--kind", "sk")
    assert more.stdout.startswith("sk_blog_")

    (listed,) = json.loads(cli_with_store("site", "list", "--json").stdout)
    assert listed["title"] == "My Blog"
    assert listed["origins"] == ["https://blog.example"]
    assert (listed["pk"], listed["sk"]) == (1, 2)
    assert told["sk"] not in cli_with_store("site", "list").stdout


def test_the_pages_that_may_use_a_sites_keys(cli_with_store: Cli) -> None:
    assert cli_with_store("site", "origin", "blog").exit_code == 1
    words = ("site", "add", "blog", "--title", "My Blog", "--url", "https://blog.example")
    cli_with_store(*words, "--origin", "https://blog.example")
    own = ("site", "origin", "blog")
    both = cli_with_store(
        *own, "--add", "HTTPS://www.blog.example/", "--add", "https://blog.example"
    )
    assert both.stdout.split() == ["https://blog.example", "https://www.blog.example"]
    for wrong in ("blog.example", "https://blog.example/path", "null", "*"):
        assert cli_with_store(*own, "--add", wrong).exit_code == 2
    unknown = cli_with_store(*own, "--drop", "https://other.example")
    assert unknown.exit_code == 1
    assert "https://other.example" in unknown.stderr
    told = json.loads(cli_with_store(*own, "--drop", "https://blog.example", "--json").stdout)
    assert told == {"site": "blog", "origins": ["https://www.blog.example"]}
    (site,) = json.loads(cli_with_store("site", "list", "--json").stdout)
    assert (site["title"], site["url"]) == ("My Blog", "https://blog.example")
    none = cli_with_store(*own, "--drop", "https://www.blog.example")
    assert "--add" in none.stdout


def test_where_a_blog_says_what_may_be_written(cli_with_store: Cli) -> None:
    own = ("site", "comment-policy", "blog")
    assert cli_with_store(*own).exit_code == 1
    cli_with_store("site", "add", "blog")
    assert "--url" in cli_with_store(*own).stdout
    url = "https://blog.example/comments"
    assert cli_with_store(*own, "--url", url).stdout.strip() == url
    assert cli_with_store(*own, "--url", "javascript:x").exit_code == 2
    told = json.loads(cli_with_store(*own, "--json").stdout)
    assert told == {"site": "blog", "comment_policy": url}
    (listed,) = json.loads(cli_with_store("site", "list", "--json").stdout)
    assert listed["comment_policy"] == url
    assert cli_with_store("site", "comment-policy", "other", "--url", url).exit_code == 1
    told = json.loads(cli_with_store(*own, "--url", "", "--json").stdout)
    assert told["comment_policy"] is None


def test_a_sites_words_for_authors_in_need(cli_with_store: Cli) -> None:
    cli_with_store("site", "add", "blog")
    assert "local emergency number" in cli_with_store("site", "crisis", "blog").stdout
    words = ("site", "crisis", "blog", "--url", "https://blog.example/help", "--file", "-")
    assert cli_with_store(*words, stdin="Call us.\n\nAny time.\n").exit_code == 0
    told = json.loads(cli_with_store("site", "crisis", "blog", "--json").stdout)
    assert told["crisis_text"] == "Call us.\n\nAny time."
    assert told["crisis_url"] == "https://blog.example/help"
    cli_with_store("site", "crisis", "blog", "--text", "")
    (listed,) = json.loads(cli_with_store("site", "list", "--json").stdout)
    assert (listed["crisis_text"], listed["crisis_url"]) == ("", "https://blog.example/help")
    none = cli_with_store("site", "crisis", "blog", "--text", "", "--url", "")
    assert "nothing more" in none.stdout
    again = cli_with_store("site", "crisis", "blog", "--default").stdout
    assert "local emergency number" in again


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("site", "crisis", "nobody", "--text", "x"), 1),
        (("site", "crisis", "nobody", "--url", "javascript:x"), 2),
        (("site", "crisis", "nobody", "--text", "x", "--file", "-"), 2),
        (("site", "add", "Not a name"), 2),
        (("site", "add", "blog", "--origin", "blog.example"), 2),
        (("site", "add", "blog", "--origin", "https://blog.example/path"), 2),
        (("site", "add", "blog", "--url", "ftp://x"), 2),
        (("site", "key", "nobody", "--kind", "sk"), 1),
        (("site", "key", "nobody", "--kind", "xx"), 2),
        (("user", "add", "a b", "--password-stdin"), 2),
    ],
)
def test_bad_words_change_nothing(cli_with_store: Cli, words: tuple[str, ...], code: int) -> None:
    result = cli_with_store(*words, stdin="a long enough password\n")
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert json.loads(cli_with_store("site", "list", "--json").stdout) == []


def test_an_odd_title_is_safe_for_a_terminal(cli_with_store: Cli) -> None:
    cli_with_store("site", "add", "odd", "--title", "a\x1b[2Jb")
    assert "\x1b" not in cli_with_store("site", "list").stdout


async def _password(url: str, name: str) -> str | None:
    store = Store(url)
    try:
        user = await store.accounts.get(name)
        return user.password if user else None
    finally:
        await store.close()


def test_a_moderator(cli_with_store: Cli, redis_url: str) -> None:
    import asyncio

    first, second = "correct horse battery", "staple, correct horse"
    made = cli_with_store("user", "add", "ana", "--password-stdin", stdin=first + "\n")
    assert made.exit_code == 0, made.output
    assert first not in made.output
    assert verify_password(asyncio.run(_password(redis_url, "ana")), first)

    again = cli_with_store("user", "add", "ana", "--password-stdin", stdin=second + "\n")
    assert again.exit_code == 1
    assert verify_password(asyncio.run(_password(redis_url, "ana")), first)

    reset = cli_with_store("user", "add", "ana", "--reset", stdin=f"{second}\n{second}\n")
    assert reset.exit_code == 0, reset.output
    assert verify_password(asyncio.run(_password(redis_url, "ana")), second)


@pytest.mark.parametrize("password", ["short", "x" * 129])
def test_a_password_of_a_wrong_length(cli_with_store: Cli, password: str) -> None:
    result = cli_with_store("user", "add", "ana", "--password-stdin", stdin=password + "\n")
    assert result.exit_code == 1
    assert password not in result.output


def test_a_store_that_is_away_is_one_line(cli: Cli, clean: pytest.MonkeyPatch) -> None:
    clean.setenv("GREENROOM_REDIS_URL", "redis://:hunter2@127.0.0.1:1/0")
    for words in (["site", "list"], ["user", "add", "ana", "--password-stdin"]):
        result = cli(*words, stdin="a long enough password\n")
        assert result.exit_code == 1
        assert "does not answer at redis://127.0.0.1:1" in result.stderr
        assert "hunter2" not in result.output


def test_health_says_why(cli: Cli, tmp_path: Path, clean: pytest.MonkeyPatch) -> None:
    clean.setenv("GREENROOM_ADMIN_PORT", "1")
    assert "does not answer" in cli("health", "service").stderr
    beat = tmp_path / "beat"
    assert cli("health", "worker").exit_code == 2
    assert cli("health", "worker", "--heartbeat", str(beat)).exit_code == 1
    beat.touch()
    assert cli("health", "worker", "--heartbeat", str(beat)).exit_code == 0
    import os

    os.utime(beat, (1, 1))
    assert cli("health", "worker", "--heartbeat", str(beat)).exit_code == 1


def test_credentials_survive_a_shell(tmp_path: Path) -> None:
    from ops import credentials

    kept = credentials.Credentials(pk="pk_1", sk="sk_1", password="a'b $c", url="http://x")
    credentials.write(tmp_path, kept)
    path = tmp_path / "demo.env"
    assert path.stat().st_mode & 0o777 == 0o600
    assert credentials.read(tmp_path) == kept
    words = shlex.split(path.read_text(), comments=True)
    assert "DEMO_PASSWORD=a'b $c" in words
    assert not any(word.startswith("GREENROOM_") for word in words)
