"""A reader reports a comment and a moderator ends it, without scripts and with them."""

from playwright.async_api import Browser, BrowserContext, expect

from moderation.comment import Author, Status
from moderation.report import Why
from moderation.store import Store
from moderation.store.desk import Aside
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.console import open_console
from tests.browser.test_german import assert_german
from tests.service.pages import thread_path


async def test_a_report_goes_all_the_way_without_scripts(
    context: BrowserContext, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED, "rude", author=Author(name="Max"))
    page = await context.new_page()
    await page.goto(thread_path())
    await page.get_by_role("link", name="Report the comment by Max").click()
    await page.get_by_label("Insults, hatred or threats").check()
    await page.get_by_label("In your words").fill("He is rude.")
    await page.get_by_role("button", name="Report the comment").click()
    await expect(page.get_by_role("status")).to_contain_text("A moderator will look at it.")
    page = await open_console(context, keys=None)
    await page.get_by_role("link", name="Reported 1").click()
    await expect(page.get_by_role("article")).to_contain_text("He is rude.")
    await page.get_by_role("button", name="Keep it: nothing is wrong").click()
    await expect(page.get_by_role("article")).to_have_count(0)
    assert await store.desk.aside("blog", Aside.REPORTED, 9) == []
    assert (await make.read(store, made)).status is Status.PUBLISHED


async def test_the_pages_are_accessible(scripted: BrowserContext, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "rude", author=Author(name="Max"))
    await store.reports.make("blog", made.id, "r1", Why.ABUSE, "He is rude.")
    await store.reports.make("blog", made.id, "r2", Why.AT_RISK, "He says goodbye.")
    page = await open_console(scripted)
    for path in (
        thread_path(),
        f"{thread_path()}/report/{made.id}",
        f"{thread_path()}/report/{made.id}?sent=1",
        "/review/?queue=reported",
    ):
        await page.goto(path)
        await assert_accessible(page)


async def test_reports_are_told_in_german(browser: Browser, address: str, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "grob", author=Author(name="Max"))
    for n, why in enumerate(Why):
        await store.reports.make("blog", made.id, f"r{n}", why)
    await store.desk.note("blog", made.id, "moderator:ana", aside=Aside.REPORTED, ended=True)
    context = await browser.new_context(base_url=address, locale="de-DE")
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Passwort").fill("correct horse battery")
    await page.get_by_role("button", name="Anmelden").click()
    await page.get_by_role("link", name="Gemeldet 1").click()
    await expect(page.get_by_role("article")).to_contain_text("5 Personen haben das gemeldet")
    await assert_german(page)
    await context.close()
