"""What each role allows. Pure: from roles to yes or no.

A viewer reads, a moderator also decides, an admin also manages the accounts of their sites. Whoever
has no role on a site is told what they would be told if there were no such site.
"""

from collections.abc import Collection
from enum import StrEnum

from moderation.user import ALL, Role, Roles

ORDER = tuple(Role)


class Duty(StrEnum):
    """What somebody must do before anything else."""

    OWN_PASSWORD = "password"  # noqa: S105 - the name of a duty
    SECOND_STEP = "second step"


def role_on(roles: Roles, site: str) -> Role | None:
    """The greater of the role on that site and the one on all."""
    held = [roles[place] for place in (site, ALL) if place in roles]
    return max(held, key=ORDER.index, default=None)


def may_read(roles: Roles, site: str) -> bool:
    return role_on(roles, site) is not None


def may_decide(roles: Roles, site: str) -> bool:
    return role_on(roles, site) in (Role.MODERATOR, Role.ADMIN)


def decides_somewhere(roles: Roles) -> bool:
    return any(may_decide(roles, place) for place in roles)


def is_admin(roles: Roles) -> bool:
    """Of anything at all."""
    return Role.ADMIN in roles.values()


def administers(roles: Roles, place: str) -> bool:
    """A site, or `ALL`: who administers every single site does not administer those to come."""
    return role_on(roles, place) is Role.ADMIN


def knows_of(admin: Roles, other: Roles) -> bool:
    """Does an account stand in this admin's list? That of somebody without any role is for who
    administers all."""
    return administers(admin, ALL) or any(administers(admin, place) for place in other)


def governs(admin: Roles, other: Roles) -> bool:
    """May an admin end an account's sessions, or remove it? Only if they administer all of what it
    has a role on: else the admin of one site could reach another."""
    if administers(admin, ALL):
        return True
    return bool(other) and all(administers(admin, place) for place in other)


def with_role(roles: Roles, place: str, role: Role | None) -> Roles:
    """Roles with this one there; with None, with none there."""
    others = {each: held for each, held in roles.items() if each != place}
    return others if role is None else {**others, place: role}


def duty(roles: Roles, *, once: bool, second_step: bool) -> Duty | None:
    """What keeps somebody on their account page, if anything does."""
    if once:
        return Duty.OWN_PASSWORD
    return Duty.SECOND_STEP if is_admin(roles) and not second_step else None


def places(admin: Roles, sites: Collection[str]) -> list[str]:
    """Where an admin may give roles."""
    return [place for place in (ALL, *sites) if administers(admin, place)]
