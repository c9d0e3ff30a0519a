"""Real processes for tests: started, looked at, awaited."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent.parent
GREENROOM = (sys.executable, "-P", "-m", "ops")

T = TypeVar("T")


def environment(**settings: object) -> dict[str, str]:
    """This process's environment with these settings and no others of ours."""
    outer = {k: v for k, v in os.environ.items() if not k.startswith("GREENROOM_")}
    ours = {f"GREENROOM_{name.upper()}": str(value) for name, value in settings.items()}
    return {**outer, "PYTHONPATH": str(REPOSITORY), **ours}


def until(look: Callable[[], T | None], seconds: float, what: str) -> T:
    """What `look` returns once it is something. Fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what}: not within {seconds} s")


def parents() -> dict[int, int]:
    """The parent of each living process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    """All living processes below this one."""
    known, below = parents(), {pid}
    while True:
        more = {child for child, parent in known.items() if parent in below} - below
        if not more:
            return below - {pid}
        below |= more


def alive(pids: set[int]) -> set[int]:
    return pids & parents().keys()


class Running:
    """A process whose output goes to a file, ended by force if the test forgets."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], cwd: Path, output: Path
    ) -> None:
        self._output = output
        self._file: IO[bytes] = output.open("wb")
        self.process = subprocess.Popen(
            command,
            env=dict(environ),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        return self._output.read_text(errors="replace")

    def says(self, text: str, seconds: float = 60) -> None:
        """Return when it has said so. Fails if it ends first."""

        def look() -> bool:
            if text in self.output:
                return True
            assert self.process.poll() is None, f"ended: {self.output}"
            return False

        try:
            until(look, seconds, f"saying {text!r}")
        except AssertionError as exc:
            raise AssertionError(f"{exc}\n{self.output}") from exc

    def stop(self, number: signal.Signals = signal.SIGTERM, seconds: float = 60) -> int:
        """Its exit status after this signal."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            below = descendants(self.pid)
            self.process.kill()
            self.process.wait()
            for pid in alive(below):
                os.kill(pid, signal.SIGKILL)
        self._file.close()
