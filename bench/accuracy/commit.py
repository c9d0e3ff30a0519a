"""Which source was measured, as git knows it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
JUDGING = ("moderation", "workers", "ops", "bench/accuracy")  # what a verdict can depend on


def commit() -> str:
    """The commit of the source, and whether it has been changed since."""
    try:
        name = _git("rev-parse", "--short=12", "HEAD").strip()
        changed = _git("status", "--porcelain", "--", *JUDGING)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{name}, with changes that are not committed" if changed else name


def _git(*args: str) -> str:
    done = subprocess.run(
        ("git", "-C", str(ROOT), *args), check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout
