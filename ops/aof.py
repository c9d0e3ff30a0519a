"""Copying a store's append-only file while the store writes to it.

It is a directory: a base, increments, and a manifest that names them. The server only ever appends
to the last of them, and replaces the manifest in one step when a rewrite begins or ends
(valkey.io/topics/persistence, "Backing up AOF data"). So if the manifest is the same before and
after all of its files were opened, the open files are one state of the store; what the server
deletes later stays readable through them. No rewrite need be switched off, and nothing put back.
"""

import contextlib
import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

CHUNK = 1 << 20
ATTEMPTS = 200


class Unsettled(Exception):
    """The files changed each time they were looked at, or are not such files."""


def lines_of(manifest: str) -> dict[str, str]:
    """A manifest's line for each file it needs, oldest first; what waits for deletion is left out.

    Raises `Unsettled` for a manifest of another form.
    """
    lines = {}
    for line in manifest.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            row = dict(zip(words[::2], words[1::2], strict=True))
            name, kind = row["file"], row["type"]
        except (ValueError, KeyError) as exc:
            raise Unsettled("the manifest is not one that this Greenroom knows") from exc
        if kind != "h":
            lines[name] = f"{line}\n"
    if not lines or any("/" in name or '"' in name for name in lines):
        raise Unsettled("the manifest names no files, or odd ones")
    return lines


def copy(folder: Path, manifest: str, target: Path) -> dict[str, str]:
    """Copy one state of the store into `target`, an empty directory; the SHA-256 of each file.

    The state holds everything that was acknowledged before this call. What comes during it is there
    up to some moment: the copy is a prefix of what the store was told.
    """
    with _opened(folder, manifest) as (text, files):
        # Of the last file what there is now: under load it would grow as fast as it is read.
        sizes = {name: os.fstat(file.fileno()).st_size for name, file in files.items()}
        sums = {name: _write(target / name, file, sizes[name]) for name, file in files.items()}
    needed = io.BytesIO("".join(lines_of(text).values()).encode())
    sums[manifest] = _write(target / manifest, needed, len(needed.getvalue()))
    sync_names(target)
    return sums


def same(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """The names of files that are missing from `folder` or differ from their sums."""
    return [name for name, wanted in sums.items() if _sum(folder / name) != wanted]


def sync_names(path: Path) -> None:
    """Return when the names in a directory are on disk: a file's own fsync does not see to it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _opened(folder: Path, manifest: str) -> Iterator[tuple[str, Mapping[str, IO[bytes]]]]:
    """A manifest and all the files it needs, open: one state. Raises `Unsettled`."""
    for _ in range(ATTEMPTS):
        with contextlib.ExitStack() as stack:
            before = (folder / manifest).read_text()
            try:
                names = lines_of(before)
                files = {n: stack.enter_context((folder / n).open("rb")) for n in names}
            except FileNotFoundError:
                continue  # a rewrite has ended in between
            if (folder / manifest).read_text() == before:
                yield before, files
                return
    raise Unsettled(f"{folder} changed at each of {ATTEMPTS} looks")


def _write(path: Path, file: IO[bytes], size: int) -> str:
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as copied:
        while size:
            chunk = file.read(min(size, CHUNK))
            if not chunk:
                raise Unsettled(f"{path.name} became shorter")
            digest.update(chunk)
            copied.write(chunk)
            size -= len(chunk)
        copied.flush()
        os.fsync(copied.fileno())
    return digest.hexdigest()


def _sum(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
