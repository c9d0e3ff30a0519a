"""What people decide teaches real workers: no comment needs to arrive for it."""

import asyncio
import itertools
import random
from typing import Any

import redis

from moderation.store import keys
from tests.eventually import eventually
from tests.flow.conftest import Running

LOOMS = ("moonlit", "valley", "curtains", "woven", "looms", "linen", "velvet", "weavers")
MOSS = ("chapter", "moss", "author", "winter", "lantern", "narrator", "garden", "essay")
ENOUGH = 11


def sentence(words: tuple[str, ...], number: int) -> str:
    return " ".join(random.Random(number).sample(words, 6)).capitalize() + "."


async def decide(running: Running, record: dict[str, Any], action: str, **why: str) -> None:
    path = f"/v1/comments/{record['id']}"
    version = (await running.get(path))["version"]
    headers, body = {"If-Match": f'"{version}"'}, {"action": action, **why}
    async with running.http.post(f"{path}/decision", json=body, headers=headers) as response:
        assert response.status == 200, await response.text()


async def decide_on_two(running: Running, number: int) -> None:
    spam = await running.post(sentence(LOOMS, number), author={"name": f"Lou {number}"})
    assert spam["status"] == "published"  # nobody knows yet
    await decide(running, spam, "hold")
    await decide(running, spam, "reject", reason="spam")
    genuine = await running.post(sentence(MOSS, number), author={"name": f"May {number}"})
    await decide(running, genuine, "hold")
    await decide(running, genuine, "approve")


async def held(running: Running) -> dict[str, Any]:
    """One like the spam, as soon as it is judged by a drain that has begun since."""
    numbers = itertools.count(100)

    async def posted() -> dict[str, Any] | None:
        words = random.Random(next(numbers)).sample(LOOMS, len(LOOMS))
        record = await running.post(" ".join(words).capitalize() + ".")
        return record if record["status"] == "held" else None

    found: dict[str, Any] = await eventually(posted, 20)
    return found


async def test_decisions_teach_and_what_was_undone_does_not(running: Running) -> None:
    await asyncio.gather(*(decide_on_two(running, number) for number in range(ENOUGH)))
    undone = await running.post(sentence(MOSS, ENOUGH))
    await decide(running, undone, "hold")
    await decide(running, undone, "reject", reason="spam")
    await decide(running, undone, "hold")

    with redis.Redis.from_url(running.house.settings.redis_url) as raw:
        due = keys.lessons("blog")
        for member in raw.zrange(due, 0, -1):
            raw.zadd(due, {member: 1})  # ten seconds pass
        await eventually(lambda: not raw.exists(due), 20)
    lessons = {i: lesson async for i, lesson in running.store.learning.lessons("blog")}
    assert len(lessons) == 2 * ENOUGH
    assert undone["id"] not in lessons

    spam = await held(running)
    told = {signal["rule"]: signal for signal in spam["verdict"]["signals"]}
    assert "curtains" in told["spam"]["params"]["words"]
    genuine = await running.post("The lantern chapter of the essay: a winter garden, a narrator.")
    assert genuine["status"] == "published"
