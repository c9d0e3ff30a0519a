"""The whole journey on real parts: HTTP in, forked workers, the thread, a decision."""

import os
import signal
from pathlib import Path

import redis
from rq import Queue
from rq.serializers import JSONSerializer

from tests.eventually import eventually
from tests.flow.conftest import Running

SISTER = "My sister started ketamine infusions last spring and her depression lifted"
SELLER = "Buy ketamine online no prescription, Telegram @k-shop https://k-shop.example/buy"
INSULT = "You are a fucking idiot, shut your stupid mouth, asshole"
CRY = "I have suicidal thoughts again since the infusions stopped"


async def test_a_genuine_comment_is_published_and_shown(running: Running) -> None:
    record = await running.post(SISTER)
    assert record["status"] == "published"
    assert await running.thread() == [record["id"]]


async def test_a_seller_an_insult_and_a_cry_for_help_are_told_apart(running: Running) -> None:
    seller = await running.post(SELLER)
    assert seller["status"] in ("held", "rejected")
    assert seller["verdict"]["category"] == "spam"
    insult = await running.post(INSULT)
    assert insult["status"] in ("held", "rejected")
    cry = await running.post(CRY)
    assert cry["status"] == "held"
    assert cry["verdict"]["category"] == "self_harm"
    assert cry["verdict"]["decisive"].startswith("self_harm.")
    assert await running.thread() == []


async def test_a_held_comment_is_published_by_a_decision(running: Running) -> None:
    held = await running.post(INSULT)
    path = f"/v1/comments/{held['id']}/decision"
    headers = {"If-Match": f'"{held["version"]}"'}
    async with running.http.post(path, json={"action": "approve"}, headers=headers) as response:
        assert (await response.json())["status"] == "published"
    assert await running.thread() == [held["id"]]


async def test_workers_answer_questions_and_keep_nothing(running: Running) -> None:
    items = [{"body": SISTER, "thread": {"key": "/x"}}, {"body": CRY}]
    async with running.http.post("/v1/checks", json={"items": items}) as response:
        body = await response.json()
    assert [v["outcome"] for v in body["data"]] == ["published", "held"]
    assert await running.thread() == []


async def test_losing_all_of_rqs_keys_loses_no_comment(running: Running) -> None:
    """Doorbells may vanish at any moment; the sweeper rings again."""
    with redis.Redis.from_url(running.house.settings.redis_url) as raw:
        for worker in running.house.workers():
            os.kill(worker, signal.SIGSTOP)
        async with running.http.post(
            "/v1/comments", json={"thread": {"key": "/x"}, "body": SISTER}
        ) as response:
            comment_id = (await response.json())["id"]
        await eventually(lambda: raw.llen("rq:queue:greenroom"))
        raw.delete(*[key for key in raw.scan_iter("rq:*") if b"rq:worker" not in key])
        for worker in running.house.workers():
            os.kill(worker, signal.SIGCONT)

    async def decided() -> bool:
        record = await running.get(f"/v1/comments/{comment_id}")
        return bool(record["status"] == "published")

    await eventually(decided, 20)


async def test_a_job_that_is_not_ours_is_not_run(running: Running, tmp_path: Path) -> None:
    """Whoever can write to the store still cannot make a worker run what is not on its list."""
    marker = tmp_path / "made"
    with redis.Redis.from_url(running.house.settings.redis_url) as raw:
        queue = Queue("greenroom", connection=raw, serializer=JSONSerializer)
        job = queue.enqueue("os.mkdir", str(marker))
        await eventually(lambda: job.get_status(refresh=True) == "failed", 20)
    assert not marker.exists()
    assert (await running.post(SISTER))["status"] == "published"
