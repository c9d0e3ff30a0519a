"""What a commenter is told when the service is away, or asks for patience; no text is ever lost."""

import re
from functools import partial
from urllib.parse import quote

from playwright.async_api import BrowserContext, Route, expect

from moderation.comment import Status
from moderation.store import Store
from tests import make
from tests.browser.embed.recipes import Blog
from tests.browser.embed.visitor import arrive, body, comment, decide, refusing, settled, write
from tests.eventually import eventually

TEXT = "A text that must not be lost."
POSTS = "**/v1/comments"


def has(found: list[str], many: int) -> bool:
    return len(found) == many


async def test_offline_a_text_waits_and_is_sent_by_itself(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await reader.set_offline(True)
    await write(page, TEXT)
    await expect(page.get_by_text("You are offline. Your text is kept.").last).to_be_visible()
    await expect(body(page)).to_have_value(TEXT)
    await reader.set_offline(False)
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")
    await expect(body(page)).to_have_value("")


async def test_while_the_service_is_away_it_is_sent_again_under_one_key(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    sent: list[str] = []
    away = refusing(503, "service-degraded")

    async def answer(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        await (route.continue_() if len(sent) == 3 else away(route))

    await page.clock.install()
    await page.route(POSTS, answer)
    await write(page, TEXT)
    await expect(page.locator(".error", has_text="Trying again")).to_be_visible()
    await page.clock.fast_forward(1000)
    await eventually(partial(has, sent, 2))
    await page.clock.run_for(2000)
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")
    assert len(sent) == 3
    assert len(set(sent)) == 1


async def test_a_service_that_stays_away_is_named_and_the_text_kept(
    reader: BrowserContext, blog: Blog
) -> None:
    page = await arrive(reader, blog)
    sent: list[str] = []
    page.on("response", lambda r: sent.append(r.url) if r.status == 503 else None)
    await page.clock.install()
    await page.route(POSTS, refusing(503, "service-degraded"))
    await write(page, TEXT)
    await expect(page.locator(".error", has_text="Trying again")).to_be_visible()
    for seconds, tries in ((1, 2), (2, 3), (4, 4)):
        await page.clock.run_for(seconds * 1000)
        await eventually(partial(has, sent, tries))
    said = "The comment service is not answering. Your text is kept. Try again. abcd-1"
    await expect(page.locator(".error", has_text=said)).to_be_visible()
    await page.reload()
    await settled(page)
    await expect(body(page)).to_have_value(TEXT)


async def test_who_is_too_fast_sees_for_how_long(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await page.clock.install()
    await page.route(POSTS, refusing(429, "rate-limited", {"Retry-After": "40"}))
    await write(page, TEXT)
    wait = page.get_by_role("button", name="Post comment (40)")
    await expect(wait).to_have_attribute("aria-disabled", "true")
    said = page.locator(".error", has_text="You are posting quickly. Try again in 40 seconds.")
    await expect(said).to_be_visible()
    await page.clock.run_for(1000)
    await expect(page.get_by_role("button", name="Post comment (39)")).to_be_visible()
    await page.clock.run_for(39_000)
    await page.unroute(POSTS)
    await page.get_by_role("button", name="Post comment").click()
    await decide(store, Status.HELD)
    await expect(comment(page, TEXT)).to_contain_text("Waiting for a moderator")


async def test_who_waits_for_long_is_told_minutes_and_hears_it_once(
    reader: BrowserContext, blog: Blog
) -> None:
    page = await arrive(reader, blog)
    await page.clock.install()
    await page.route(POSTS, refusing(429, "rate-limited", {"Retry-After": "1199"}))
    await write(page, TEXT)
    said = page.locator(".error", has_text="You are posting quickly.")
    await expect(said).to_have_text("You are posting quickly. Try again in 20 minutes.")
    heard = page.get_by_role("status")
    await expect(heard).to_have_text("You are posting quickly. Try again in 20 minutes.")
    wait = page.get_by_role("button", name="Post comment", exact=True)
    await expect(wait).to_have_attribute("aria-disabled", "true")
    await page.clock.run_for(60_000)
    await expect(said).to_have_text("You are posting quickly. Try again in 19 minutes.")
    await expect(heard).to_contain_text("in 20 minutes")
    await page.clock.run_for(1_020_000)
    await expect(said).to_have_text(re.compile(r"Try again in 1\d\d seconds\.$"))
    await expect(page.get_by_role("button", name="Post comment (1")).to_be_visible()
    await expect(heard).to_contain_text("in 20 minutes")
    await page.clock.fast_forward(3_600_000)  # as a tab that sleeps
    await expect(wait).to_have_attribute("aria-disabled", "false")


async def test_who_is_asked_for_a_proof_of_work_gives_one(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    proofs: list[str] = []
    asking = refusing(428, "challenge-required")

    async def answer(route: Route) -> None:
        proof = await route.request.header_value("greenroom-proof")
        if not proof and route.request.method == "POST":
            await asking(route)
            return
        proofs.extend([proof] if proof else [])
        await route.continue_()  # the service refuses a proof that is wrong

    await page.route(POSTS, answer)
    await write(page, TEXT)
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")
    assert proofs
    assert "unavailable" not in proofs


async def test_a_page_that_no_site_lists_says_so_to_both(
    reader: BrowserContext, blog: Blog
) -> None:
    page = await reader.new_page()
    told: list[str] = []
    page.on("console", lambda m: told.append(m.text))
    elsewhere = blog.origin.replace("127.0.0.1", "localhost")
    await page.goto(f"{elsewhere}/plain/hello?paragraphs=1")
    await expect(page.get_by_text("Comments are not available here.").last).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)
    assert any(f"greenroom site origin blog --add {elsewhere}" in each for each in told)


async def test_a_list_that_does_not_come_blocks_no_form(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, TEXT, key="/plain/hello")
    page = await reader.new_page()
    lists = "**/threads/**"
    await page.route(lists, lambda route: route.abort())
    await page.goto(blog.article("plain") + "?paragraphs=1")
    failed = page.locator(".note", has_text="Comments could not be loaded.")
    await expect(failed).to_be_visible()
    url = quote(blog.article("plain"), safe="")
    await expect(failed.get_by_role("link")).to_have_attribute(
        "href", f"{blog.api}/t/blog?url={url}"
    )
    await expect(page.get_by_role("button", name="Post comment")).to_be_visible()
    await page.unroute(lists)
    await page.get_by_role("button", name="Try again").click()
    await expect(comment(page, TEXT)).to_be_visible()
