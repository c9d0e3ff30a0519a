"""By when a held comment should be decided: said on its card and in the list, as it is set."""

import pytest

from moderation.comment import Status
from moderation.store import Store
from service import wording
from tests import make
from tests.service.pages import Client, Page, read_page
from tests.service.review.moderator import OpenApp, sign_in

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("left_ms", "said"),
    [
        (0, "due in 0 min"),
        (12 * 60_000 + 59_999, "due in 12 min"),
        (4 * HOUR - 1, "due in 4 h"),
        (25 * HOUR, "due in 1 day"),
        (-1, "0 min overdue"),
        (-2 * HOUR, "2 h overdue"),
        (-49 * HOUR, "2 days overdue"),
    ],
)
def test_how_long_is_left_in_words(left_ms: int, said: str) -> None:
    assert wording.due(left_ms) == said


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is five hours later than when anything was written."""
    now_ms = Store.now_ms

    async def late(store: Store) -> int:
        return await now_ms(store) + 5 * HOUR

    monkeypatch.setattr(Store, "now_ms", late)


def dues(page: Page) -> list[str]:
    return [each.text for each in page.all("span", class_="due")]


async def test_a_list_and_a_card_say_it(client: Client, store: Store) -> None:
    await make.decided(store, Status.HELD)
    page = await read_page(await client.get("/review/"))
    assert dues(page) == ["due in 4 h", "due in 4 h"]
    assert page.all("span", class_="late") == []


@pytest.mark.usefixtures("later")
async def test_what_is_overdue_says_so(client: Client, store: Store) -> None:
    await make.decided(store, Status.HELD)
    page = await read_page(await client.get("/review/"))
    assert dues(page) == ["1 h overdue", "1 h overdue"]
    assert len(page.all("span", class_="late")) == 2


@pytest.mark.usefixtures("later")
async def test_an_operator_says_when(open_app: OpenApp, store: Store) -> None:
    await make.decided(store, Status.HELD)
    client = await open_app(due_hours=30)
    await sign_in(client)
    assert dues(await read_page(await client.get("/review/"))) == ["due in 1 day"] * 2


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.REJECTED])
async def test_what_is_not_held_is_not_due(client: Client, store: Store, status: Status) -> None:
    await make.decided(store, status)
    page = await read_page(await client.get(f"/review/?status={status}"))
    assert (len(page.all("article")), dues(page)) == (1, [])
