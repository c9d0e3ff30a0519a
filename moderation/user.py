"""What an account is: a name, a password, roles on sites, perhaps a second step. Pure.

What a role allows is in `service/review/roles.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
ALL = "*"  # stands for every site, also for those to come; it cannot be a site's name


class Role(StrEnum):
    """What somebody is on a site, the least first."""

    VIEWER = "viewer"
    MODERATOR = "moderator"
    ADMIN = "admin"


# By site, or `ALL`.
Roles = Mapping[str, Role]

MODERATOR_OF_ALL: Roles = {ALL: Role.MODERATOR}


@dataclass(frozen=True, slots=True)
class User:
    """An account. `password` is an argon2 hash, `created` in ms and 0 if that is not known.

    `totp` is the secret of the second step in force, in base 32, and `step` the last of its time
    steps that was used; `proposed` is a secret that awaits its first code. `once`: the password
    was made for them, and they must set one of their own. `not_for_me`: categories that are not
    shown to them, which nobody else is told.
    """

    name: str
    password: str
    roles: Roles = field(default_factory=lambda: MODERATOR_OF_ALL)
    created: int = 0
    totp: str | None = None
    step: int = 0
    proposed: str | None = None
    once: bool = False
    not_for_me: frozenset[str] = frozenset()
