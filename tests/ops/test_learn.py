"""`greenroom learn` on a real store."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from moderation.lesson import Label, Lesson
from moderation.store import Store
from moderation.store.records import Teaching

Cli = Callable[..., Result]

SPAM = {"text": "Cheap curtains from our looms, order now", "author": "looms", "decision": "spam"}
GENUINE = {"id": 7, "body": "The second chapter was fine.", "decision": "genuine"}
CARE = {"text": "I want to end my life tonight.", "decision": "spam"}


@pytest.fixture
def blog(cli_with_store: Cli) -> Cli:
    assert cli_with_store("site", "add", "blog").exit_code == 0
    return cli_with_store


def lines(*rows: Any) -> str:
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)


def shown(cli: Cli) -> dict[str, Any]:
    found = json.loads(cli("learn", "show", "blog", "--json").stdout)
    assert isinstance(found, dict)
    return found


def teach(url: str, teacher: str, count: int) -> None:
    async def work() -> None:
        store = Store(url)
        lesson = Lesson(Label.SPAM, teacher, 3, (1, 2))
        await store.learning.learn(
            "blog", [Teaching(f"{teacher[-3:]}{n}", lesson, "") for n in range(count)]
        )
        await store.close()

    asyncio.run(work())


def test_old_decisions_teach_once(blog: Cli, tmp_path: Path) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text(lines(SPAM, "", GENUINE))
    first = blog("learn", "import", "blog", str(file))
    assert first.exit_code == 0, first.output
    assert "2 learned" in first.stdout
    assert "says nothing before it has 10 of each" in first.stdout
    again = blog("learn", "import", "blog", str(file))
    assert "2 known already" in again.stdout
    assert (shown(blog)["spam"], shown(blog)["genuine"]) == (1, 1)
    assert shown(blog)["teachers"] == {"import": {"spam": 1, "genuine": 1}}


@pytest.mark.parametrize("row", [SPAM, GENUINE])
def test_another_decision_on_the_same_comment_moves_it(blog: Cli, row: dict[str, Any]) -> None:
    blog("learn", "import", "blog", "-", stdin=lines(row))
    other = "genuine" if row["decision"] == "spam" else "spam"
    blog("learn", "import", "blog", "-", stdin=lines({**row, "decision": other}))
    told = shown(blog)
    assert {told["spam"], told["genuine"]} == {0, 1}
    assert told[other] == 1


def test_a_cry_for_help_is_not_learned(blog: Cli) -> None:
    result = blog("learn", "import", "blog", "-", stdin=lines(CARE))
    assert result.exit_code == 0
    assert "1 may be cries for help, not learned" in result.stdout
    assert shown(blog)["spam"] == 0


def test_bad_lines_are_told_and_the_others_learned(blog: Cli) -> None:
    bad = ["{", "[]", {"text": "x"}, {**SPAM, "decision": "ham"}, {**SPAM, "decision": ["spam"]}]
    result = blog("learn", "import", "blog", "-", stdin=lines(*bad, GENUINE, *["{"] * 30))
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert told[0] == "greenroom: line 1: not JSON in UTF-8"
    assert "line 3" in told[2]
    assert told[-1] == "greenroom: 15 more bad lines"
    assert shown(blog)["genuine"] == 1


def test_what_one_moderator_taught_is_forgotten(blog: Cli, redis_url: str) -> None:
    teach(redis_url, "moderator:ana", 70)
    teach(redis_url, "moderator:ben", 3)
    assert shown(blog)["teachers"] == {
        "moderator:ana": {"spam": 70, "genuine": 0},
        "moderator:ben": {"spam": 3, "genuine": 0},
    }
    assert "70 lessons are forgotten" in blog("learn", "forget", "blog", "--by", "ana").stdout
    assert shown(blog)["teachers"] == {"moderator:ben": {"spam": 3, "genuine": 0}}
    assert "0 lessons are forgotten" in blog("learn", "forget", "blog", "--by", "ana").stdout


def test_all_is_forgotten(blog: Cli, redis_url: str) -> None:
    teach(redis_url, "moderator:ana", 3)
    assert "3 lessons are forgotten" in blog("learn", "forget", "blog", "--all").stdout
    assert shown(blog)["spam"] == 0
    assert "0 lessons of spam" in blog("learn", "show", "blog").stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "nobody"), 1),
        (("import", "nobody", "-"), 1),
        (("import", "blog", "/nowhere.jsonl"), 2),
        (("forget", "nobody", "--all"), 1),
        (("forget", "blog"), 2),
        (("forget", "blog", "--all", "--by", "ana"), 2),
    ],
)
def test_bad_words_change_nothing(
    blog: Cli, redis_url: str, words: tuple[str, ...], code: int
) -> None:
    teach(redis_url, "moderator:ana", 1)
    result = blog("learn", *words, stdin=lines(SPAM))
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert shown(blog)["spam"] == 1
