"""`greenroom restore`: a backup becomes the data of a store that is not there yet."""

import asyncio
import contextlib
import json
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from redis.exceptions import RedisError

from moderation.comment import Status
from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.connection import StoreErrors
from moderation.store.findings import Finding, Kind
from ops import aof, embedded
from ops.backup import FOLDER, FORMAT, RECEIPT
from ops.console import Failure, tell
from ops.lock import Lock

# What the embedded store and compose's look for in their directories.
MANIFEST = "appendonly.aof.manifest"
OCCUPIED = (FOLDER, "dump.rdb", "appendonly.aof")


@dataclass(frozen=True, slots=True)
class Tried:
    """What a store on the restored files has, and what fsck says of it."""

    comments: dict[Status, int]
    findings: tuple[Finding, ...]


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="The store's directory, instead of GREENROOM_DATA_DIR.",
)
def command(folder: Path, into: Path | None) -> None:
    """Put the backup in FOLDER where a store can be started on it, and try it first.

    The directory may not have a store's files in it, nor a running Greenroom. The files are checked
    against their sums, a store is started on a copy, fsck looks through it, and only then does the
    copy take its place. Exit 1 if fsck found something; the data are in place all the same.

    \b
    Example: greenroom restore backups/2026-11-22 --into /srv/greenroom/var
    """
    target = into if into is not None else read_settings(os.environ).data_dir
    tried = restore(folder, target)
    told = ", ".join(f"{count} {status}" for status, count in tried.comments.items())
    tell(f"{folder} is restored into {target}: {told}.")
    for finding in tried.findings:
        tell(finding.sentence)
    if tried.findings:
        tell("Start Greenroom and run: greenroom fsck --repair")
        raise click.exceptions.Exit(1)
    tell("fsck: all is well. Start Greenroom; whatever was accepted after the backup is lost.")


def restore(folder: Path, target: Path) -> Tried:
    """Restore a backup into a directory. Raises `Failure`, and has then changed nothing there."""
    sums = _receipt(folder)
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = Lock(target)
    lock.take()
    try:
        occupied = [name for name in OCCUPIED if (target / name).exists()]
        if occupied:
            raise Failure(f"{target} has a store's files already ({', '.join(occupied)})")
        staging = Path(tempfile.mkdtemp(prefix=".restore-", dir=target))
        try:
            shutil.copytree(folder / FOLDER, staging / FOLDER)
            wrong = aof.same(staging / FOLDER, sums)
            if wrong:
                raise Failure(f"the backup is damaged: {', '.join(wrong)} differ from their sums")
            tried = asyncio.run(_try(staging, lock.fd))
            os.sync()
            (staging / FOLDER).rename(target / FOLDER)
            aof.sync_names(target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return tried
    except OSError as exc:
        raise Failure(f"nothing was restored: {exc}") from exc
    finally:
        lock.release()


def _receipt(folder: Path) -> dict[str, str]:
    """The sums of a complete backup. Raises `Failure` for anything else."""
    try:
        receipt: Any = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
        sums, form, manifest = receipt["sha256"], receipt["format"], receipt["manifest"]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise Failure(f"{folder} is no complete backup: it has no whole {RECEIPT}") from exc
    if form != FORMAT or manifest != MANIFEST or not isinstance(sums, dict):
        raise Failure(f"{folder} was made for another kind of store")
    if any(Path(name).name != name for name in sums):
        raise Failure(f"{folder} is no backup: its {RECEIPT} names files elsewhere")
    return sums


async def _try(staging: Path, lock_fd: int) -> Tried:
    """Start a store on these files, look through it, and end it."""
    socket = embedded.socket_path(staging)
    url = f"unix://{socket}"
    child = embedded.create(staging, socket, lock_fd)
    await child.start()
    try:
        await embedded.wait_until_up(child, url, staging / "valkey.log")
        store = Store(url)
        try:
            counts, findings = await _counted(store), await _found(store)
            await store.ping()  # a store that was lost meanwhile is not one that says it is damaged
        except StoreErrors as exc:
            raise Failure(f"nothing was restored: {type(exc).__name__}") from exc
        finally:
            await store.close()
    finally:
        await child.stop(asyncio.Event())
        if socket.parent != staging:
            shutil.rmtree(socket.parent, ignore_errors=True)
    return Tried(dict(counts), tuple(findings))


async def _counted(store: Store) -> Counter[Status]:
    """How many comments there are. Where a key is damaged fsck says so, and none are counted."""
    counts: Counter[Status] = Counter()
    with contextlib.suppress(RedisError, ValueError):
        for site in await store.sites.names():
            with contextlib.suppress(RedisError, ValueError):
                counts.update(await store.threads.sizes(site))
    return counts


async def _found(store: Store) -> list[Finding]:
    """What fsck finds; that it fails is a finding, too."""
    findings = []
    try:
        async for finding in store.fsck.run():
            findings.append(finding)
    except (RedisError, ValueError) as exc:
        where = f"fsck ended with {type(exc).__name__}"
        findings.append(Finding("@", "", Kind.KEY_DAMAGED, where))
    return findings
