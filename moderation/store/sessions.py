"""Sessions of those who have signed in, findable by user so that they can be listed and ended.

A token is random and carries its user's name, so that session and account are read in one round
trip; the store keeps its digest only. A session ends after 30 minutes unused and after 12 hours in
any case, and at once when its user gets a new password or is removed.
"""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import redis.asyncio

from moderation.store import keys
from moderation.store.connection import fields
from moderation.store.sites import digest
from moderation.user import MODERATOR_OF_ALL, Role, Roles, User

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
ACCOUNT = ("password", "roles", "totp", "once", "not_for_me")
SEEN_SECONDS = 60  # a write a minute, not one a page


@dataclass(frozen=True, slots=True)
class Session:
    """`id` is the token's digest, times are in ms; `used` is up to a minute behind."""

    id: str
    created: int
    used: int
    browser: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose session it is, with what the account says at this moment."""

    name: str
    session: str
    roles: Roles
    second_step: bool
    once: bool
    not_for_me: frozenset[str] = frozenset()


class Sessions:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def start(
        self, user: User, browser: str = "", step: int | None = None, *, proved: bool = False
    ) -> str | None:
        """A new session's token, which only the browser keeps.

        None if the account is no longer as `user` says (its password was changed meanwhile, say),
        or if its second step lacks a `step` later than the last one used: a code works once.
        `proved`: that was seen to already, in the session that this one follows.
        """
        token = f"{secrets.token_urlsafe(32)}.{urlsafe_b64encode(user.name.encode()).decode()}"
        account, index = keys.user(user.name), keys.sessions(user.name)

        async def work(pipe: Any) -> bool:
            password, totp, used = await pipe.hmget(account, "password", "totp", "totp_step")
            seconds, _ = await pipe.time()
            pipe.multi()
            if (_text(password), _text(totp)) != (user.password, user.totp):
                return False
            if totp and not proved and (step is None or step <= int(used or 0)):
                return False
            if totp and step is not None:
                pipe.hset(account, "totp_step", step)
            pipe.sadd(keys.USERS, user.name)
            key, until = keys.session(digest(token)), seconds + ABSOLUTE_SECONDS
            said = {"user": user.name, "created": seconds, "used": seconds, "browser": browser}
            pipe.hset(key, mapping={**said, "until": until})
            pipe.expire(key, IDLE_SECONDS)
            pipe.zremrangebyscore(index, "-inf", seconds)
            pipe.zadd(index, {digest(token): until})
            pipe.expire(index, ABSOLUTE_SECONDS)
            return True

        started = await self._client.transaction(work, account, value_from_callable=True)
        return token if started else None

    async def read(self, token: str) -> Caller | None:
        """Whose session this is, and keep it alive; None if it has ended."""
        name = _name_in(token)
        if name is None:
            return None
        session_id = digest(token)
        key = keys.session(session_id)
        pipe = self._client.pipeline(transaction=False)
        pipe.hgetall(key)
        pipe.hmget(keys.user(name), *ACCOUNT)
        pipe.time()
        pipe.ttl(key)
        raw, account, (seconds, _), left = await pipe.execute()
        caller = _caller(name, session_id, raw, account, seconds)
        if caller is not None and left < IDLE_SECONDS - SEEN_SECONDS:
            # If it ends at this very moment, what is written is no session: it has no user.
            pipe.hset(key, "used", seconds)
            pipe.expire(key, IDLE_SECONDS)
            await pipe.execute()
        return caller

    async def still(self, callers: Iterable[Caller]) -> dict[str, Caller]:
        """By session, those whose session goes on, as their accounts are at this moment. One round
        trip; it keeps no session alive."""
        asked = list({each.session: each for each in callers}.values())
        pipe = self._client.pipeline(transaction=False)
        pipe.time()
        for each in asked:
            pipe.hgetall(keys.session(each.session))
            pipe.hmget(keys.user(each.name), *ACCOUNT)
        (seconds, _), *found = await pipe.execute()
        now = (
            _caller(each.name, each.session, raw, account, seconds)
            for each, raw, account in zip(asked, found[::2], found[1::2], strict=True)
        )
        return {each.session: each for each in now if each is not None}

    async def of(self, name: str) -> list[Session]:
        """A user's sessions, the one used last first."""
        ids: Any = await self._client.zrange(keys.sessions(name), 0, -1)
        pipe = self._client.pipeline(transaction=False)
        pipe.time()
        for each in ids:
            pipe.hgetall(keys.session(each.decode()))
        (seconds, _), *found = await pipe.execute()
        sessions = []
        for session_id, raw in zip(ids, found, strict=True):
            session = fields(raw)
            if "user" in session and int(session["until"]) > seconds:
                created, used = (int(session[name]) * 1000 for name in ("created", "used"))
                browser = session["browser"].decode()
                sessions.append(Session(session_id.decode(), created, used, browser))
        return sorted(sessions, key=lambda session: -session.used)

    async def end(self, name: str, session_id: str) -> bool:
        """End one session of this user. False if they have no such session."""
        index = keys.sessions(name)

        async def work(pipe: Any) -> bool:
            known = await pipe.zscore(index, session_id) is not None
            pipe.multi()
            if known:
                pipe.zrem(index, session_id)
                pipe.delete(keys.session(session_id))
            return known

        ended: bool = await self._client.transaction(work, index, value_from_callable=True)
        return ended

    async def end_all(self, name: str, but: str = "") -> int:
        """End a user's sessions, but the one with that id. How many there were."""
        index = keys.sessions(name)

        async def work(pipe: Any) -> int:
            ids = [each for each in await kept(pipe, name) if each != but]
            pipe.multi()
            end_these(pipe, name, ids)
            return len(ids)

        ended: int = await self._client.transaction(work, index, value_from_callable=True)
        return ended


async def kept(pipe: Any, name: str) -> list[str]:
    """The ids of a user's sessions, for a transaction that watches `keys.sessions(name)`."""
    return [each.decode() for each in await pipe.zrange(keys.sessions(name), 0, -1)]


def end_these(pipe: Any, name: str, ids: list[str]) -> None:
    """The part of a transaction that ends these sessions of a user."""
    if ids:
        pipe.delete(*(keys.session(each) for each in ids))
        pipe.zrem(keys.sessions(name), *ids)


def read_roles(raw: bytes | None) -> Roles:
    """Roles as they are kept. Accounts from before there were roles moderate every site."""
    return MODERATOR_OF_ALL if raw is None else msgspec.json.decode(raw, type=dict[str, Role])


def read_categories(raw: bytes | None) -> frozenset[str]:
    """What somebody does not want to be shown, as it is kept."""
    return msgspec.json.decode(raw, type=frozenset[str]) if raw else frozenset()


def _caller(
    name: str, session_id: str, raw: Any, account: Sequence[bytes | None], seconds: int
) -> Caller | None:
    """Of a session and the `ACCOUNT` of its user, as they are kept; None if it has ended."""
    session = fields(raw)
    password, roles, totp, once, averted = account
    if password is None or "user" not in session or int(session["until"]) <= seconds:
        return None
    return Caller(
        name,
        session_id,
        read_roles(roles),
        second_step=totp is not None,
        once=once is not None,
        not_for_me=read_categories(averted),
    )


def _name_in(token: str) -> str | None:
    """The name that a token carries, believed only with a session that has its digest."""
    if not token.isascii():  # a header may hold any bytes
        return None
    try:
        return urlsafe_b64decode(token.partition(".")[2].encode()).decode() or None
    except (binascii.Error, UnicodeError):
        return None


def _text(raw: bytes | None) -> str | None:
    return raw.decode() if raw is not None else None
