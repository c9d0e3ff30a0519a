"""`python -m bench.accuracy DATA`: the default policy over labelled comments, beside targets."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.accuracy.commit import commit
from bench.accuracy.report import DEFAULT, report, summary
from bench.accuracy.run import Variant, run
from bench.accuracy.sets import BadRow, Missing, Row, load
from bench.accuracy.show import shown, wanted
from moderation.policy import load_policy


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the report. 2 if there is nothing to measure, 1 if a row is bad."""
    args = _arguments().parse_args(argv)
    if args.write and args.only:
        print("bench.accuracy: what is written covers all sets: no --only", file=sys.stderr)
        return 2
    try:
        sets = load(args.data, args.only)
        if args.show:
            _show(sets, args)
        else:
            _report(sets, args)
    except Missing as exc:
        print(f"bench.accuracy: {exc}", file=sys.stderr)
        return 2
    except BadRow as exc:
        print(f"bench.accuracy: {exc}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("data", type=Path, help="the directory of the labelled sets")
    parser.add_argument("--write", type=Path, help="write the report here, with every variant")
    parser.add_argument("--plain", action="store_true", help="without authors' names and URLs too")
    parser.add_argument("--lower", action="store_true", help="with texts in lower case too")
    parser.add_argument(
        "--only", type=_names, default=(), metavar="SET[,SET]", help="these sets alone"
    )
    parser.add_argument(
        "--show",
        type=wanted,
        metavar="SET:LABEL:OUTCOME",
        help="print such rows instead; * is any, a category will do for an outcome",
    )
    parser.add_argument("--limit", type=int, default=20, help="so many rows (20)")
    parser.add_argument("--seed", type=int, default=1, help="which rows are drawn (1)")
    parser.add_argument("--jobs", type=int, help="processes (1; 2 with --write)")
    return parser


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _show(sets: dict[str, list[Row]], args: argparse.Namespace) -> None:
    rows = sets.get(args.show.set)
    if rows is None:
        raise Missing(f"no {args.show.set} among the sets measured")
    judged = run([rows], Variant(args.plain, args.lower), args.jobs or 1)
    for line in shown(judged, args.show, args.limit, args.seed):
        print(line)


def _report(sets: dict[str, list[Row]], args: argparse.Namespace) -> None:
    variants = {DEFAULT: Variant()}
    if args.plain or args.write:
        variants["plain"] = Variant(plain=True)
    if args.lower or args.write:
        variants["lower"] = Variant(lower=True)
    jobs = args.jobs or (2 if args.write else 1)
    passes = {name: run(sets.values(), variant, jobs) for name, variant in variants.items()}
    about = {
        "commit": commit(),
        "policy version": str(load_policy().version),
        "command": "`make eval DATA=...`" if args.write else "`python -m bench.accuracy ...`",
        "rows": f"{len(passes[DEFAULT]):,} in {len(sets)} sets",
    }
    text = report(passes, list(sets), about)
    if args.write:
        args.write.write_text(text, encoding="utf-8")
    print(text)
    print(summary(passes[DEFAULT], list(sets)))


if __name__ == "__main__":
    sys.exit(main())
