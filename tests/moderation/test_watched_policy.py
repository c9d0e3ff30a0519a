"""A policy in use whose files change."""

import os
from pathlib import Path

import pytest

from moderation.policy import BadPolicy
from moderation.policy.watched import WatchedPolicy
from tests.workers.samples import BARE


def write(path: Path, text: str, at: int) -> None:
    """The time of the change is given: a file system's clock may be too coarse to tell two."""
    path.write_text(text)
    os.utime(path, ns=(at, at))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    write(tmp_path / "hosts.txt", "one.example\n", 1)
    path = tmp_path / "mine.toml"
    write(path, BARE + '[lists.bad.files]\nhosts = "hosts.txt"\n', 1)
    return path


def test_nothing_changed_is_not_read_again(mine: Path) -> None:
    watched = WatchedPolicy(mine)
    before = watched.policy
    assert not watched.refresh()
    assert watched.policy is before


def test_a_changed_list_file_is_read(mine: Path) -> None:
    watched = WatchedPolicy(mine)
    write(mine.parent / "hosts.txt", "two.example\n", 2)
    assert watched.refresh()
    assert watched.policy.lists["bad"].hosts == ("two.example",)
    assert not watched.refresh()


def test_a_touched_file_is_no_change(mine: Path) -> None:
    watched = WatchedPolicy(mine)
    write(mine.parent / "hosts.txt", "one.example\n", 2)
    assert not watched.refresh()


@pytest.mark.parametrize("name", ["mine.toml", "hosts.txt"])
def test_a_broken_file_is_said_once_and_the_policy_before_stays(mine: Path, name: str) -> None:
    watched = WatchedPolicy(mine)
    before = watched.policy
    write(mine.parent / name, "[not a host\n", 2)
    with pytest.raises(BadPolicy, match=name):
        watched.refresh()
    assert not watched.refresh()
    assert watched.policy is before
    write(mine.parent / "hosts.txt", "three.example\n", 3)
    write(mine, BARE + '[lists.bad.files]\nhosts = "hosts.txt"\n', 3)
    assert watched.refresh()
    assert watched.policy.lists["bad"].hosts == ("three.example",)


def test_a_file_that_went_is_said(mine: Path) -> None:
    watched = WatchedPolicy(mine)
    (mine.parent / "hosts.txt").unlink()
    with pytest.raises(BadPolicy, match=r"hosts\.txt"):
        watched.refresh()
    assert watched.policy.lists["bad"].hosts == ("one.example",)
