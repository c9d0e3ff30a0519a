"""The pictures of docs/moderators.md: `python -m tests.browser.screenshots docs/console`.

A made-up blog on a real service with the real checks, and a moderator's browser on it. The comments
are written for this; nobody posted them.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect

from moderation.comment import Author, Comment, Status, Thread
from moderation.doorbell import Doorbell
from moderation.identity import new_id
from moderation.passwords import hash_password
from moderation.policy import load_policy
from moderation.settings import Settings
from moderation.store import Store
from moderation.store.records import Decision, Intake
from service.app import create_app
from tests.browser.conftest import CHROMIUM, FLAGS, PASSWORD
from tests.valkey import Valkey
from workers.drain import Drain
from workers.engine import Engine

SITE = "quiet-mind"
ARTICLE = Thread(
    key="/2026/11/ketamine",
    url="https://quiet-mind.example/2026/11/ketamine",
    title="Ketamine for depression: what the evidence supports",
    topics=("ketamine", "depression"),
)
HELPFUL = (
    ("Ines", "My sister had six infusions last spring. The first weeks were hard, and it helped."),
    ("Tom", "Does anybody know whether clinics ask for a referral? Mine did not answer the phone."),
)
DOUBTFUL = (
    ("Robert", "Buy ketamine online without prescription, message @calmvials on Telegram."),
    ("Grumpf", "You are an idiot, and so is everybody who believes this."),
    ("Mara", "I can not go on any more. Tonight I want to end my life."),
    ("Lena", "Write to me at lena.b@mail.example or call +49 30 5550123, I can tell you more."),
    ("Oskar", "Thanks! https://sleep.example https://calm.example https://rest.example"),
    ("Pia", "What a load of crap. Bullshit from the first line to the last."),
)
SPAM = "Cheap pills without prescription, fast delivery: https://pills{n}.example"


async def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - nothing else runs yet
    with tempfile.TemporaryDirectory(prefix="gr-") as data:
        valkey = Valkey(Path(data))
        valkey.start()
        try:
            await _take(folder, valkey.url)
        finally:
            valkey.kill()


async def _take(folder: Path, url: str) -> None:
    store = Store(url)
    await store.sites.add(SITE, title="A Quiet Mind", url="https://quiet-mind.example/")
    for name in ("ana", "ben"):
        await store.accounts.add(name, hash_password(PASSWORD))
    drain = Drain(store, Doorbell(url), Engine(load_policy()))
    for name, text in (*HELPFUL, *DOUBTFUL):
        await _post(store, name, text)
    await drain.run(SITE)
    async with TestServer(create_app(Settings(redis_url=url))) as server, async_playwright() as p:
        browser = await p.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        base = str(server.make_url("")).rstrip("/")
        page = await _sign_in(browser, base)
        await _go(page, "Grumpf")
        await _save(page, folder / "held.png")
        await _go(page, "Mara")
        await _save(page, folder / "urgent.png")
        await _conflict(page, store)
        await _save(page, folder / "conflict.png")
        dark = await _sign_in(browser, base, scheme="dark")
        await _go(dark, "Lena")
        await _save(dark, folder / "dark.png")
        phone = await _sign_in(browser, base, phone=True)
        await _go(phone, "Lena")
        await _save(phone, folder / "phone.png")
        for n in range(24):
            await _post(store, f"pharma{n}", SPAM.format(n=n))
        await drain.run(SITE)
        await _hold_rejected(store)
        await page.goto(f"/review/?site={SITE}&category=spam")
        await page.locator("summary", has_text="Several at once").click()
        await page.get_by_label("All that this filter finds").check()
        await page.locator("#several").get_by_role("button", name="Spam").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Reject")
        await _save(page, folder / "bulk.png")
        await _clear(store)
        await page.goto(f"/review/?site={SITE}")
        await _save(page, folder / "empty.png")
        await browser.close()
    await store.close()


async def _post(store: Store, name: str, text: str) -> None:
    comment = Comment(
        id=new_id(), site=SITE, thread=ARTICLE, body=text, author=Author(name, f"{name}@mail.test")
    )
    await store.comments.accept([Intake(comment, trusted=True)])


async def _sign_in(
    browser: Browser, base: str, *, scheme: str = "light", phone: bool = False
) -> Page:
    context = await browser.new_context(
        base_url=base,
        color_scheme=scheme,  # type: ignore[arg-type]
        viewport={"width": 360, "height": 740} if phone else {"width": 1440, "height": 900},
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    asked = page.locator("#first-on")
    if await asked.is_visible():
        await asked.click()
    return page


async def _go(page: Page, author: str) -> None:
    await page.locator("#rows li", has_text=author).get_by_role("link").first.click()
    await expect(page.get_by_role("article").first).to_contain_text(author)


async def _conflict(page: Page, store: Store) -> None:
    """Ana decides what Ben has just decided otherwise, before her page is told of it."""
    await page.route("**/events*", lambda route: None)  # it hears of nothing
    await page.goto(f"/review/?site={SITE}")
    await _go(page, "Pia")
    comment_id = await page.locator(".card").get_attribute("data-id") or ""
    (record,) = await store.comments.read(SITE, [comment_id])
    assert record is not None
    await _decide(store, comment_id, Status.HELD, Status.PUBLISHED, record.version, "ben")
    await page.keyboard.press("s")
    await expect(page.get_by_role("article").get_by_role("alert")).to_contain_text("Ben")
    await page.unroute("**/events*")


async def _decide(
    store: Store, comment_id: str, at: Status, to: Status, version: int, who: str
) -> None:
    by = "checks" if who == "checks" else f"moderator:{who}"
    await store.comments.decide(
        [Decision(comment_id, SITE, ARTICLE.key, at, version, to, by, reason=None)]
    )


async def _hold_rejected(store: Store) -> None:
    """What the checks rejected by themselves, for a page with many."""
    page = await store.threads.queue(SITE, Status.REJECTED, 100, None)
    for record in page.records:
        await _decide(store, record.comment.id, Status.REJECTED, Status.HELD, record.version, "ben")


async def _clear(store: Store) -> None:
    page = await store.threads.queue(SITE, Status.HELD, 100, None)
    for record in page.records:
        await _decide(store, record.comment.id, Status.HELD, Status.REJECTED, record.version, "ana")


async def _save(page: Page, path: Path) -> None:
    await page.screenshot(path=path)
    print(path)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
