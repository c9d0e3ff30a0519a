"""Isso, from the registry into an environment of its own, as its documentation runs it.

Two gunicorn workers with threads, which keep connections alive as ours do; nothing is limited.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench.load import Result
from bench.parts import free_port, load, process, read, wait_for_port

# One for each of its threads: with more, writers wait for its one file until they are refused.
CONNECTIONS = 16

HOME = Path(__file__).parent / "out" / "isso"
PACKAGES = ("isso", "gunicorn")
THREAD = quote("/thread/", safe="")

CONFIG = """
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1:{port}/
[guard]
enabled = false
[moderation]
enabled = false
"""


@dataclass(frozen=True)
class Isso:
    """One that runs, with a thread."""

    port: int

    def post(self, texts: Sequence[str], connections: int = CONNECTIONS) -> Result:
        bodies = [json.dumps({"text": text, "author": "Ana", "title": "T"}) for text in texts]
        return load(self.port, {}, bodies, f"/new?uri={THREAD}", connections)

    def read(self, times: int) -> Result:
        return read(self.port, {}, [f"/?uri={THREAD}"] * times, CONNECTIONS)


def install() -> str:
    """Make the environment if there is none; what is in it."""
    python = HOME / "bin" / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    if not (HOME / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True)
        subprocess.run([*pip, "install", *PACKAGES], check=True, stderr=subprocess.DEVNULL)
        (HOME / "made").touch()
    frozen = subprocess.run([*pip, "freeze"], check=True, capture_output=True, text=True).stdout
    return ", ".join(line for line in frozen.split() if line.partition("==")[0] in PACKAGES)


@contextlib.contextmanager
def isso(texts: Sequence[str]) -> Iterator[Isso]:
    """Isso with a thread of these comments."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="gr-bench-") as folder:
        config = Path(folder) / "isso.cfg"
        config.write_text(CONFIG.format(folder=folder, port=port))
        with process(
            *(str(HOME / "bin" / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--preload"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "8"),
            "isso.run:application",
            env={"ISSO_SETTINGS": str(config), "HOME": folder},
            silent=True,
        ):
            wait_for_port(port)
            made = Isso(port)
            assert not made.post(texts, connections=1).refused
            yield made
