"""`python -m tests.workers.reluctant PARENT PULSE`: a worker that takes its time to prepare.

RELUCTANT_SECONDS   so much longer than it would.
RELUCTANT_FIRST     a path: who makes this file, so the first of all, never gets any further.
"""

import os
import time
from pathlib import Path

from moderation.policy import Policy
from workers import worker
from workers.__main__ import main
from workers.engine import Engine


class Reluctant(Engine):
    def __init__(self, policy: Policy) -> None:
        if _first():
            time.sleep(3600)
        time.sleep(float(os.environ.get("RELUCTANT_SECONDS", "0")))
        super().__init__(policy)


def _first() -> bool:
    path = os.environ.get("RELUCTANT_FIRST")
    try:
        if path:
            Path(path).touch(exist_ok=False)
    except FileExistsError:
        return False
    return path is not None


if __name__ == "__main__":
    vars(worker)["Engine"] = Reluctant
    main()
