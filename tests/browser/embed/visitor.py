"""What a reader does at the widget, and what decides on it meanwhile."""

from collections.abc import Callable
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, Route, expect

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.browser.embed.recipes import Blog
from tests.eventually import eventually

HELD = "Waiting for a moderator. Only you can see this."
CHECKING = "Being checked. Usually takes a few seconds."


async def write(page: Page, text: str, *, name: str = "Ana", button: str = "Post comment") -> None:
    """Fill in a form and send it. There may be others on the page."""
    form = page.locator("form", has=page.get_by_role("button", name=button))
    await form.get_by_role("textbox", name="Name").fill(name)
    await form.get_by_role("textbox", name="Comment", exact=True).fill(text)
    await form.get_by_role("button", name=button).click()


def comments(page: Page) -> Locator:
    return page.locator("greenroom-comments").get_by_role("article")


def comment(page: Page, text: str) -> Locator:
    return comments(page).filter(has_text=text)


async def decide(store: Store, to: Status, *, category: str = "spam") -> str:
    """As the checks would, as soon as one comment waits for them. Which one it was."""
    claims = []

    async def waiting() -> bool:
        claims.extend(await make.claim(store))
        return bool(claims)

    await eventually(waiting)
    (claim,) = claims
    verdict = make.verdict(to, category="clean" if to is Status.PUBLISHED else category)
    decision = make.decision(
        claim.comment, to, version=claim.version, verdict=verdict, care=category == "self_harm"
    )
    (outcome,) = await store.comments.decide([decision])
    assert outcome.made
    return claim.comment.id


async def settled(page: Page) -> None:
    """The widget has its list."""
    await expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    await expect(page.get_by_text("No comments yet.").or_(comments(page)).first).to_be_visible()


async def arrive(context: BrowserContext, blog: Blog, query: str = "?paragraphs=1") -> Page:
    page = await context.new_page()
    await page.goto(blog.article("plain") + query)
    await settled(page)
    return page


def body(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Comment", exact=True)


def refusing(status: int, slug: str, headers: dict[str, str] | None = None) -> Callable[..., Any]:
    """An answer to each post, as the service would give it."""

    async def answer(route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        problem = {"type": f"x/problems/{slug}", "status": status, "request_id": "abcd-1"}
        allowed = {
            "Access-Control-Allow-Origin": route.request.headers["origin"],
            "Access-Control-Expose-Headers": "Retry-After",
        }
        await route.fulfill(status=status, json=problem, headers={**allowed, **(headers or {})})

    return answer
