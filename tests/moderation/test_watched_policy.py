"""A policy in use whose files change."""

import os
from pathlib import Path

import pytest

from moderation.policy import BadPolicy, Policy
from moderation.watched_policy import WatchedPolicy, itself
from tests.workers.samples import BARE

MINE = BARE + '[lists.bad.files]\nhosts = "hosts.txt"\n'


def write(path: Path, text: str, at: int) -> None:
    """The time of the change is given: a file system's clock may be too coarse to tell two."""
    path.write_text(text)
    os.utime(path, ns=(at, at))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    write(tmp_path / "hosts.txt", "one.example\n", 1)
    path = tmp_path / "mine.toml"
    write(path, MINE, 1)
    return path


def hosts(watched: WatchedPolicy[Policy]) -> tuple[str, ...]:
    return watched.current().lists["bad"].hosts


def test_what_did_not_change_is_not_read_again(mine: Path) -> None:
    watched = WatchedPolicy(mine, itself)
    before = watched.current()
    assert watched.current() is before
    write(mine.parent / "hosts.txt", "one.example\n", 2)  # touched, and the same
    assert watched.current() is before


def test_a_changed_list_file_is_read(mine: Path) -> None:
    watched = WatchedPolicy(mine, itself)
    write(mine.parent / "hosts.txt", "two.example\n", 2)
    assert hosts(watched) == ("two.example",)


@pytest.mark.parametrize("name", ["mine.toml", "hosts.txt"])
def test_a_broken_file_is_said_once_and_the_policy_before_stays(
    mine: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    watched = WatchedPolicy(mine, itself)
    before = watched.current()
    write(mine.parent / name, "[not a host\n", 2)
    assert watched.current() is before
    assert name in caplog.text
    caplog.clear()
    assert watched.current() is before
    assert not caplog.text
    write(mine.parent / "hosts.txt", "three.example\n", 3)
    write(mine, MINE, 3)
    assert hosts(watched) == ("three.example",)


def test_a_file_that_went_is_said(mine: Path, caplog: pytest.LogCaptureFixture) -> None:
    watched = WatchedPolicy(mine, itself)
    (mine.parent / "hosts.txt").unlink()
    assert hosts(watched) == ("one.example",)
    assert "hosts.txt" in caplog.text


def test_what_nothing_can_be_made_of_changes_nothing_and_is_tried_once(
    mine: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[tuple[str, ...]] = []

    def make(policy: Policy) -> Policy:
        tried.append(policy.lists["bad"].hosts)
        if "no.example" in tried[-1]:
            raise BadPolicy("nothing can be made of it")
        return policy

    watched = WatchedPolicy(mine, make)
    before = watched.current()
    write(mine.parent / "hosts.txt", "no.example\n", 2)
    assert watched.current() is watched.current() is before
    assert caplog.text.count("nothing can be made of it") == 1
    write(mine.parent / "hosts.txt", "two.example\n", 3)
    assert hosts(watched) == ("two.example",)
    assert tried == [("one.example",), ("no.example",), ("two.example",)]
