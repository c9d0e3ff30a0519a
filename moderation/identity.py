"""New comment ids: opaque to clients, sortable by time, not to be guessed."""

import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, in lower case
ID_LENGTH = 36


def new_id() -> str:
    """48 bits of milliseconds, then 128 bits of randomness, as 36 characters.

    The time in an id is a hint from this machine's clock; order and age go by the store's clock.
    """
    number = (int(time.time() * 1000) & (1 << 48) - 1) << 132 | secrets.randbits(128)
    return "".join(ALPHABET[number >> shift & 31] for shift in range(175, -5, -5))


def is_id(text: str) -> bool:
    """Could this be an id of ours?"""
    return len(text) == ID_LENGTH and all(char in ALPHABET for char in text)
