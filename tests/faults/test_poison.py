"""R7, R14. Comments that end whoever checks them: held for a person, and nobody else pays."""

from collections import Counter
from collections.abc import Sequence

import pytest

from moderation.comment import Status
from moderation.store import Store
from moderation.store.records import Record
from tests.eventually import eventually
from tests.faults.load import Load, loading
from tests.faults.scene import Scene
from tests.faults.stack import SITE

KINDS = ("raise", "hang", "exit", "crash", "starve", "eat")
# These end the process that runs the check, which so has no say in what becomes of the comment.
DEADLY = {"exit", "crash", "eat"}
ATTEMPTS = 5
# Of what came in while the poison did its worst, this much was decided by the time it was over.
SHARE = 0.8


async def records(scene: Scene, first: int | None = None) -> dict[str, Record]:
    """Of the first so many promised comments, or all, by idempotency key."""
    promises = scene.ledger.read()[:first]
    store = Store(scene.stack.store_url)
    found = await store.comments.read(SITE, [promise.id for promise in promises])
    await store.close()
    return {p.key: r for p, r in zip(promises, found, strict=True) if r is not None}


async def statuses(scene: Scene, first: int | None = None) -> dict[str, Status]:
    return {key: record.status for key, record in (await records(scene, first)).items()}


def add_poison(scene: Scene) -> None:
    scene.stack.work_environ["FAULTS_CHECK"] = "tests.faults.checks:poison"
    scene.stack.work_environ["FAULTS_TALLY"] = str(scene.stack.folder / "tally")


async def check_attempts(scene: Scene, kinds: Sequence[str]) -> None:
    """None was looked at for ever, and what was to end the process did: nobody could say more of it
    than that it could not be checked."""
    tally = Counter((scene.stack.folder / "tally").read_text(encoding="ascii").split())
    print(tally)
    assert all(1 <= tally[kind] <= ATTEMPTS for kind in kinds)
    found = await records(scene, len(kinds))
    for kind in DEADLY & set(kinds):
        verdict = found[f"poison-{kind}"].verdict
        assert verdict is not None
        assert [signal.rule for signal in verdict.signals] == ["could_not_be_checked"], kind


async def through_poison(scene: Scene, load: Load, kinds: tuple[str, ...]) -> None:
    """Post it, and harmless comments until every one of it is held."""
    for kind in kinds:
        assert await load.post(f"POISON {kind}", f"poison-{kind}") == 202

    async def over() -> bool:
        found = await statuses(scene, len(kinds))
        return all(found[f"poison-{kind}"] is not Status.PENDING for kind in kinds)

    async with loading(load):
        await load.more(100)
        await eventually(over, 60)
        found = await statuses(scene)
    decided = sum(status is not Status.PENDING for status in found.values())
    print(f"{kinds}: {decided} of {len(found)} decided when the poison was")
    assert decided >= SHARE * len(found)
    assert {found[f"poison-{kind}"] for kind in kinds} == {Status.HELD}
    await check_attempts(scene, kinds)
    await scene.settled()


async def test_poison_is_held_and_the_others_are_decided_meanwhile(scene: Scene) -> None:
    scene.stack.hasten("lease_ms=2000 job_seconds=1 budget_seconds=0.5 ttl_seconds=16")
    add_poison(scene)
    await scene.start()
    await through_poison(scene, scene.load(rate=10), KINDS)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", [*KINDS, "spin"])
async def test_poison_is_held_with_the_times_as_they_are(scene: Scene, kind: str) -> None:
    scene.stack.hasten("")
    add_poison(scene)
    await scene.start()
    load = scene.load(rate=10)
    await load.post(f"POISON {kind}", f"poison-{kind}")

    async def held() -> bool:
        return (await statuses(scene, 1))[f"poison-{kind}"] is Status.HELD

    async with loading(load):
        await load.more(500)
        await eventually(held, 180)
        found = await statuses(scene)
    assert sum(status is not Status.PENDING for status in found.values()) >= SHARE * len(found)
    await check_attempts(scene, [kind])
    await scene.settled()
