"""Accounts: passwords, roles on sites, second steps. Sessions and failed attempts are rooms of it.

Passwords arrive here hashed (argon2, by `service.review` or `ops`). What must happen together, such
as a new password and the end of the old one's sessions, is one transaction (WATCH, MULTI).
"""

from collections.abc import Callable, Collection
from typing import Any

import msgspec
import redis.asyncio

from moderation.store import keys
from moderation.store.attempts import Attempts
from moderation.store.connection import fields
from moderation.store.sessions import Sessions, end_these, kept, read_categories, read_roles
from moderation.user import MODERATOR_OF_ALL, Roles, User

# So many lists somebody may name.
MOST_VIEWS = 20

# What is to be written to an account; None for a field takes it out, None for all is no change.
Change = Callable[[dict[str, bytes]], dict[str, Any] | None]


class Accounts:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client
        self.sessions = Sessions(client)
        self.attempts = Attempts(client)

    async def add(
        self, name: str, password: str, roles: Roles = MODERATOR_OF_ALL, *, once: bool = False
    ) -> bool:
        """Make an account. False, and nothing is changed, if there is one of that name."""
        said: dict[str, Any] = {"password": password, "roles": msgspec.json.encode(dict(roles))}
        if once:
            said["once"] = 1

        async def work(pipe: Any) -> bool:
            taken = await pipe.exists(keys.user(name))
            seconds, _ = await pipe.time()
            pipe.multi()
            if not taken:
                pipe.hset(keys.user(name), mapping={**said, "created": seconds * 1000})
                pipe.sadd(keys.USERS, name)
            return not taken

        added: bool = await self._client.transaction(
            work, keys.user(name), value_from_callable=True
        )
        return added

    async def get(self, name: str) -> User | None:
        raw: Any = await self._client.hgetall(keys.user(name))
        return _user(name, fields(raw))

    async def all(self) -> list[User]:
        """Every account, by name."""
        names: Any = await self._client.smembers(keys.USERS)
        if b"" not in names:
            names = await self._search()
        pipe = self._client.pipeline(transaction=False)
        ordered = sorted(each.decode() for each in names if each)
        for name in ordered:
            pipe.hgetall(keys.user(name))
        found = await pipe.execute()
        users = (_user(name, fields(raw)) for name, raw in zip(ordered, found, strict=True))
        return [user for user in users if user is not None]

    async def set_password(self, name: str, password: str, was: str | None = None) -> bool:
        """A new password; it ends every session. False if it `was` not that hash, or no account."""

        def change(account: dict[str, bytes]) -> dict[str, Any] | None:
            if was is not None and account["password"] != was.encode():
                return None
            return {"password": password, "once": None}

        return await self._change(name, change)

    async def set_roles(self, name: str, change: Callable[[Roles], Roles]) -> bool:
        """Roles as `change` makes them of those there are. They hold from the next request on."""

        def write(account: dict[str, bytes]) -> dict[str, Any]:
            roles = change(read_roles(account.get("roles")))
            return {"roles": msgspec.json.encode(dict(roles))}

        return await self._change(name, write, end=False)

    async def propose_totp(self, name: str, secret: str) -> bool:
        """A secret that is not in force before its first code. False if there is no account."""
        return await self._change(name, lambda _: {"totp_new": secret}, end=False)

    async def confirm_totp(self, name: str, secret: str, step: int) -> bool:
        """Put a proposed secret in force; it ends every session, all of them begun without it."""

        def change(account: dict[str, bytes]) -> dict[str, Any] | None:
            if account.get("totp_new") != secret.encode():
                return None
            return {"totp": secret, "totp_step": step, "totp_new": None}

        return await self._change(name, change)

    async def use_step(self, name: str, secret: str, step: int) -> bool:
        """Use up a time step of the secret in force. False if it, or a later one, was used."""

        def change(account: dict[str, bytes]) -> dict[str, Any] | None:
            if account.get("totp") != secret.encode() or step <= int(account["totp_step"]):
                return None
            return {"totp_step": step}

        return await self._change(name, change, end=False)

    async def set_not_for_me(self, name: str, categories: Collection[str]) -> bool:
        """What they do not want to be shown. False if there is no account."""
        said = msgspec.json.encode(sorted(categories)) if categories else None
        return await self._change(name, lambda _: {"not_for_me": said}, end=False)

    async def views(self, name: str) -> dict[str, str]:
        """The lists that somebody named to find them again, as addresses by name."""
        raw: Any = await self._client.hget(keys.user(name), "views")
        return _views(raw)

    async def keep_view(self, name: str, title: str, address: str | None) -> bool:
        """One more, or another address for it; without one it goes. False if there are
        `MOST_VIEWS`, or no account."""

        def change(account: dict[str, bytes]) -> dict[str, Any] | None:
            kept = _views(account.get("views"))
            kept.pop(title, None)
            if address is not None:
                kept[title] = address
            return {"views": msgspec.json.encode(kept)} if len(kept) <= MOST_VIEWS else None

        return await self._change(name, change, end=False)

    async def remove_totp(self, name: str) -> bool:
        """For who has lost their second step; it ends every session. False if no account."""
        gone = dict.fromkeys(("totp", "totp_step", "totp_new"))
        return await self._change(name, lambda _: gone)

    async def remove(self, name: str) -> bool:
        """The account and its sessions. False if there is none."""

        def change(account: dict[str, bytes]) -> dict[str, Any]:
            return dict.fromkeys(account)

        return await self._change(name, change)

    async def _change(self, name: str, change: Change, *, end: bool = True) -> bool:
        """Write what `change` makes of the account and, with `end`, end its sessions, all at once.
        False, and nothing is done, if there is no account, or no change.
        """
        key, index = keys.user(name), keys.sessions(name)

        async def work(pipe: Any) -> bool:
            account = fields(await pipe.hgetall(key))
            ids = await kept(pipe, name) if end else []
            pipe.multi()
            said = change(account) if "password" in account else None
            if said is None:
                return False
            gone = [field for field, value in said.items() if value is None]
            if gone:
                pipe.hdel(key, *gone)
            stays = {field: value for field, value in said.items() if value is not None}
            if stays:
                pipe.hset(key, mapping=stays)
            end_these(pipe, name, ids)
            if set(gone) == set(account):
                pipe.srem(keys.USERS, name)
            return True

        watched = (key, index) if end else (key,)
        done: bool = await self._client.transaction(work, *watched, value_from_callable=True)
        return done

    async def _search(self) -> set[bytes]:
        """Accounts from before there was an index of them are looked for once, among all keys. The
        empty name, which nobody has, says that this was done."""
        names = {b""}
        async for key in self._client.scan_iter(match=f"{keys.user('')}*", count=1000):
            names.add(key.removeprefix(keys.user("").encode()))
        await self._client.sadd(keys.USERS, *names)
        return names


def _views(raw: bytes | None) -> dict[str, str]:
    return msgspec.json.decode(raw, type=dict[str, str]) if raw else {}


def _user(name: str, account: dict[str, bytes]) -> User | None:
    if "password" not in account:
        return None
    said = {field: value.decode() for field, value in account.items()}
    return User(
        name=name,
        password=said["password"],
        roles=read_roles(account.get("roles")),
        created=int(said.get("created", 0)),
        totp=said.get("totp"),
        step=int(said.get("totp_step", 0)),
        proposed=said.get("totp_new"),
        once="once" in said,
        not_for_me=read_categories(account.get("not_for_me")),
    )
