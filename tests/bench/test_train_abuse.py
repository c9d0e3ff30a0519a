"""Making the weights of abuse: the same from the same rows, and from open sets alone."""

import json
from pathlib import Path

import pytest

from bench.accuracy.sets import Row, load
from bench.train_abuse import PARTS, example, learned, main, part, train

VILE = ["vile foul words", "foul vile thing", "a vile foul man", "so foul and vile"]
KIND = ["kind fair words", "fair kind thing", "a kind fair man", "so fair and kind"]


def write(data: Path, name: str, rows: list[tuple[str, str, dict[str, str]]]) -> None:
    lines = [
        json.dumps({"id": f"{name}-{n}", "text": text, "label": label, "labels": labels})
        for n, (label, text, labels) in enumerate(rows)
    ]
    (data / f"{name}.jsonl").write_text("\n".join(lines))


@pytest.fixture(name="data")
def data_directory(tmp_path: Path) -> Path:
    moulds = [{"functionality": "f", "templ_id": str(n % 2)} for n in range(4)]
    hate: list[tuple[str, str, dict[str, str]]] = [
        ("hate", t, m) for t, m in zip(VILE, moulds, strict=True)
    ]
    write(tmp_path, "openai_moderation", [("hate", text, {}) for text in VILE * 3])
    write(tmp_path, "hatecheck", [*hate, *(("clean", text, {}) for text in KIND)])
    write(tmp_path, "sms_spam", [("ham", text, {}) for text in KIND * 3])
    write(tmp_path, "fox_news", [("hate", "vile foul closed", {})])
    return tmp_path


@pytest.fixture(name="every_word")
def every_word_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of so few texts every word stands in too many."""
    monkeypatch.setattr("bench.train_abuse.MOST_TEXTS", 0.6)


@pytest.mark.usefixtures("every_word")
def test_the_same_rows_make_the_same_weights(data: Path) -> None:
    once, again = (train(learned(load(data))) for _ in range(2))
    assert once == again
    assert once.weights["vile"] > 1 > -1 > once.weights["kind"]
    assert "closed" not in once.weights


def test_a_word_of_most_texts_has_no_weight(data: Path) -> None:
    assert train(learned(load(data))).weights == {}


def test_only_open_sets_are_learned_from() -> None:
    def row(name: str, label: str) -> Row:
        return Row(name, label, {"id": "1", "text": "some words", "labels": {}})

    for closed in ("fox_news", "news_comments_ucc", "disqus_blog", "jigsaw_sample"):
        assert example(row(closed, "hate")) is None
        assert example(row(closed, "clean")) is None
        assert example(row(closed, "ham")) is None
    assert example(row("hatecheck", "hate")) is None
    told = example(row("hatecheck", "hate"), hate=True)
    assert told is not None
    assert told.abuse


def test_sentences_of_one_mould_are_held_back_together(data: Path) -> None:
    rows = [row for row in load(data)["hatecheck"] if row.label == "hate"]
    assert part(rows[0]) == part(rows[2])
    assert all(0 <= part(row) < PARTS for row in rows)


def test_it_prints_what_the_weights_are_worth(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(data)]) == 0
    printed = capsys.readouterr().out
    assert "openai_moderation" in printed
    assert "fox_news" in printed


def test_without_sets_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "no labelled sets" in capsys.readouterr().err
