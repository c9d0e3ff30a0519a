"""Copying an append-only file that a store is rewriting, and manifests that are none."""

from pathlib import Path
from typing import Any

import pytest

from ops import aof


def test_a_rewrite_between_the_two_looks_is_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The manifest changes while its files are being opened: that state is not taken."""
    folder, target = tmp_path / "aof", tmp_path / "copy"
    folder.mkdir()
    target.mkdir()
    manifest = folder / "a.manifest"
    for number in (1, 2):
        (folder / f"a.{number}").write_text(f"state {number}")
    manifest.write_text("file a.1 seq 1 type b\n")
    opened = Path.open

    def rewriting(path: Path, *rest: Any, **options: Any) -> Any:
        if path.name == "a.1" and path.parent == folder:
            manifest.write_text("file a.1 seq 1 type h\nfile a.2 seq 2 type b\n")
        return opened(path, *rest, **options)

    monkeypatch.setattr(Path, "open", rewriting)
    sums = aof.copy(folder, "a.manifest", target)
    monkeypatch.undo()
    assert set(sums) == {"a.2", "a.manifest"}
    assert (target / "a.manifest").read_text() == "file a.2 seq 2 type b\n"
    assert aof.same(target, sums) == []


@pytest.mark.parametrize("text", ["", "file", "file ../x seq 1 type b\n", "no manifest\n"])
def test_an_odd_manifest_is_refused(text: str) -> None:
    with pytest.raises(aof.Unsettled):
        aof.lines_of(text)
