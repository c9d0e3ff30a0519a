"""R1. Every process killed at random, again and again, under load; sometimes the power fails."""

import pytest

from tests.faults.injector import Injector
from tests.faults.load import loading
from tests.faults.scene import Scene


@pytest.mark.parametrize("seed", [1])
async def test_random_kills_lose_nothing_and_decide_nothing_twice(scene: Scene, seed: int) -> None:
    injector = Injector(scene.stack, seed)
    scene.stack.hasten()
    await scene.start()
    async with loading(scene.load()) as load:
        await load.more(50)
        await injector.run(12)
    print(f"seed {seed}: {dict(injector.kills)}, answers {dict(scene.ledger.answers)}")
    await scene.settled()
    assert sum(injector.kills.values()) >= 8
    assert scene.ledger.answers[0] + scene.ledger.answers[503] > 0, "no client noticed a fault"
