"""Ruling about an author in a browser: without scripts, by its key, in German, for everybody."""

from playwright.async_api import Browser, BrowserContext, Page, expect

from moderation.comment import Author, Client, Status
from moderation.ruling import Kind, Word, make_ruling
from moderation.store import Store
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.console import open_console
from tests.browser.payloads import OTHERS, PAYLOADS
from tests.browser.test_german import assert_german
from tests.browser.test_hostile import WATCH, assert_inert
from tests.browser.test_pages import sign_in

MAX, FROM = Author("Max", "max@gmail.com", "https://pills.example"), Client("8.8.4.7")


async def hold(store: Store, count: int = 2) -> list[str]:
    made = [
        await make.decided(store, Status.HELD, f"Pills {n}.", author=MAX, client=FROM)
        for n in range(count)
    ]
    ban = make_ruling(Kind.ADDRESS, "8.8.0.0/16", Word.HOLD, "moderator:ben", "„Pillen“")
    await store.rulings.rule("blog", ban, 60_000)
    return [comment.id for comment in made]


async def test_a_raid_ends_without_scripts(context: BrowserContext, store: Store) -> None:
    ids = await hold(store)
    page = await context.new_page()
    await sign_in(page)
    await page.get_by_role("link", name="About the author").click()
    await page.get_by_label("Whoever links to pills.example").check()
    await page.get_by_role("radio", name="Ban").check()
    await page.get_by_label("For how long").select_option("1 day")
    await page.get_by_label("Why, for moderators").fill("a raid")
    await page.get_by_role("button", name="Show the effect").click()
    await expect(page.get_by_role("heading", name="Held: 2 of 2")).to_be_visible()
    assert [ruling.word for ruling in await store.rulings.all("blog")] == [Word.HOLD]
    await page.get_by_label("Also reject the 2 held comments that it meets").check()
    await page.get_by_role("button", name="Ban").click()
    await expect(page.get_by_text("2 held comments were rejected.")).to_be_visible()
    records = await store.comments.read("blog", ids)
    assert [record.status for record in records if record] == [Status.REJECTED] * 2
    await page.get_by_role("link", name="All rulings").click()
    mine = page.get_by_role("region", name="Ban")
    await expect(mine).to_contain_text("Whoever links to pills.example, until")
    await mine.get_by_role("button", name="End it").click()
    await expect(page.get_by_role("status")).to_contain_text("The ruling has ended.")
    assert [ruling.word for ruling in await store.rulings.all("blog")] == [Word.HOLD]


async def test_its_key_opens_the_author(scripted: BrowserContext, store: Store) -> None:
    _, second = await hold(store)
    page = await open_console(scripted)
    await page.keyboard.press("j")
    await expect(page.get_by_role("article")).to_contain_text("Pills 1.")
    await page.keyboard.press("u")
    await expect(page.get_by_role("heading", name="Max", exact=True)).to_be_visible()
    assert page.url.endswith(f"comment={second}")


async def show_effect(page: Page, word: str = "trust") -> None:
    await page.locator("input[name=whom]").last.check()
    await page.locator(f"input[name=word][value={word}]").check()
    await page.locator("form[action='/review/author/effect'] button").click()


async def test_every_page_is_for_everybody(scripted: BrowserContext, store: Store) -> None:
    first, _ = await hold(store)
    page = await open_console(scripted)
    await page.goto(f"/review/author?site=blog&comment={first}")
    await assert_accessible(page)
    await show_effect(page)
    await assert_accessible(page)
    await page.get_by_label("I am sure").check()
    await page.get_by_role("button", name="Trust").click()
    await assert_accessible(page)
    await page.goto("/review/rulings?site=blog")
    await assert_accessible(page)


async def test_every_page_in_german(browser: Browser, address: str, store: Store) -> None:
    first, _ = await hold(store)
    context = await browser.new_context(base_url=address, locale="de-DE")
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Passwort").fill("correct horse battery")
    await page.get_by_role("button", name="Anmelden").click()
    await page.goto(f"/review/author?site=blog&comment={first}")
    await assert_german(page)
    for word, name in (("trust", "Vertrauen"), ("ban", "Sperren")):
        await page.goto(f"/review/author?site=blog&comment={first}")
        await show_effect(page, word)
        await assert_german(page)
        for box in await page.get_by_role("checkbox").all():
            await box.check()
        await page.get_by_role("button", name=name).click()
        await assert_german(page)
    await page.goto("/review/rulings?site=blog")
    await assert_german(page)
    await page.get_by_role("button", name="Beenden").first.click()
    await assert_german(page)
    await context.close()


async def test_hostile_text_is_text(scripted: BrowserContext, store: Store) -> None:
    await scripted.add_init_script(WATCH)
    page = await open_console(scripted)
    for hostile in (*PAYLOADS[:8], *OTHERS):
        who = Author(f"x {hostile}"[:80], None, hostile)
        made = await make.decided(store, Status.HELD, hostile, author=who)
        await page.goto(f"/review/author?site=blog&comment={made.id}")
        await assert_inert(page)
        await page.locator("input[name=whom]").first.check()
        await page.locator("input[name=word][value=ban]").check()
        await page.locator("#why").fill(hostile[:300])
        await page.get_by_role("button", name="Show the effect").click()
        await assert_inert(page)
        await page.get_by_role("button", name="Ban").click()
        await assert_inert(page)
    await page.goto("/review/rulings?site=blog")
    await assert_inert(page)
