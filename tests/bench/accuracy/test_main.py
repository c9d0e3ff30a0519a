"""The whole of it over a made-up directory."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.accuracy import run
from bench.accuracy.__main__ import main
from bench.accuracy.sets import load
from bench.accuracy.targets import LINES

FINE = "I planted tomatoes in May and they came up after two weeks."
SPAM = "Buy cheap watches www.watches.example"
URL = "https://cheap-watches.example/"


def put(data: Path, name: str, *rows: dict[str, Any]) -> None:
    data.mkdir(exist_ok=True)
    lines = (json.dumps({"id": number, "labels": {}, **row}) for number, row in enumerate(rows))
    (data / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    put(
        data,
        "blog_comment_spam",
        {"label": "spam", "text": SPAM, "author": "Cheap Watches", "author_url": URL},
        {"label": "spam", "text": f"{SPAM} " * 300},
    )
    put(data, "wp_queue_spam", {"label": "spam", "text": FINE})
    put(
        data,
        "hatecheck",
        {"label": "clean", "text": FINE, "labels": {"functionality": "gardening"}},
    )
    return data


def test_without_data_one_line_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    told = capsys.readouterr()
    assert not told.out
    assert told.err.count("\n") == 1
    assert str(tmp_path / "nowhere") in told.err


def test_a_bad_row_is_an_error(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(data, "hatecheck", {"label": "clean", "text": "x" * 70_000})
    assert main([str(data)]) == 1
    assert "hatecheck, row 0: /text" in capsys.readouterr().err


def test_half_of_the_sets_is_never_written(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "accuracy.md"
    assert main([str(data), "--only", "hatecheck", "--write", str(path)]) == 2
    assert not path.exists()


def test_the_report_is_printed_and_written(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "accuracy.md"
    assert main([str(data), "--write", str(path), "--jobs", "1"]) == 0
    text = path.read_text(encoding="utf-8")
    assert text in capsys.readouterr().out
    assert "policy version: " in text
    assert "commit: " in text
    (clean,) = (line for line in text.splitlines() if line.startswith("| hatecheck clean "))
    cells = [cell.strip() for cell in clean.strip("|").split("|")]
    assert cells[1:] == [
        "1",
        "published",
        "≥ 70 %",
        "100.0 %",
        "1",
        "20.7 to 100.0",
        "met",
        "0",
        "0",
    ]
    assert "gardening" in text


def test_a_line_with_a_set_missing_is_no_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "wp_queue_spam.jsonl").unlink()
    assert main([str(data)]) == 0
    told = capsys.readouterr().out
    assert "| blog spam " not in told
    assert "| hatecheck clean " in told


def test_the_measured_lines_are_counted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(data), "--only", "blog_comment_spam,wp_queue_spam"]) == 0
    (line,) = (line for line in LINES if line.name == "blog spam")
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("Targets met: ")
    assert f" of {len(line.targets)}." in last
    assert "blog spam, published" in last  # a third of it is a sentence about tomatoes


def test_rows_are_shown_instead_of_the_report(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(data), "--show", "hatecheck:clean:published"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 rows; shown: 1\n")
    assert FINE in told
    assert "Targets" not in told


def test_a_row_is_a_comment_by_its_author_on_its_article(data: Path) -> None:
    put(
        data,
        "hatecheck",
        {"label": "clean", "text": "Lovely", "author": "Ana", "author_url": URL, "article": "Soil"},
    )
    (row,) = load(data)["hatecheck"]
    comment = run.subject(row).comment
    assert (comment.author.name, comment.author.url) == ("Ana", URL)
    assert (comment.thread.title, comment.body) == ("Soil", "Lovely")


def test_variants_change_the_author_or_the_text_and_not_the_row(data: Path) -> None:
    row = load(data)["blog_comment_spam"][0]
    plain = run.subject(row, run.Variant(plain=True)).comment
    assert (plain.author.name, plain.author.url, plain.body) == ("", None, SPAM)
    lower = run.subject(row, run.Variant(lower=True)).comment
    assert (lower.author.name, lower.body) == ("Cheap Watches", SPAM.lower())
    assert row.fields["text"] == SPAM


def test_many_processes_say_what_one_says(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 1)
    sets = list(load(data).values())
    one, two = (run.run(sets, jobs=jobs) for jobs in (1, 2))
    assert [(j.row, j.outcome, j.signals) for j in one] == [
        (j.row, j.outcome, j.signals) for j in two
    ]
    assert len({j.outcome for j in one}) > 1
