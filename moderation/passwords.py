"""Moderators' passwords, hashed with argon2id.

46 MiB and two passes cost about 50 ms: call from a thread. Pure but for the salt.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 12, 128

_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)


def hash_password(plain: str) -> str:
    """The hash to keep. Raises `ValueError` if the password is too short or too long."""
    if not LEAST <= len(plain) <= MOST:
        raise ValueError(f"a password has {LEAST} to {MOST} characters, not {len(plain)}")
    return _hasher.hash(plain)


def verify_password(kept: str | None, plain: str) -> bool:
    """Is `plain` the password whose hash was kept?

    With None (no such user) it is not, but finding out takes just as long.
    """
    if not LEAST <= len(plain) <= MOST:
        return False  # whoever's it is: nobody's password can be that
    if kept is None:
        hash_password(plain)
        return False
    try:
        return _hasher.verify(kept, plain)
    except (VerificationError, InvalidHashError):
        return False
