from pathlib import Path

import pytest

from ops.memory import SHARE, store_limit


@pytest.mark.parametrize("text", ["max\n", "", "no number"])
def test_without_a_containers_limit_it_is_a_share_of_the_machine(tmp_path: Path, text: str) -> None:
    machine = store_limit(())
    assert machine > 0
    path = tmp_path / "memory.max"
    path.write_text(text)
    assert store_limit((path, tmp_path / "nothing")) == machine


def test_a_containers_limit_counts_if_it_is_the_smaller(tmp_path: Path) -> None:
    path = tmp_path / "memory.max"
    path.write_text("100000000\n")
    assert store_limit((path,)) == int(SHARE * 100_000_000)
    path.write_text(str(1 << 60))
    assert store_limit((path,)) == store_limit(())
