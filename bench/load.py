"""The load: a process of its own that posts or reads over keep-alive connections and times answers.

A raw asyncio protocol, because an HTTP client library would cost more than the service under test.
Run as `python -m bench.load < plan.json`; prints one JSON object.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial


@dataclass(frozen=True)
class Plan:
    """`bodies` are JSON texts, posted to `path` one a request; with `paths`, each of those is read
    instead. `connections` share them."""

    port: int
    path: str
    headers: dict[str, str]
    bodies: list[str]
    connections: int
    paths: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Result:
    """Latencies in seconds, of accepted (2xx, 304) answers only, in no order."""

    seconds: float
    accepted: int
    refused: int
    latencies: list[float]


class Connection(asyncio.Protocol):
    """Sends one request, waits for the whole answer, sends the next."""

    def __init__(self, requests: list[bytes], done: asyncio.Future[None]) -> None:
        self._requests = requests
        self._done = done
        self._head = b""
        self._status = b""
        self._left: int | None = None
        self._sent = 0.0
        self.latencies: list[float] = []
        self.refused = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        if self._left is None:  # long answers are counted, not gathered: this is not to be slow
            self._head += data
            head, separator, data = self._head.partition(b"\r\n\r\n")
            if not separator:
                return
            self._head = b""
            self._status = head[9:12]
            self._left = 0 if self._status == b"304" else _length(head)
        self._left -= len(data)
        if self._left > 0:
            return
        self._left = None
        if self._status == b"304" or self._status.startswith(b"2"):
            self.latencies.append(time.perf_counter() - self._sent)
        else:
            self.refused += 1
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._done.done():
            self._done.set_result(None)

    def _next(self) -> None:
        if not self._requests:
            self._transport.close()
            return
        request = self._requests.pop()
        self._sent = time.perf_counter()
        self._transport.write(request)


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])


def _same(connection: Connection) -> Connection:
    return connection


async def run(plan: Plan) -> Result:
    """Send every request once and return what happened."""
    head = f"Host: 127.0.0.1:{plan.port}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in plan.headers.items())
    requests = [f"GET {path} HTTP/1.1\r\n{head}\r\n".encode() for path in plan.paths]
    for body in plan.bodies:
        data = body.encode()
        line = f"POST {plan.path} HTTP/1.1\r\n{head}Content-Length: {len(data)}\r\n\r\n"
        requests.append(line.encode() + data)
    loop = asyncio.get_running_loop()
    connections = []
    began = time.perf_counter()
    for _ in range(plan.connections):
        done: asyncio.Future[None] = loop.create_future()
        connection = Connection(requests, done)
        connections.append((connection, done))
        await loop.create_connection(partial(_same, connection), "127.0.0.1", plan.port)
    await asyncio.gather(*(done for _, done in connections))
    seconds = time.perf_counter() - began
    return Result(
        seconds=seconds,
        accepted=sum(len(c.latencies) for c, _ in connections),
        refused=sum(c.refused for c, _ in connections),
        latencies=[latency for c, _ in connections for latency in c.latencies],
    )


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(run(Plan(**json.load(sys.stdin)))))))
