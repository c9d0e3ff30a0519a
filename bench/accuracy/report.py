"""What was measured, in words and tables: the text of docs/accuracy.md. Pure.

A pass is one variant's verdicts on all rows. The first pass, the default, is what counts; the
others only show how far it moves.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from bench.accuracy.counts import CARE, OUTCOMES, Counts, count
from bench.accuracy.run import Judged
from bench.accuracy.table import between, cell, moved, percent, table
from bench.accuracy.targets import FINER, LINES, MEDIAN, P99, SLOWEST, Line, Target
from moderation.draft import BODY_LIMIT

DEFAULT = "default"
PUBLISHED = "published"
Passes = Mapping[str, Sequence[Judged]]
Key = tuple[str, ...]

HOW = """\
Labelled comments, judged by the default policy with nothing learned yet. Each row is posted as by a
first-time author, with the row's author name and URL, on a thread with the row's article as title;
texts longer than the service's 5,000 characters are judged as they are. `plain`: the same rows
without the author's name and URL. `lower`: the same rows with the text in lower case. Both columns
say by how many points of a hundred the share moves, of those published where nothing else is named.
Intervals hold with 95 % (Wilson); in brackets stand count and interval. The sets are public
collections that are no part of Greenroom. A line that begins with a dash is part of the one above
and no target of its own."""


def report(passes: Passes, sets: Sequence[str], about: Mapping[str, str]) -> str:
    """The whole document. `sets` were measured; `about` names what was measured and how."""
    judged = passes[DEFAULT]
    facts = "\n".join(f"- {name}: {value}" for name, value in about.items())
    sections = {
        "Targets": f"{summary(judged, sets)}\n\n{targets(passes, sets)}".strip(),
        "By set and label": by_label(passes),
        "By category": by_category(judged),
        "Within sets": within(passes),
        "Speed": speed(judged),
    }
    body = "".join(f"\n## {name}\n\n{text}\n" for name, text in sections.items() if text)
    return f"# Accuracy\n\n{HOW}\n\n{facts}\n{body}{_not_run(judged)}"


def summary(judged: Sequence[Judged], sets: Sequence[str]) -> str:
    """How many targets are met, and the names of those that are not."""
    verdicts = [
        (f"{line.name}, {target.measure}", target.met(counts.share(target.measure)))
        for line in _lines(sets)
        for counts in [_count(judged, line)]
        for target in line.targets
    ]
    missed = [name for name, met in verdicts if not met]
    told = f"Targets met: {len(verdicts) - len(missed)} of {len(verdicts)}."
    return f"{told} Missed: {'; '.join(missed)}." if missed else told


def targets(passes: Passes, sets: Sequence[str]) -> str:
    rows = []
    for line in _lines(sets):
        rows += [_target(passes, line, target, line.name) for target in line.targets]
        for part in line.each():
            rows += [_target(passes, part, target, f"- {part.name}") for target in part.targets]
    head = ["on", "rows", "share", "target", "measured", "count", "95 %", "", *_others(passes)]
    return table(head, rows)


def by_label(passes: Passes) -> str:
    return _outcomes(passes, ("set", "label"), _label)


def within(passes: Passes) -> str:
    """The sets that are told apart further, by what their origin says of the rows."""
    return _outcomes(passes, ("set", "label", "kind"), _kind)


def by_category(judged: Sequence[Judged]) -> str:
    rows = []
    for key, counts in _grouped(judged, _label).items():
        shares = [
            f"{name} {cell(counts.share(name))}" for name, _ in counts.categories.most_common()
        ]
        rows.append([*key, str(counts.of), "; ".join(shares)])
    return table(["set", "label", "rows", "categories of the verdicts"], rows)


def speed(judged: Sequence[Judged]) -> str:
    times = sorted(one.microseconds for one in judged)
    if not times:
        return ""
    usual = [one.microseconds for one in judged if len(one.row.fields["text"]) <= BODY_LIMIT]
    rows = [
        ["median", f"{statistics.median(times):.0f}", str(MEDIAN)],
        ["99th percentile", f"{times[int(0.99 * (len(times) - 1))]:.0f}", str(P99)],
        ["slowest that the service would take", f"{max(usual, default=0):.0f}", str(SLOWEST)],
        ["slowest", f"{times[-1]:.0f}", "-"],
    ]
    told = table(["microseconds a comment", "measured", "at most"], rows)
    return f"Of this run on this machine, in time of its processor.\n\n{told}"


def _label(one: Judged) -> Key | None:
    return one.row.set, one.row.label


def _kind(one: Judged) -> Key | None:
    field = FINER.get(one.row.set)
    return (one.row.set, one.row.label, str(one.row.labels.get(field, ""))) if field else None


def _lines(sets: Sequence[str]) -> Iterator[Line]:
    """The lines whose sets were all measured: half a line would be another line."""
    return (line for line in LINES if line.sets <= set(sets))


def _count(judged: Sequence[Judged], line: Line) -> Counts:
    return count(one for one in judged if line.has(one.row))


def _target(passes: Passes, line: Line, target: Target, name: str) -> list[str]:
    shares = {of: _count(judged, line).share(target.measure) for of, judged in passes.items()}
    share = shares[DEFAULT]
    return [
        *(name, str(share.of), target.measure, str(target), percent(share.share)),
        *(str(share.count), between(share), "met" if target.met(share) else "**missed**"),
        *(moved(shares[other], share) for other in _others(passes)),
    ]


def _others(passes: Passes) -> list[str]:
    return [name for name in passes if name != DEFAULT]


def _grouped(judged: Sequence[Judged], key: Callable[[Judged], Key | None]) -> dict[Key, Counts]:
    groups: defaultdict[Key, list[Judged]] = defaultdict(list)
    for one in judged:
        found = key(one)
        if found:
            groups[found].append(one)
    return {name: count(groups[name]) for name in sorted(groups)}


def _outcomes(passes: Passes, names: Key, key: Callable[[Judged], Key | None]) -> str:
    """A row for each group: what became of it, and how far the other passes move its published."""
    groups = {of: _grouped(judged, key) for of, judged in passes.items()}
    measures = (*OUTCOMES, CARE)
    rows = []
    for group, counts in groups[DEFAULT].items():
        share = counts.share(PUBLISHED)
        others = [moved(groups[of][group].share(PUBLISHED), share) for of in _others(passes)]
        rows.append(
            [*group, str(counts.of), *(cell(counts.share(name)) for name in measures), *others]
        )
    return table([*names, "rows", *measures, *_others(passes)], rows)


def _not_run(judged: Sequence[Judged]) -> str:
    failed = Counter(name for one in judged for name in one.not_run)
    told = ", ".join(f"{name} on {times}" for name, times in failed.most_common())
    return f"\nChecks that failed: {told} comments.\n" if failed else ""
