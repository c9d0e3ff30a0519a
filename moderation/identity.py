"""New comment ids: opaque to clients, sortable by time, not to be guessed."""

import os
import re
import time
from base64 import urlsafe_b64encode

ID_PATTERN = "[0-9a-f]{11}[A-Za-z0-9_-]{22}"
_ID = re.compile(ID_PATTERN)

RANDOM_BYTES = 16
POOL_BYTES = 256 * RANDOM_BYTES


class _Pool:
    """The kernel's randomness, asked for in bulk: a system call an id was a twentieth of intake."""

    def __init__(self) -> None:
        self._bytes = b""
        os.register_at_fork(after_in_child=self.empty)  # two processes must not share an id

    def empty(self) -> None:
        self._bytes = b""

    def take(self) -> bytes:
        if not self._bytes:
            self._bytes = os.urandom(POOL_BYTES)
        taken, self._bytes = self._bytes[:RANDOM_BYTES], self._bytes[RANDOM_BYTES:]
        return taken


_pool = _Pool()


def new_id() -> str:
    """Milliseconds as 11 hexadecimal digits, then 128 bits of randomness as 22 of base 64.

    The time in an id is a hint from this machine's clock; order and age go by the store's clock.
    """
    randomness = urlsafe_b64encode(_pool.take())[:22].decode()
    return f"{int(time.time() * 1000):011x}{randomness}"


def made_ms(comment_id: str) -> int:
    """That time: milliseconds since 1970. Of an id of ours."""
    return int(comment_id[:11], 16)


def is_id(text: str) -> bool:
    """Could this be an id of ours?"""
    return _ID.fullmatch(text) is not None
