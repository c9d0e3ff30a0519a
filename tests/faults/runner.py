"""`python -m tests.faults.runner serve | work | workers PARENT`: the product, changed for a test.

Times are shortened and checks added here, from variables that the product does not know, before
its own `main` runs; the product has no setting that only tests need.

FAULTS_TIMES   "lease=2000 job=3 ...": other values for the constants below.
FAULTS_CHECK   a function "module:name" of a subject, run as one more check.
"""

import asyncio
import importlib
import os
import sys
from typing import Any

TIMES = {
    "lease_ms": ("moderation.store.comments", "LEASE_MS"),
    "job_seconds": ("moderation.doorbell", "JOB_SECONDS"),
    "budget_seconds": ("workers.drain", "BUDGET_SECONDS"),
    "ttl_seconds": ("workers.worker", "WORKER_TTL_SECONDS"),
}


def shorten(times: str) -> None:
    for time in times.split():
        name, _, value = time.partition("=")
        module, constant = TIMES[name]
        loaded = importlib.import_module(module)
        setattr(loaded, constant, type(getattr(loaded, constant))(value))


def add_check(place: str) -> None:
    """As if the product's list of checks had one more."""
    from types import ModuleType

    import workers.checks
    from workers import engine

    module, _, name = place.partition(":")
    check = getattr(importlib.import_module(module), name)
    added = ModuleType("workers.checks.added")
    added.NAME = "added"  # type: ignore[attr-defined]
    added.build = lambda policy: check  # type: ignore[attr-defined]
    vars(engine)["CHECKS"] = (*workers.checks.CHECKS, added)


def have_workers_run_here() -> None:
    """A pool starts `python -m workers`; have it start this module for that."""
    start = asyncio.create_subprocess_exec

    async def redirected(program: Any, *args: Any, **options: Any) -> Any:
        if args[:2] == ("-m", "workers"):
            args = ("-m", "tests.faults.runner", *args[1:])
        return await start(program, *args, **options)

    asyncio.create_subprocess_exec = redirected


def main() -> None:
    shorten(os.environ.get("FAULTS_TIMES", ""))
    if sys.argv[1] == "workers":
        if "FAULTS_CHECK" in os.environ:
            add_check(os.environ["FAULTS_CHECK"])
        del sys.argv[1]
        from workers.__main__ import main as work

        work()
    else:
        have_workers_run_here()
        from ops.cli import main as operate

        operate()


if __name__ == "__main__":
    main()
