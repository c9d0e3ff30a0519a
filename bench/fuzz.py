"""Slow texts and failing checks, found by coverage: `python -m bench.fuzz [--seconds 60]`.

Needs the package atheris (`pip install atheris`; it is for this search alone). Texts are put
together from the pieces of `bench.hostile` and raw characters, as coverage of the checks' code
suggests.
"""

import argparse
import os
import sys
import time

import atheris

with atheris.instrument_imports(include=["workers", "moderation"]):
    from bench.hostile import LENGTH, build, pieces
    from bench.slowest import Bench, recipe_of
    from moderation.policy import load_policy


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    policy = load_policy()
    bench, stock = Bench(policy), pieces(policy)

    deadline = time.monotonic() + options.seconds

    def one(data: bytes) -> None:
        if time.monotonic() > deadline:
            code = bench.worst.report()
            sys.stdout.flush()
            os._exit(code)  # the fuzzer knows no other end that leaves us the last word
        given = atheris.FuzzedDataProvider(data)
        parts, times = [], []
        for _ in range(given.ConsumeIntInRange(1, 6)):
            raw = given.ConsumeBool()
            piece = given.ConsumeUnicodeNoSurrogates(12) if raw else given.PickValueInList(stock)
            parts.append(piece or " ")
            times.append(given.PickValueInList([1, 1, 2, 3, 10, 100, LENGTH]))
        bench.ms(build(parts, times), recipe_of(parts, times))

    atheris.Setup([sys.argv[0], f"-seed={options.seed}", "-verbosity=0"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
