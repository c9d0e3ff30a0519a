"""The simulation on made-up rows: it tells what it was made to tell, and the store agrees."""

import json
import random
from pathlib import Path

import pytest

from bench.learning import __main__ as learning
from bench.learning import run

LOOMS = ("moonlit", "valley", "curtains", "woven", "looms", "linen", "velvet", "weavers")
MOSS = ("chapter", "moss", "author", "winter", "lantern", "narrator", "garden", "essay")
UNLIKE = {
    "drug_reviews": "clean",
    "news_comments_ucc": "clean",
    "fox_news": "clean",
    "wordpress_blog": "ham",
    "mailing_list_spam": "spam",
}


def rows(words: tuple[str, ...], label: str, count: int) -> list[str]:
    drawn = random.Random(label)
    texts = [" ".join(drawn.sample(words, 6)) for _ in range(count)]
    return [json.dumps({"text": text, "label": label, "author": "Ann"}) for text in texts]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(run, "POINTS", (0, 60))
    monkeypatch.setattr(run, "WRONGS", ())
    sets = {
        name: rows(("quite", "other", "words", "here", "and", "there"), label, 2)
        for name, label in UNLIKE.items()
    }
    sets["youtube_spam"] = [*rows(MOSS, "ham", 40), *rows(LOOMS, "spam", 40)]
    sets["sms_spam"] = sets["youtube_spam"]
    sets["disqus_blog"] = [*rows(MOSS, "ham", 100), *rows(LOOMS, "spam", 2)]
    sets["blog_comment_spam"] = rows(LOOMS, "spam", 100)
    for name, lines in sets.items():
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines))
    return tmp_path


def test_the_curve_falls_and_the_store_holds_the_same(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learning.main([str(data), "--seeds", "1"]) == 0
    told = capsys.readouterr().out
    shares = {
        line.split("|")[1].strip(): line.split("|")[2].strip()
        for line in told.splitlines()
        if line.startswith("| ")
    }
    assert shares["0"].startswith("100.0 %")
    assert shares["60"].startswith("0.0 %")
    assert "taught the 60 lessons of seed 1, holds the same" in told


def test_a_store_that_differs_is_told(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.learning.memory.Memory._forget", lambda *_: False)
    monkeypatch.setattr("moderation.store.learning.MOST_LESSONS", 50)
    assert learning.main([str(data), "--seeds", "1"]) == 1
    assert "DIFFERS" in capsys.readouterr().out


def test_without_the_sets_there_is_nothing_to_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert learning.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("bench.learning: no ")
