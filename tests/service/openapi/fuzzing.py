"""Schemathesis, all its checks, on a running service: what it sends and what is wrong with that."""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONFIG = Path(__file__).parent / "schemathesis.toml"
ROOT = CONFIG.parents[3]


@dataclass(frozen=True, slots=True)
class Run:
    """`passed` is False if a single check failed; `said` then tells of it."""

    passed: bool
    said: str
    report: dict[str, Any]

    @property
    def cases(self) -> int:
        return int(self.report["test_cases"]["generated"])


async def fuzz(
    base: str,
    headers: dict[str, str],
    formats: dict[str, list[str]],
    folder: Path,
    *,
    examples: int,
    phases: str = "examples,coverage,fuzzing,stateful",
    only: str = ".*",
    seed: int = 1,
) -> Run:
    """Run it to its end. `examples` are cases an operation and phase, at most; `only` is a pattern
    for the operations' ids."""
    report = folder / "report.json"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "--no-color"),
        *("run", f"{base}/openapi.json", "--url", base, "--checks", "all", "--phases", phases),
        *(
            "--include-operation-id-regex",
            only,
            "--max-examples",
            str(examples),
            "--seed",
            str(seed),
            "--continue-on-failure",
        ),
        *("--report", "json", "--report-json-path", str(report)),
        *(part for name, value in headers.items() for part in ("-H", f"{name}: {value}")),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "FORMATS": json.dumps(formats)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    text = said.decode(errors="replace")
    assert report.exists(), text
    return Run(process.returncode == 0, text, json.loads(report.read_bytes()))
