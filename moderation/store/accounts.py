"""Moderators and their sessions.

Passwords arrive here hashed (argon2, by `service.review`); session tokens are kept by digest.
A session ends after 30 minutes unused and after 12 hours in any case.
"""

import secrets
from dataclasses import dataclass
from typing import Any

import redis.asyncio

from moderation.store import keys
from moderation.store.connection import fields
from moderation.store.sites import digest

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class User:
    """A moderator. `password` is an argon2 hash."""

    name: str
    password: str


class Accounts:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client

    async def add(self, name: str, password_hash: str) -> bool:
        """Make a moderator or give one a new password. True if new."""
        key = keys.user(name)
        return bool(await self._client.hset(key, "password", password_hash))

    async def get(self, name: str) -> User | None:
        password: Any = await self._client.hget(keys.user(name), "password")
        return User(name, password.decode()) if password else None

    async def start_session(self, user: str) -> str:
        """Return a new session's token; only the browser keeps it."""
        token = secrets.token_urlsafe(32)
        key = keys.session(digest(token))
        seconds, _ = await self._client.time()
        pipe = self._client.pipeline(transaction=True)
        pipe.hset(key, mapping={"user": user, "until": int(seconds) + ABSOLUTE_SECONDS})
        pipe.expire(key, IDLE_SECONDS)
        await pipe.execute()
        return token

    async def session_user(self, token: str) -> str | None:
        """Whose session this is, and keep it alive; None if it has ended."""
        key = keys.session(digest(token))
        pipe = self._client.pipeline(transaction=False)
        pipe.hgetall(key)
        pipe.time()
        pipe.ttl(key)
        raw, (seconds, _), left = await pipe.execute()
        session = fields(raw)
        if "user" not in session or int(session["until"]) <= seconds:
            return None
        if left < IDLE_SECONDS - 60:  # a write a minute, not one a page
            await self._client.expire(key, IDLE_SECONDS)
        return session["user"].decode()

    async def end_session(self, token: str) -> None:
        await self._client.delete(keys.session(digest(token)))
