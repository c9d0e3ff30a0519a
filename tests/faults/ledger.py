"""What clients were promised, on disk before they go on: one line for every 202."""

import hashlib
import itertools
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Promise:
    """An acknowledged comment: its idempotency key, its id, the digest of its body."""

    key: str
    id: str
    digest: str


def digest(body: str) -> str:
    return hashlib.blake2b(body.encode(), digest_size=16).hexdigest()


class Ledger:
    """Promises in order, how often which answer was given (0: none), and the slowest one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.answers: Counter[int] = Counter()
        self.slowest = 0.0
        self.count = 0
        self.numbers = itertools.count()  # of keys: one ledger never asks for two things by one

    def add(self, key: str, comment_id: str, body: str) -> None:
        """Returns when the promise is on disk, so that no crash of ours can forget it."""
        os.write(self._file, f"{key} {comment_id} {digest(body)}\n".encode())
        os.fdatasync(self._file)
        self.count += 1

    def read(self) -> list[Promise]:
        return [Promise(*line.split(" ")) for line in self._path.read_text().splitlines()]

    def close(self) -> None:
        os.close(self._file)
