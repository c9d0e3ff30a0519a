"""What the service counts, and how the store stands, for Prometheus. No comment, author or thread
is ever a label.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from moderation.store import Store
from moderation.store.fsck import LastRun
from service.readiness import Readiness

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Metrics:
    """One registry a process, so that tests may make many."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "greenroom_http_requests_total",
            "Requests by status",
            ["method", "status"],
            registry=self.registry,
        )
        self.accept_seconds = Histogram(
            "greenroom_accept_seconds",
            "From a comment's arrival to its receipt from the store",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.refused = Counter(
            "greenroom_accept_refused_total", "Comments answered 503", registry=self.registry
        )
        self._answers: dict[tuple[str, int], Counter] = {}
        self._ready = Gauge(
            "greenroom_ready", "1 if comments may be promised", registry=self.registry
        )
        self._admitting = Gauge(
            "greenroom_admitting",
            "1 if the store has room for new comments",
            registry=self.registry,
        )
        self._memory = Gauge(
            "greenroom_store_memory_bytes", "Memory the store uses", registry=self.registry
        )
        self._memory_limit = Gauge(
            "greenroom_store_memory_limit_bytes",
            "Memory the store may use, 0 if it has no limit",
            registry=self.registry,
        )
        self._comments = Gauge(
            "greenroom_comments",
            "Comments by site and status",
            ["site", "status"],
            registry=self.registry,
        )
        self._fsck = Gauge(
            "greenroom_fsck_findings",
            "What is wrong in the store, as the last fsck left it",
            ["site", "kind"],
            registry=self.registry,
        )
        self._fsck_at = Gauge(
            "greenroom_fsck_last_run_timestamp_seconds",
            "When fsck last ran to its end, 0 if never",
            registry=self.registry,
        )
        self._oldest = Gauge(
            "greenroom_oldest_pending_seconds",
            "How long the oldest of the pending comments has waited",
            ["site"],
            registry=self.registry,
        )

    def count(self, method: str, status: int) -> None:
        """Count an answer. Looking a label up costs more than counting, so it is done once."""
        counter = self._answers.get((method, status))
        if counter is None:
            counter = self._answers[method, status] = self.requests.labels(method, str(status))
        counter.inc()

    async def expose(self, store: Store, readiness: Readiness) -> bytes:
        """The text of `/metrics`. Raises what `StoreErrors` names when the store is away."""
        now = await store.now_ms()
        for site in await store.sites.names():
            for status, size in (await store.threads.sizes(site)).items():
                self._comments.labels(site, status).set(size)
            since = await store.threads.pending_since_ms(site)
            self._oldest.labels(site).set(max(0, now - since) / 1000 if since else 0)
        self._expose_fsck(await store.fsck.last())
        return self.plain(readiness, ready=readiness.ready)

    def _expose_fsck(self, last: LastRun | None) -> None:
        self._fsck.clear()
        if last is None:
            return
        self._fsck_at.set(last.at_ms / 1000)
        for site, kinds in last.findings.items():
            for kind, count in kinds.items():
                self._fsck.labels(site, kind).set(count)

    def plain(self, readiness: Readiness, *, ready: bool) -> bytes:
        """What this process knows without asking the store."""
        self._ready.set(int(ready))
        self._admitting.set(int(readiness.admitting))
        self._memory.set(readiness.load.used_memory)
        self._memory_limit.set(readiness.load.max_memory)
        return generate_latest(self.registry)
