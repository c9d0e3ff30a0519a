"""Sets as files."""

from pathlib import Path

import pytest

from bench.accuracy.sets import BadRow, Missing, load, names


@pytest.mark.parametrize("there", [False, True], ids=["no directory", "an empty one"])
def test_nothing_to_measure_is_said_with_the_place(tmp_path: Path, there: bool) -> None:
    data = tmp_path / "data"
    if there:
        data.mkdir()
    with pytest.raises(Missing, match=str(data)):
        names(data)


def test_a_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text("")
    with pytest.raises(Missing, match=r"no two\.jsonl in "):
        load(tmp_path, ["one", "two"])


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "{}", '{"text": "secret"}', '{"label": "ham"}', '{"label": 1, "text": "secret"}'],
)
def test_a_bad_row_is_placed_and_not_quoted(tmp_path: Path, line: str) -> None:
    (tmp_path / "one.jsonl").write_text('{"label": "ham", "text": "Hello"}\n' + line)
    with pytest.raises(BadRow, match=r"^one\.jsonl, line 2: ") as caught:
        load(tmp_path)
    assert "secret" not in str(caught.value)


def test_only_some_sets_are_read(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"label": "ham", "text": "Hello\u2028there"}\n')
    (tmp_path / "two.jsonl").write_text("bad")
    (row,) = load(tmp_path, ["one"])["one"]
    assert (row.set, row.label, row.labels) == ("one", "ham", {})
