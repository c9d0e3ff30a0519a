"""`python -m tests.faults.soak`: random kills and power cuts, seed after seed, and one table.

Exits with 1 if a single promise was broken or undecided a minute after healing, in any seed.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.injector import Injector
from tests.faults.load import loading
from tests.faults.scene import Scene

# Together well over 200 accepted comments a second, faults included.
SERVICES = 2
CLIENTS = 64
RATE = 15.0
# Of a seed in which a promise was broken, so much of what the pool said last is told.
LOG = 4000
HEAD = (
    "| seed | valkey | power | service | pool | worker | job | 202 | 202/s | 503 | no answer |"
    " slowest answer | decided after healing | broken promises |"
)


def row(seed: int, scene: Scene, injector: Injector, seconds: float, faults: int) -> str:
    names = ("valkey", "power", "serve", "pool", "worker", "job")
    answers = scene.ledger.answers
    cells = [
        *(seed, *(injector.kills[name] for name in names)),
        *(scene.ledger.count, f"{scene.ledger.count / seconds:.0f}"),
        *(answers[503], answers[0], f"{scene.ledger.slowest:.1f} s"),
        *(f"{scene.drain_seconds:.1f} s", faults),
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


async def soak(seed: int, seconds: float) -> int:
    """One seed. Prints its row, returns how many promises were broken."""
    with tempfile.TemporaryDirectory(prefix="gr-soak-") as folder:
        scene = Scene(Path(folder), services=SERVICES)
        injector = Injector(scene.stack, seed)
        try:
            await scene.start()
            began = time.monotonic()
            async with loading(scene.load(clients=CLIENTS, rate=RATE)):
                await injector.run(seconds)
                loaded = time.monotonic() - began
            account = await scene.account()
            print(row(seed, scene, injector, loaded, len(account.faults)), flush=True)
            for fault in account.faults[:10]:
                print(f"    {fault}", flush=True)
            if account.faults:
                print(scene.stack.log("work")[-LOG:], flush=True)
            return len(account.faults)
        finally:
            await scene.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10, help="how many, from --first on")
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="of faults, for each seed")
    options = parser.parse_args()
    print(HEAD)
    print("|" + " ---: |" * (HEAD.count("|") - 1), flush=True)
    broken = 0
    for seed in range(options.first, options.first + options.seeds):
        broken += asyncio.run(soak(seed, options.seconds))
    print(f"{options.seeds} seeds of {options.seconds:.0f} s: {broken} broken promises")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
