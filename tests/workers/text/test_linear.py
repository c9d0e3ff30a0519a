"""A model's file, and what it says of words."""

import math
from pathlib import Path

import pytest

from workers.text.linear import BadWeights, Linear, dump, load

MODEL = Linear(-1.0, {"vile": 2.0, "foul": 3.0, "kind": -2.0})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("*\t1\nvile", "line 2"),
        ("*\t1\n# words\n\nvile\tmuch", "line 4"),
        ("*\t1\nvile\tnan", "nan is no weight"),
        ("*\tinf", "inf is no weight"),
        ("*\t1\nvile\t2\t3", "line 2"),
        ("vile\t2", "no line for *"),
        ("", "no line for *"),
    ],
)
def test_a_broken_file_is_an_error_that_names_it(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "odd.tsv"
    path.write_text(text)
    with pytest.raises(BadWeights) as error:
        load(str(path))
    assert str(path) in str(error.value)
    assert says in str(error.value)


def test_a_file_that_is_not_there_or_no_text_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(BadWeights, match=r"nowhere\.tsv"):
        load("nowhere.tsv")
    path = tmp_path / "odd.tsv"
    path.write_bytes(b"*\t1\n\xff\t2")
    with pytest.raises(BadWeights, match=r"odd\.tsv"):
        load(str(path))


def test_a_model_is_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    text = dump(MODEL, ["how it was made", ""])
    path.write_text(text)
    assert text.splitlines()[:3] == ["# how it was made", "#", "*\t-1.00"]
    assert load(str(path)) == MODEL


def test_the_model_that_comes_with_greenroom_loads() -> None:
    model = load("abuse.tsv")
    assert len(model.weights) > 1000
    assert model.bias < 0


def test_a_text_is_worth_its_words_by_the_root_of_their_number() -> None:
    assert MODEL.value([]) == -1.0
    assert MODEL.value({"vile": [0]}) == 1.0
    assert MODEL.value(["vile", "foul", "kind", "other"]) == -1.0 + 3.0 / math.sqrt(4)


def test_the_words_that_raise_it_most_come_first() -> None:
    assert MODEL.strongest(["kind", "vile", "other", "foul"], 3) == ["foul", "vile"]
    assert MODEL.strongest(["vile", "foul"], 1) == ["foul"]
