"""`greenroom up` as a real process: it starts, takes comments, ends wholly, and forgets nothing."""

import asyncio
import http.client
import json
import os
import shlex
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from moderation.settings import Settings
from ops.children import Child
from ops.house import House as OpenHouse
from tests.ops.processes import (
    GREENROOM,
    Running,
    alive,
    descendants,
    environment,
    until,
)
from tests.ports import free_ports


class House:
    """One data directory, and the `up`s run on it one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.admin_port, self.demo_port = free_ports(3)
        self.data = folder / "var"
        self._runs = 0

    def up(self, *words: str) -> Running:
        self._runs += 1
        return Running(
            [*GREENROOM, "up", "--demo-port", str(self.demo_port), *words],
            environment(port=self.port, admin_port=self.admin_port, workers=1),
            self.folder,
            self.folder / f"up-{self._runs}.log",
        )

    @property
    def demo(self) -> dict[str, str]:
        words = shlex.split((self.data / "demo.env").read_text(), comments=True)
        return dict(word.split("=", 1) for word in words)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers |= {"Authorization": f"Bearer {self.demo['DEMO_SK']}"}
            data = None if body is None else json.dumps(body)
            if data:
                headers["Content-Type"] = "application/json"
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def post(self, text: str) -> tuple[int, dict[str, Any]]:
        draft = {"thread": {"key": "/t"}, "body": text}
        found: tuple[int, dict[str, Any]] = self.ask("POST", "/v1/comments", draft, Prefer="wait=9")
        return found

    def ids(self) -> set[str]:
        """All comments of the demo site, by their moderation queues."""
        found: set[str] = set()
        for status in ("published", "held", "rejected", "pending"):
            cursor = ""
            while cursor is not None:
                path = f"/v1/sites/demo/comments?status={status}&limit=100&cursor={cursor}"
                code, page = self.ask("GET", path)
                assert code == 200, page
                found |= {record["id"] for record in page["data"]}
                cursor = page["next_cursor"]
        return found


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_life(house: House) -> None:
    with house.up() as up:
        up.says("Stop with Ctrl-C")
        for address in (
            f"http://127.0.0.1:{house.demo_port}/ketamine-for-depression",
            f"http://127.0.0.1:{house.port}/review/",
            f"http://127.0.0.1:{house.port}/docs",
            house.demo["DEMO_PASSWORD"],
        ):
            assert address in up.output
        status, body = house.post("Hello there, and thank you.")
        assert status == 201
        assert body["status"] == "published"
        before = house.ids()
        assert body["id"] in before
        assert len(before) > 20  # the demo's own
        assert oct((house.data / "demo.env").stat().st_mode)[-3:] == "600"
        keys = house.demo
        tree = descendants(up.pid)
        assert len(tree) >= 4  # store, service, workers' pool, worker
        assert up.stop(signal.SIGINT) == 0
        assert not alive(tree)
        assert "Stopped." in up.output
        assert "killing" not in up.output
        assert "Traceback" not in up.output

    with house.up() as up:
        up.says("Stop with Ctrl-C")
        assert house.demo == keys
        assert house.ids() == before
        assert house.post("Once more.")[0] == 201
        assert up.stop(signal.SIGTERM) == 0


def test_the_article_leads_to_its_comments(house: House) -> None:
    with house.up() as up:
        up.says("Stop with Ctrl-C")
        connection = http.client.HTTPConnection("127.0.0.1", house.demo_port, timeout=10)
        connection.request("GET", "/ketamine-for-depression")
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        assert answer.status == 200
        link = f'<a href="http://127.0.0.1:{house.port}/t/demo?url=http%3A%2F%2F127.0.0.1%3A'
        assert f"Comments - {link}" in page
        assert page.rindex("Post a Comment</a>") > page.rindex("</article>")
        assert f'<greenroom-comments site="demo" key="{house.demo["DEMO_PK"]}"' in page
        assert f'src="http://127.0.0.1:{house.port}/embed/v1.js"' in page
        status, thread = house.ask(
            "GET", "/v1/sites/demo/threads/%2Fketamine-for-depression/comments"
        )
        assert status == 200
        assert len(thread["data"]) > 5


def test_killed_it_leaves_no_orphan_and_loses_nothing(house: House) -> None:
    with house.up() as up:
        up.says("Stop with Ctrl-C")
        _, body = house.post("Written just before the crash.")
        tree = descendants(up.pid)
        up.process.kill()
        up.process.wait()
        try:
            # At once, while the old store may still be closing its files.
            with house.up() as again:
                again.says("Stop with Ctrl-C")
                assert body["id"] in house.ids()
                until(lambda: not alive(tree), 25, "the end of the killed tree")
                assert again.stop(signal.SIGINT) == 0
        finally:
            for pid in alive(tree):
                os.kill(pid, signal.SIGKILL)


def test_a_second_one_is_refused(house: House) -> None:
    with house.up("--no-demo") as up:
        up.says("Stop with Ctrl-C")
        other = House(house.folder)
        with other.up() as second:
            assert second.process.wait(20) == 1
            assert f"already running (process {up.pid})" in second.output
        assert up.process.poll() is None
        assert not (house.data / "demo.env").exists()


def test_taken_ports_are_named(house: House) -> None:
    with socket.create_server(("127.0.0.1", house.port)), house.up() as up:
        assert up.process.wait(20) == 78
        (line,) = up.output.splitlines()
        assert line.startswith("GREENROOM_PORT: ")
        assert str(house.port) in line
    with socket.create_server(("127.0.0.1", house.demo_port)), house.up() as up:
        assert up.process.wait(20) == 78
        assert up.output.startswith("--demo-port: ")


def test_children_that_die_are_started_again(house: House) -> None:
    with house.up("--no-demo") as up:
        up.says("Stop with Ctrl-C")
        for name, mark in (("service", "serve"), ("workers", "work"), ("store", "valkey-server")):
            (child,) = [pid for pid in descendants(up.pid) if mark in _argv(pid)]
            os.kill(child, signal.SIGKILL)
            up.says(f"{name} ended (SIGKILL), starting it again")
        until(lambda: _ready(house) or None, 60, "being ready again")
        assert up.stop(signal.SIGINT) == 0


def test_nobody_can_have_the_data_while_the_store_lives(house: House) -> None:
    """Two stores on the same files would destroy them: the store itself holds the lock."""
    with house.up("--no-demo") as up:
        up.says("Stop with Ctrl-C")
        (store,) = [pid for pid in descendants(up.pid) if "valkey-server" in _argv(pid)]
        held = {os.readlink(fd) for fd in Path(f"/proc/{store}/fd").iterdir()}
        assert str(house.data / "lock") in held


async def test_the_store_is_stopped_last() -> None:
    stopped: list[str] = []

    class Recorder(Child):
        async def stop(self, hurry: asyncio.Event) -> None:
            stopped.append(self.name)

    rooms = OpenHouse(Settings(), data=Path(), lock_fd=None, demo_port=None)
    for name in ("store", "service", "workers"):
        rooms._children.append(Recorder(name, [], {}, grace=0))
    await rooms.close(asyncio.Event())
    assert stopped == ["service", "workers", "store"]


def test_a_ctrl_c_in_a_terminal_reaches_the_parent_only(house: House) -> None:
    """Its children are in sessions of their own, so that it can end them in order."""
    with house.up("--no-demo") as up:
        up.says("Stop with Ctrl-C")
        sessions = {os.getsid(pid) for pid in descendants(up.pid)}
        assert os.getsid(up.pid) not in sessions


def test_a_long_path_and_odd_output(tmp_path: Path) -> None:
    folder = tmp_path / ("a long name " * 8) / "b"
    folder.mkdir(parents=True)
    house = House(folder)
    with house.up() as up:
        up.says("Stop with Ctrl-C")
        assert house.post("Hello from afar.")[0] == 201
        socket_at = Path((house.data / "redis.url").read_text().strip().removeprefix("unix://"))
        assert socket_at.parent != house.data
        assert socket_at.parent.stat().st_mode & 0o777 == 0o700
        assert up.stop(signal.SIGINT) == 0
        assert not socket_at.parent.exists()
        for line in up.output.splitlines():
            if line.startswith("{"):
                assert {"ts", "level", "event"} <= json.loads(line).keys()


def test_the_demo_file_is_for_a_shell(house: House) -> None:
    with house.up() as up:
        up.says("Stop with Ctrl-C")
        script = f'. {shlex.quote(str(house.data / "demo.env"))}; printf %s "$DEMO_SK"'
        told = subprocess.run(["sh", "-c", script], capture_output=True, check=True, text=True)
        assert told.stdout == house.demo["DEMO_SK"]


def _argv(pid: int) -> list[str]:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []
    return [Path(words[0].split(" ")[0]).name, *words[1:]]  # Valkey writes all into the first


def _ready(house: House) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", house.admin_port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
