"""What became of many comments: counted, and shown as a table or as JSON."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

STATUSES = ("published", "held", "rejected")
NAMED = 20  # so many faults are told one by one


class Outcomes:
    """Counts by label, status and category. `failed` if a promise was broken."""

    def __init__(self) -> None:
        self.sent = self.accepted = self.replayed = 0
        self.seconds = self.seconds_sending = 0.0
        self.adaptations: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._unreadable = 0
        self._faults: list[str] = []
        self._lost = self._undecided = 0
        self._by_label: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._by_category: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._latencies: list[float] = []

    @property
    def decided(self) -> int:
        return sum(self._by_label_totals().values())

    @property
    def failed(self) -> bool:
        return self.accepted != self.decided

    def unreadable(self, number: int, why: str) -> None:
        self._unreadable += 1
        self._faults.append(f"line {number}: {why}")

    def refuse(self, number: int, why: str) -> None:
        self._refused[why] += 1
        self._faults.append(f"line {number}: refused, {why}")

    def lose(self, number: int, comment_id: str, status: int) -> None:
        self._lost += 1
        self._faults.append(f"line {number}: LOST, {comment_id} answers {status}")

    def undecide(self, number: int, comment_id: str, why: str) -> None:
        self._undecided += 1
        self._faults.append(f"line {number}: UNDECIDED, {comment_id}: {why}")

    def decide(self, label: str, status: str, category: str, latency: float | None) -> None:
        self._by_label[label][status] += 1
        self._by_category[category][status] += 1
        if latency is not None:
            self._latencies.append(latency)

    def as_json(self) -> dict[str, Any]:
        return {
            "totals": {
                "sent": self.sent,
                "accepted": self.accepted,
                "replayed": self.replayed,
                "refused": self._refused.total(),
                "unreadable": self._unreadable,
                "decided": self.decided,
                "undecided": self._undecided,
                "lost": self._lost,
            },
            "refusals": dict(self._refused),
            "adaptations": dict(self.adaptations),
            "by_label": {label: dict(c) for label, c in sorted(self._by_label.items())},
            "by_category": {name: dict(c) for name, c in sorted(self._by_category.items())},
            "seconds": {
                "sending": round(self.seconds_sending, 3),
                "in_all": round(self.seconds, 3),
                "to_decision_median": self._quantile(0.5),
                "to_decision_p99": self._quantile(0.99),
            },
            "faults": self._faults,
        }

    def table(self) -> Iterator[str]:
        """Lines for a person."""
        yield from _counts("label", self._by_label, self._by_label_totals())
        yield from _counts("category", self._by_category, None)
        told = self.as_json()
        yield ", ".join(f"{name} {count}" for name, count in told["totals"].items())
        for what, count in sorted(self.adaptations.items()):
            yield f"adapted: {what} {count} times"
        for why, count in self._refused.most_common():
            yield f"refused: {why} {count} times"
        seconds = told["seconds"]
        if self.seconds_sending:
            rate = self.accepted / self.seconds_sending
            yield f"sent in {seconds['sending']} s ({rate:.0f}/s), decided in {seconds['in_all']} s"
        if self._latencies:
            median, p99 = seconds["to_decision_median"], seconds["to_decision_p99"]
            yield f"from acceptance to decision: median {median} s, 99th percentile {p99} s"
        yield from self._faults[:NAMED]
        if len(self._faults) > NAMED:
            yield f"... and {len(self._faults) - NAMED} more, all of them with --json"

    def _by_label_totals(self) -> Counter[str]:
        return sum(self._by_label.values(), Counter())

    def _quantile(self, share: float) -> float | None:
        if not self._latencies:
            return None
        return sorted(self._latencies)[round(share * (len(self._latencies) - 1))]


def _counts(
    head: str, groups: dict[str, Counter[str]], total: Counter[str] | None
) -> Iterator[str]:
    named = sorted(groups.items())
    if total is not None:
        named.append(("all", total))
    width = max(len(head), *(len(name) for name, _ in named), 0) if named else len(head)
    columns = [*STATUSES, *sorted({s for _, c in named for s in c} - set(STATUSES))]
    yield f"{head:<{width}}  {'n':>7}  " + "  ".join(f"{c:>15}" for c in columns)
    for name, counter in named:
        n = counter.total()
        cells = (f"{counter[c]:>7} {counter[c] / max(n, 1):>6.1%}" for c in columns)
        yield f"{name:<{width}}  {n:>7}  " + "  ".join(f"{cell:>15}" for cell in cells)
    yield ""
