"""What is installed is what is in the repository."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.ops.processes import REPOSITORY

PACKAGES = ("moderation", "service", "workers", "ops")


def test_a_wheel_has_every_file(tmp_path: Path) -> None:
    """Templates, scripts, policy and demo included: the image installs a wheel."""
    source = tmp_path / "source"
    source.mkdir()
    for name in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(REPOSITORY / name, source)
    subprocess.run(
        [
            *(
                sys.executable,
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--quiet",
                "--no-deps",
                "--no-index",
            ),
            *("--no-build-isolation", "--wheel-dir", str(tmp_path), str(source)),
        ],
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    there = {
        str(path.relative_to(source))
        for name in PACKAGES
        for path in (source / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there - packed == set()
    assert not any(name.startswith(("tests", "bench")) for name in packed)
