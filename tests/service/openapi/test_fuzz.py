"""Whatever a client sends, the service answers as its document says (S1)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.service.blog import Blog, make_blog
from tests.service.openapi.fuzzing import Run, fuzz

# Cases an operation, for who asks: fewer for whom most are refused.
SHORT = {"nobody": 3, "page": 8, "author": 6, "server": 12}
LONG = {"nobody": 30, "page": 60, "author": 60, "server": 100}


@dataclass
class Ground:
    """A blog with comments of every kind on it, and the service that it is on."""

    blog: Blog
    token: str
    formats: dict[str, list[str]]

    async def fuzz(self, who: str, folder: Path, **how: Any) -> Run:
        base = str(self.blog.client.make_url("")).rstrip("/")
        headers = {
            "nobody": {},
            "page": self.blog.as_page(),
            "author": {"Authorization": f"Bearer {self.token}"},
            "server": {"Authorization": f"Bearer {self.blog.sk}"},
        }[who]
        return await fuzz(base, headers, self.formats, folder, **how)


@pytest.fixture
async def ground(
    client: "TestClient[Any, Any]", store: Store, monkeypatch: pytest.MonkeyPatch
) -> Ground:
    """No worker runs, so nobody is to wait for one; and one address asks more than any may."""
    monkeypatch.setattr("moderation.limits.SHARED_TIMES", 100_000)
    monkeypatch.setattr("service.api.prefer.LONGEST", 0.02)
    monkeypatch.setattr("service.api.checks.SECONDS", 0.02)
    monkeypatch.setattr("service.api.events.LIFE_SECONDS", 0.0)
    blog = await make_blog(client, store)
    decided = (Status.PUBLISHED, Status.PUBLISHED, Status.HELD, Status.REJECTED)
    made = [await make.decided(store, status) for status in decided]
    made.append(await make.kept(store))
    site = await store.sites.get("blog")
    assert site is not None
    page = await store.threads.published("blog", "/hello", 1, None)
    assert page.next_cursor
    told = await store.events.after("blog", "0-0", 100)
    formats = {
        "comment-id": [each.id for each in made] * 2 + ["0" * 33],
        "site": ["blog"] * 9 + ["another"],
        "cursor": [page.next_cursor],
        "event-id": ["0-0", told[0].id, told[-1].id, "999999999999999-9"],
        "comment-version": ['"1"', '"2"', "3", '"999"'],
    }
    return Ground(blog, site.comment_token(made[0].id), formats)


def clean(run: Run) -> int:
    """How many cases there were, if nothing was wrong with any."""
    assert run.passed, run.said
    assert not run.report["errors"], run.said
    assert not run.report["warnings"]["unsupported_regex"], run.said
    return run.cases


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", SHORT)
async def test_every_answer_is_as_described(ground: Ground, tmp_path: Path, who: str) -> None:
    cases = clean(await ground.fuzz(who, tmp_path, examples=SHORT[who], phases="fuzzing"))
    assert cases > 3 * SHORT[who]


async def test_a_wrong_answer_is_seen(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bent(*_: Any) -> dict[str, Any]:
        return {"outcome": 5}

    monkeypatch.setattr("service.api.views.full", bent)
    how = {"only": "getComment", "examples": 5, "phases": "fuzzing"}
    run = await ground.fuzz("server", tmp_path, **how)
    assert not run.passed
    assert "GET /v1/comments/{id}" in run.said


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("who", LONG)
async def test_every_answer_is_as_described_at_length(
    ground: Ground, tmp_path: Path, who: str
) -> None:
    cases = clean(await ground.fuzz(who, tmp_path, examples=LONG[who]))
    print(f"\n{who}: {cases} cases")
    assert cases >= 5_000 / len(LONG)
