"""`greenroom backup`: a copy of the store, taken while it is in use."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import click

from moderation.settings import read_settings
from moderation.store import Store
from ops import aof
from ops.console import Failure, tell
from ops.stores import with_store

FORMAT = 1
RECEIPT = "backup.json"
FOLDER = "appendonlydir"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Copy the store's file into FOLDER, which must not exist yet, while Greenroom runs.

    The copy holds everything that was acknowledged before it began, and what came after up to one
    moment. It holds readers' addresses and password hashes too: keep it as safe as the store. This
    must run where the store's directory can be read; README.md says how with Docker.

    \b
    Example: greenroom backup backups/2026-11-22
             greenroom restore backups/2026-11-22 --into /srv/greenroom/var
    """
    made = with_store(read_settings(os.environ), lambda store: take(store, folder))
    tell(f"{made} bytes are in {folder}. Try them now and then: greenroom restore")


async def take(store: Store, folder: Path) -> int:
    """Make a backup. Returns how many bytes it has. Raises `Failure`."""
    place = await store.place()
    if place is None or not (place.folder / place.manifest).is_file():
        where = place.folder if place else "nowhere"
        raise Failure(
            f"the store's append-only file is not to be seen from here (it is in {where}): "
            "run this where the store's directory is mounted at that path"
        )
    try:
        return await asyncio.to_thread(_copy, place.folder, place.manifest, folder)
    except (OSError, aof.Unsettled) as exc:
        raise Failure(f"no backup was made: {exc}") from exc


def _copy(source: Path, manifest: str, folder: Path) -> int:
    folder.mkdir(mode=0o700, parents=True)
    try:
        inner = folder / FOLDER
        inner.mkdir(mode=0o700)
        sums = aof.copy(source, manifest, inner)
        receipt = {"format": FORMAT, "manifest": manifest, "sha256": sums}
        # Last, and in one step: a backup without it is none.
        draft = folder / f"{RECEIPT}.part"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(receipt, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(folder / RECEIPT)
        os.sync()  # names, too: of these files, and of directories made on the way to them
        return sum((inner / name).stat().st_size for name in sums)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
