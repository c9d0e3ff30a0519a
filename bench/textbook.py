"""The textbook: an RQ job a comment, the forking worker, and the same checks.

What one writes from RQ's own documentation: keep the comment, enqueue a job with its id, answer
202; the job loads the comment, checks it and keeps the verdict. Same durability as Greenroom's.
`python -m bench.textbook serve URL PORT` or `... work URL`.
"""

import asyncio
import sys
import uuid

import msgspec
import redis
from aiohttp import web
from rq import Queue, Worker
from rq.job import get_current_job

from moderation.comment import Comment, Thread
from moderation.policy import load_policy
from workers.engine import Engine
from workers.subject import Subject

engine = Engine(load_policy())
decoder = msgspec.json.Decoder()


def check(comment_id: str) -> None:
    """The job."""
    job = get_current_job()
    assert job is not None
    body = job.connection.hget(f"comment:{comment_id}", "body")
    assert isinstance(body, bytes)
    comment = Comment(id=comment_id, site="bench", thread=Thread(key="/"), body=body.decode())
    (verdict,) = engine.examine([Subject(comment)])
    pipe = job.connection.pipeline()
    pipe.hset(f"comment:{comment_id}", "status", verdict.outcome)
    pipe.incr("decided")
    pipe.execute()


def serve(url: str, port: int) -> None:
    connection = redis.Redis.from_url(url)
    queue = Queue("checks", connection=connection)

    def keep(comment_id: str, body: str) -> None:
        connection.hset(f"comment:{comment_id}", mapping={"body": body, "status": "pending"})
        queue.enqueue("bench.textbook.check", comment_id)

    async def accept(request: web.Request) -> web.Response:
        draft = decoder.decode(await request.read())
        comment_id = uuid.uuid4().hex
        await asyncio.to_thread(keep, comment_id, draft["body"])
        return web.json_response({"id": comment_id, "status": "pending"}, status=202)

    app = web.Application()
    app.add_routes([web.post("/v1/comments", accept)])
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


def work(url: str) -> None:
    connection = redis.Redis.from_url(url)
    Worker(["checks"], connection=connection).work(logging_level="WARNING")


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        work(sys.argv[2])
