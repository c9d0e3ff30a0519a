"""R15. Job hashes that RQ cannot read: a worker may die of one, the site's comments may not wait.

Another version of RQ, or whoever can write to the store, could have written them.
"""

import redis

from tests.eventually import eventually
from tests.faults.load import loading
from tests.faults.scene import Scene

QUEUE = "rq:queue:greenroom"
GOOD = {
    "created_at": "2026-01-01T00:00:00.000000Z",
    "origin": "greenroom",
    "status": "queued",
    "timeout": "10",
    "data": '["workers.jobs.drain", null, ["blog"], {}]',
}
BAD: dict[str, dict[str, str]] = {
    "status": {"status": "pondering"},
    "json": {"data": '["workers.jobs.drain", null'},
    "binary": {"data": "\x80\x04junk"},
    "function": {"data": '["os.getpid", null, [], {}]'},
    "method": {"data": '["drain", {"py/object": "os"}, ["blog"], {}]'},
    "arguments": {"data": '["workers.jobs.drain", null, [1, 2, 3], {"x": 1}]'},
    "timeout": {"timeout": "soon"},
    "date": {"created_at": "yesterday"},
}
NO_DATA = {"no-data": {k: v for k, v in GOOD.items() if k != "data"}, "no-hash": {}}


async def test_job_hashes_that_cannot_be_read_stall_nothing(scene: Scene) -> None:
    await scene.start()
    jobs = {name: GOOD | change for name, change in BAD.items()} | NO_DATA
    with redis.Redis.from_url(scene.stack.store_url) as client:
        async with loading(scene.load()) as load:
            for name, fields in jobs.items():
                if fields:
                    client.hset(f"rq:job:{name}", mapping=fields)
                client.rpush(QUEUE, name)
                await load.more(20)
        await scene.settled()
        async with loading(scene.load()) as load:
            await load.more(20)
        await scene.settled(20)
        await eventually(lambda: not client.exists(QUEUE), 30)  # none is left there for good
    assert scene.stack.log("work").count("starting another") >= 1, "no worker died: harmless jobs"
