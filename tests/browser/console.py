"""A moderator at the console, in a browser in which scripts run."""

from playwright.async_api import BrowserContext, Page

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.store.records import Record
from tests import make
from tests.browser.conftest import PASSWORD
from tests.eventually import eventually


async def hold(store: Store, *texts: str) -> list[str]:
    """Held comments, by authors called as their texts are."""
    made = [await make.decided(store, Status.HELD, t, author=Author(name=t)) for t in texts]
    return [comment.id for comment in made]


async def open_console(
    context: BrowserContext, *, keys: bool | None = True, name: str = "ana"
) -> Page:
    """Signed in, on the first page; the question about keys answered unless `keys` is None."""
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    if keys is not None:
        answer = "Leave them on" if keys else "Turn them off"
        await page.get_by_role("button", name=answer).click()
    return page


async def record(store: Store, comment_id: str) -> Record:
    (found,) = await store.comments.read("blog", [comment_id])
    assert found is not None
    return found


async def until(store: Store, comment_id: str, status: Status) -> Record:
    """The comment, as soon as it stands there."""

    async def there() -> bool:
        return (await record(store, comment_id)).status is status

    await eventually(there)
    return await record(store, comment_id)
