"""New comment ids: opaque to clients, sortable by time, not to be guessed."""

import re
import secrets
import time
from base64 import urlsafe_b64encode

_ID = re.compile(r"[0-9a-f]{11}[A-Za-z0-9_-]{22}")


def new_id() -> str:
    """Milliseconds as 11 hexadecimal digits, then 128 bits of randomness as 22 of base 64.

    The time in an id is a hint from this machine's clock; order and age go by the store's clock.
    """
    randomness = urlsafe_b64encode(secrets.token_bytes(16))[:22].decode()
    return f"{int(time.time() * 1000):011x}{randomness}"


def is_id(text: str) -> bool:
    """Could this be an id of ours?"""
    return _ID.fullmatch(text) is not None
