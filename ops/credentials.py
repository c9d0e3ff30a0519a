"""The demo site's keys and moderator, kept in `demo.env` beside the data for whoever tries it."""

import os
import re
import secrets
import shlex
from dataclasses import dataclass, fields, replace
from pathlib import Path

from moderation.passwords import hash_password
from moderation.store import Store
from moderation.store.sites import KeyKind
from ops import blog

SITE = "demo"
MODERATOR = "demo"
FILE = "demo.env"

HEAD = "# The demo site's keys and moderator. For a shell: . this file\n"


@dataclass(frozen=True, slots=True)
class Credentials:
    """`filled` is "yes" once the demo comments have been posted."""

    site: str = SITE
    pk: str = ""
    sk: str = ""
    moderator: str = MODERATOR
    password: str = ""
    url: str = ""
    filled: str = ""


async def ensure(store: Store, data: Path, url: str, demo_port: int) -> Credentials:
    """The demo's credentials: those in the file as far as the store knows them, else new ones."""
    kept = read(data)
    blog_url = blog.origin(demo_port)
    origins = (blog_url, blog_url.replace(blog.HOST, "localhost"))
    await store.sites.add(SITE, title="A Quiet Mind (demo)", url=blog_url, origins=origins)
    site = await store.sites.get(SITE)
    assert site is not None
    if site.kind_of(kept.pk) is None:
        kept = replace(kept, pk=await store.sites.add_key(SITE, KeyKind.PUBLISHABLE))
    if site.kind_of(kept.sk) is None:  # a store that does not know it has no comments either
        secret = await store.sites.add_key(SITE, KeyKind.SECRET)
        kept = replace(kept, sk=secret, filled="")
    if not kept.password or await store.accounts.get(MODERATOR) is None:
        kept = replace(kept, password=secrets.token_urlsafe(12))
        hashed = hash_password(kept.password)
        if not await store.accounts.add(MODERATOR, hashed):
            await store.accounts.set_password(MODERATOR, hashed)
    kept = replace(kept, url=url)
    write(data, kept)
    return kept


def read(data: Path) -> Credentials:
    """What the file says; nothing if there is none."""
    try:
        text = (data / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Credentials()
    found = {}
    for match in re.finditer(r"^DEMO_([A-Z]+)=(.*)$", text, re.MULTILINE):
        words = shlex.split(match.group(2))
        found[match.group(1).lower()] = words[0] if words else ""
    return Credentials(**{f.name: found[f.name] for f in fields(Credentials) if f.name in found})


def write(data: Path, kept: Credentials) -> None:
    """Write the file anew, readable by its owner only, all of it or nothing."""
    lines = [
        f"DEMO_{field.name.upper()}={shlex.quote(getattr(kept, field.name))}\n"
        for field in fields(kept)
    ]
    new = data / f"{FILE}.new"
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(HEAD + "".join(lines))
        file.flush()
        os.fsync(file.fileno())
    new.rename(data / FILE)
