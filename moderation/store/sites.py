"""Sites and their API keys.

A key is shown once, when it is made; the store keeps its SHA-256 only. Keys carry 256 bits of
randomness, so a plain digest is enough to keep them from being guessed back.
"""

import hashlib
import logging
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import redis.asyncio

from moderation.store import keys
from moderation.store.connection import fields
from moderation.support import TEXT_LIMIT, Support, support

log = logging.getLogger(__name__)

SITE_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


class KeyKind(StrEnum):
    """A publishable key stands in a page for all to see; a secret one stays on a server."""

    PUBLISHABLE = "pk"
    SECRET = "sk"  # noqa: S105 - a prefix, not a secret


class BadSite(ValueError):
    """A site cannot be called or configured so."""


@dataclass(frozen=True, slots=True)
class Site:
    """A blog. `origins` may use its publishable keys; `secret` signs its comment tokens.

    `comment_policy` is the address of a page of the blog's that says what may be written.
    `crisis_text` is None if the site has set none, and empty if it wants none. `rulings` is how
    many there are at most: with none, no drain asks for any.
    """

    name: str
    title: str
    url: str | None
    origins: tuple[str, ...]
    secret: bytes
    keys: dict[str, KeyKind]
    crisis_text: str | None = None
    crisis_url: str | None = None
    rulings: int = 0
    comment_policy: str | None = None

    @property
    def support(self) -> Support | None:
        """What an author in need is told."""
        return support(self.crisis_text, self.crisis_url)

    def kind_of(self, api_key: str) -> KeyKind | None:
        """What an API key may do here; None if it is not one of this site's."""
        return self.keys.get(digest(api_key))

    def comment_token(self, comment_id: str) -> str:
        """Lets a comment's author see it. Derived, so that a replayed intake gives the same."""
        data = b"comment " + comment_id.encode()
        mac = hashlib.blake2b(data, key=self.secret, digest_size=24).digest()
        return f"ct_{self.name}_{urlsafe_b64encode(mac).decode()}"

    def secret_for(self, what: str) -> bytes:
        """A secret of its own for one purpose."""
        return hashlib.blake2b(what.encode(), key=self.secret, digest_size=32).digest()

    def digest_of(self, what: str, value: str) -> str:
        """A keyed digest, for counting addresses and authors without keeping them in key names."""
        data = f"{what} {value}".encode()
        return hashlib.blake2b(data, key=self.secret, digest_size=12).hexdigest()


def digest(secret: str) -> str:
    """How API keys and session tokens are kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def site_of(credential: str) -> str | None:
    """The site that a `pk_`, `sk_` or `ct_` credential names, not yet believed."""
    parts = credential.split("_", 2)
    if len(parts) != 3 or not SITE_NAME.fullmatch(parts[1]):
        return None
    return parts[1]


class Sites:
    """See the module."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._client = client
        self._strange: set[bytes] = set()

    async def add(
        self, name: str, *, title: str = "", url: str | None = None, origins: tuple[str, ...] = ()
    ) -> bool:
        """Make a site, or change the title, URL and origins of one. True if it is new."""
        if not SITE_NAME.fullmatch(name):
            raise BadSite(f"{name!r}: use 1 to 32 of a-z, 0-9 and -, no - at either end")
        pipe = self._client.pipeline(transaction=True)
        pipe.hsetnx(keys.site(name), "secret", secrets.token_bytes(32))
        pipe.hset(
            keys.site(name),
            mapping={
                "title": title or name,
                "url": url or "",
                "origins": msgspec.json.encode(origins),
            },
        )
        created, _ = await pipe.execute()
        await self._client.sadd(keys.SITES, name)
        return bool(created)

    async def set_crisis(self, name: str, text: str | None, url: str | None) -> None:
        """The site's words to authors in need. A text of None: Greenroom's; an empty one: none."""
        if text is not None and len(text) > TEXT_LIMIT:
            raise BadSite(f"the crisis text has {len(text)} of {TEXT_LIMIT} characters")
        pipe = self._client.pipeline(transaction=True)
        for field, value in (("crisis_text", text), ("crisis_url", url)):
            if value is None:
                pipe.hdel(keys.site(name), field)
            else:
                pipe.hset(keys.site(name), field, value)
        await pipe.execute()

    async def set_comment_policy(self, name: str, url: str | None) -> None:
        """Where the site says what may be written; None: nowhere."""
        if url is None:
            await self._client.hdel(keys.site(name), "comment_policy")
        else:
            await self._client.hset(keys.site(name), "comment_policy", url)

    async def add_key(self, name: str, kind: KeyKind) -> str:
        """Make an API key and return it; it cannot be read again."""
        api_key = f"{kind}_{name}_{secrets.token_urlsafe(32)}"
        await self._client.hset(keys.api_keys(name), digest(api_key), kind)
        return api_key

    async def revoke_key(self, name: str, api_key: str) -> bool:
        """End an API key. False if the site has no such key."""
        return bool(await self._client.hdel(keys.api_keys(name), digest(api_key)))

    async def names(self) -> list[str]:
        """Every site there is. What got among them and is no site's name hides none of them."""
        members: Any = await self._client.smembers(keys.SITES)
        found = {member: _name(member) for member in members}
        self._tell({member for member, name in found.items() if name is None})
        return sorted(name for name in found.values() if name is not None)

    def _tell(self, strange: set[bytes]) -> None:
        """Once each, as the sites are asked for every second."""
        for member in strange - self._strange:
            log.error("%r is no site's name, and is left out of the sites", member[:64])
        self._strange = strange

    async def get(self, name: str) -> Site | None:
        pipe = self._client.pipeline(transaction=False)
        pipe.hgetall(keys.site(name))
        pipe.hgetall(keys.api_keys(name))
        pipe.hlen(keys.rulings(name))
        raw, raw_keys, rulings = await pipe.execute()
        site = fields(raw)
        if "secret" not in site:
            return None
        return Site(
            name=name,
            title=site["title"].decode(),
            url=site["url"].decode() or None,
            origins=msgspec.json.decode(site["origins"], type=tuple[str, ...]),
            secret=site["secret"],
            keys={k.decode(): KeyKind(v.decode()) for k, v in raw_keys.items()},
            crisis_text=_text(site.get("crisis_text")),
            crisis_url=_text(site.get("crisis_url")),
            rulings=rulings,
            comment_policy=_text(site.get("comment_policy")),
        )


def _name(member: bytes) -> str | None:
    """The site's name that this is; None if it is none."""
    name = member.decode("ascii", "replace")
    return name if SITE_NAME.fullmatch(name) else None


def _text(raw: bytes | None) -> str | None:
    return raw.decode() if raw is not None else None
