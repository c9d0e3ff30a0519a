"""Taking a service's place: only by name, only when the new one serves."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ops.processes import GREENROOM, Running, environment
from tests.ports import free_ports


@pytest.fixture
def settings(redis_url: str) -> dict[str, object]:
    port, admin_port = free_ports(2)
    return {"redis_url": redis_url, "port": port, "admin_port": admin_port}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@contextmanager
def service(
    folder: Path, settings: dict[str, object], *options: str, **more: object
) -> Iterator[Running]:
    output = folder / f"{len(list(folder.iterdir()))}.log"
    environ = environment(**{**settings, **more})
    with Running([*GREENROOM, "serve", *options], environ, folder, output) as running:
        yield running


def lives(settings: dict[str, object]) -> bool:
    """Does a service answer there?"""
    url = f"http://127.0.0.1:{settings['port']}/v1/comments/none"
    try:
        urllib.request.urlopen(url, timeout=5)
    except urllib.error.HTTPError as exc:
        return exc.code == 401
    except OSError:
        return False
    return True


def test_a_second_service_is_refused_and_told_how(
    folder: Path, settings: dict[str, object]
) -> None:
    with service(folder, settings) as first:
        first.says("serving")
        with service(folder, settings) as second:
            assert second.process.wait(20) == 78
            assert "is taken by another program" in second.output
            assert "--take-over takes its place" in second.output
        assert first.process.poll() is None


def test_the_old_one_ends_when_the_new_one_serves_and_so_on(
    folder: Path, settings: dict[str, object]
) -> None:
    with service(folder, settings, "--take-over") as first:  # nobody to take over from
        first.says("serving")
        with service(folder, settings, "--take-over") as second:
            assert first.process.wait(20) == 0
            assert lives(settings)
            with service(folder, settings, "--take-over") as third:
                assert second.process.wait(20) == 0
                assert lives(settings)
                assert third.stop() == 0
    assert not lives(settings)


def test_a_new_one_that_does_not_come_up_changes_nothing(
    folder: Path, settings: dict[str, object]
) -> None:
    bad = folder / "policy.toml"
    bad.write_text("version = ")
    with service(folder, settings) as first:
        first.says("serving")
        with service(folder, settings, "--take-over", policy=bad) as second:
            assert second.process.wait(20) != 0
        assert lives(settings)
        assert first.process.poll() is None
        with service(folder, settings, "--take-over"):
            assert first.process.wait(20) == 0
