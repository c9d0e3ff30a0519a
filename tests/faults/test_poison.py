"""R7, R14. Comments that end whoever checks them: held for a person, and nobody else pays."""

import pytest

from moderation.comment import Status
from moderation.store import Store
from tests.eventually import eventually
from tests.faults.load import Load, loading
from tests.faults.scene import Scene
from tests.faults.stack import SITE

KINDS = ("raise", "hang", "exit", "crash", "eat")
# Of what came in while the poison did its worst, this much was decided by the time it was over.
SHARE = 0.8


async def statuses(scene: Scene, first: int | None = None) -> dict[str, Status]:
    """Of the first so many promised comments, or all, by idempotency key."""
    promises = scene.ledger.read()[:first]
    store = Store(scene.stack.store_url)
    records = await store.comments.read(SITE, [promise.id for promise in promises])
    await store.close()
    return {p.key: r.status for p, r in zip(promises, records, strict=True) if r is not None}


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
    await scene.settled()


async def test_poison_is_held_and_the_others_are_decided_meanwhile(scene: Scene) -> None:
    scene.stack.hasten("lease_ms=2000 job_seconds=1 budget_seconds=0.5 ttl_seconds=16")
    scene.stack.work_environ["FAULTS_CHECK"] = "tests.faults.checks:poison"
    await scene.start()
    await through_poison(scene, scene.load(rate=10), KINDS)


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", [*KINDS, "spin"])
async def test_poison_is_held_with_the_times_as_they_are(scene: Scene, kind: str) -> None:
    scene.stack.hasten("")
    scene.stack.work_environ["FAULTS_CHECK"] = "tests.faults.checks:poison"
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
    await scene.settled()
