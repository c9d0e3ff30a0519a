import os
import time

import pytest

from moderation.identity import is_id, new_id


def test_ids_differ_and_are_recognised() -> None:
    ids = {new_id() for _ in range(10_000)}
    assert len(ids) == 10_000
    assert all(is_id(one) for one in ids)


def test_ids_sort_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000.000)
    earlier = new_id()
    monkeypatch.setattr(time, "time", lambda: 1_000_000.001)
    assert earlier < new_id()


def test_what_is_no_id_is_not_taken_for_one() -> None:
    fresh = new_id()
    for text in ("", "a" * 32, "z" * 33, "A" * 33, "../" * 11, fresh + "\n", fresh + "a"):
        assert not is_id(text)


def test_a_forked_process_makes_ids_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    new_id()  # so that the pool is not empty
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, new_id().encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reading, 100).decode()
    os.close(reading)
    os.close(writing)
    assert theirs != new_id()
