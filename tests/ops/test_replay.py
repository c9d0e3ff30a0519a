"""`greenroom replay` against a real service and real workers."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from moderation.store import Store
from tests.ops.processes import GREENROOM, Running, environment, until
from tests.ports import free_ports

ROWS: list[dict[str, Any]] = [
    {"id": "1", "text": "A thoughtful piece, thank you.", "label": "ham", "article": "On Bread!"},
    {"id": "2", "text": "I disagree with the second part.", "label": "ham", "author": "Ana"},
    {"id": "3", "text": "ok", "label": "ham", "author": "x" * 100, "author_url": "mailto:a@b"},
    {"id": "4", "text": "long " * 2000, "label": "ham"},
    {
        "id": "5",
        "text": "buy http://a.example http://b.example http://c.example http://d.example",
        "label": "spam",
        "author": "pills",
        "author_url": "http://a.example",
    },
]


@pytest.fixture
def environ(redis_url: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a running service and worker with a site `blog`."""
    port, admin_port = free_ports(2)
    environ = environment(redis_url=redis_url, port=port, admin_port=admin_port, workers=1)
    asyncio.run(_add_site(redis_url))
    with (
        Running([*GREENROOM, "serve"], environ, tmp_path, tmp_path / "serve.log") as serve,
        Running([*GREENROOM, "work"], environ, tmp_path, tmp_path / "work.log") as work,
    ):
        serve.says("serving")
        yield environ
        assert serve.stop() == 0
        assert work.stop() == 0


async def _add_site(url: str) -> None:
    store = Store(url)
    await store.sites.add("blog")
    await store.close()


async def _keys(url: str) -> int:
    store = Store(url)
    site = await store.sites.get("blog")
    await store.close()
    assert site is not None
    return len(site.keys)


def replay(
    environ: dict[str, str], folder: Path, *words: str, rows: list[Any] = ROWS
) -> subprocess.CompletedProcess[str]:
    file = folder / "rows.jsonl"
    file.write_text("".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in rows))
    return subprocess.run(
        [*GREENROOM, "replay", str(file), "--site", "blog", *words],
        env=environ,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_it_sends_waits_and_counts(environ: dict[str, str], tmp_path: Path, redis_url: str) -> None:
    done = replay(environ, tmp_path, "--json", rows=[*ROWS, "not json", ""])
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["totals"] == {
        "sent": 5,
        "accepted": 4,
        "replayed": 0,
        "refused": 1,
        "unreadable": 1,
        "decided": 4,
        "undecided": 0,
        "lost": 0,
    }
    assert told["refusals"] == {"422 /body max_length": 1}
    assert told["adaptations"] == {"author's URL dropped": 1, "author's name cut": 1}
    assert told["by_label"]["ham"] == {"published": 3}
    assert sum(told["by_label"]["spam"].values()) == 1
    assert "published" not in told["by_label"]["spam"]
    assert sum(c for counts in told["by_category"].values() for c in counts.values()) == 4
    assert 0 <= told["seconds"]["to_decision_median"] < 30
    assert asyncio.run(_keys(redis_url)) == 0  # the temporary key is revoked
    title = asyncio.run(_title(redis_url, "/on-bread"))
    assert title == "On Bread!"


async def _title(url: str, key: str) -> str | None:
    store = Store(url)
    state = await store.threads.state("blog", key)
    await store.close()
    return state.thread.title


def test_again_with_the_same_key_posts_nothing_twice(
    environ: dict[str, str], tmp_path: Path
) -> None:
    made = subprocess.run(
        [*GREENROOM, "site", "key", "blog", "--kind", "sk"],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    words = ("--json", "--key", made.stdout.strip(), "--limit", "3", "--rate", "100")
    first = json.loads(replay(environ, tmp_path, *words).stdout)
    again = json.loads(replay(environ, tmp_path, *words).stdout)
    assert (first["totals"]["accepted"], first["totals"]["replayed"]) == (3, 0)
    assert (again["totals"]["accepted"], again["totals"]["replayed"]) == (3, 3)


def test_the_table_is_for_people(environ: dict[str, str], tmp_path: Path) -> None:
    rows = [{"text": "Hello there.", "label": "h\x1b[2Jm"}, *ROWS]
    done = replay(environ, tmp_path, rows=rows)
    assert done.returncode == 0, done.stderr
    assert "\x1b[2J" not in done.stdout
    assert "h\\x1b[2Jm" in done.stdout
    assert "refused: 422 /body max_length 1 times" in done.stdout
    assert "from acceptance to decision" in done.stdout


def test_a_stranger_site_is_one_line(environ: dict[str, str], tmp_path: Path) -> None:
    done = replay(environ, tmp_path, "--site", "nobody")
    assert done.returncode == 1
    assert "there is no site nobody" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_service_that_is_away_is_one_line(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    done = replay(environment(port=port), tmp_path, "--key", "sk_blog_x")
    assert done.returncode == 1
    assert "gave no answer" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_lost_comment_is_told(tmp_path: Path) -> None:
    """Against a service that breaks its promises: 503 first, then a loss and a refusal."""
    asked: list[str] = []

    async def create(request: web.Request) -> web.Response:
        key = request.headers["Idempotency-Key"]
        asked.append(key)
        if asked.count(key) == 1:
            return web.Response(status=503, headers={"Retry-After": "0"})
        return web.json_response({"id": "gone"}, status=202)

    async def read(_: web.Request) -> web.Response:
        return web.json_response({}, status=404)

    async def queue(_: web.Request) -> web.Response:
        return web.json_response({"data": []})

    app = web.Application()
    app.add_routes(
        [
            web.post("/v1/comments", create),
            web.get("/v1/comments/{id}", read),
            web.get("/v1/sites/blog/comments", queue),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    (port,) = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        words = ("--json", "--key", "sk_blog_x", "--limit", "2")
        done = await asyncio.to_thread(replay, environment(port=port), tmp_path, *words)
    finally:
        await runner.cleanup()
    assert done.returncode == 1
    totals = json.loads(done.stdout)["totals"]
    assert (totals["sent"], totals["accepted"], totals["lost"]) == (2, 2, 2)
    assert len(asked) == 4
    assert len(set(asked)) == 2


def test_an_interrupted_replay_revokes_its_key(
    environ: dict[str, str], tmp_path: Path, redis_url: str
) -> None:
    import signal

    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps({"text": f"Comment {n}."}) + "\n" for n in range(500)))
    command = [*GREENROOM, "replay", str(file), "--site", "blog", "--rate", "5"]
    with Running(command, environ, tmp_path, tmp_path / "replay.log") as running:
        until(lambda: asyncio.run(_keys(redis_url)), 30, "a temporary key")
        assert running.stop(signal.SIGINT) == 1
    assert asyncio.run(_keys(redis_url)) == 0
