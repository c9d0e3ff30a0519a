"""`greenroom fsck`: every broken invariant of the store, and the repair of the safe ones."""

import json
import os

import click

from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.findings import Finding
from ops.console import tell
from ops.stores import with_store


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended without a person.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a finding.")
def command(repair: bool, as_json: bool) -> None:
    """Look for damage in the store, while Greenroom runs; exit 0 if none is left, 1 if some is.

    Repair puts index entries, pins and lists right from the comments themselves. It deletes no
    comment, publishes none that its history does not lead to, and writes no history. A person's
    decision that waited where nobody carries it out is then made, if the comment still is so.

    \b
    Examples: greenroom fsck
              greenroom fsck --repair --json
    """

    async def work(store: Store) -> list[Finding]:
        found = []
        async for finding in store.fsck.run(repair=repair):
            found.append(finding)
            tell(json.dumps(_told(finding)) if as_json else finding.sentence)
        await store.fsck.record(found)
        return found

    found = with_store(read_settings(os.environ), work)
    repaired = sum(finding.repaired for finding in found)
    left = len(found) - repaired
    if not as_json:
        tell(_summary(left, repaired, sum(f.repairable and not f.repaired for f in found)))
    if left:
        raise click.exceptions.Exit(1)


def _summary(left: int, repaired: int, repairable: int) -> str:
    if not left:
        return f"All is well; {repaired} repaired." if repaired else "All is well."
    hint = f", {repairable} of them for --repair" if repairable else ""
    done = f"; {repaired} repaired" if repaired else ""
    return f"{left} left{hint}{done}."


def _told(finding: Finding) -> dict[str, object]:
    return {
        "site": finding.site,
        "id": finding.id,
        "kind": finding.kind,
        "where": finding.where,
        "repairable": finding.repairable,
        "repaired": finding.repaired,
        "sentence": finding.sentence,
    }
