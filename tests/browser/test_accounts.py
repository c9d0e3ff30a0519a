"""The account pages in a real browser, without scripts: from end to end, and by axe-core."""

import pyotp
from playwright.async_api import BrowserContext, Page, expect

from moderation.store import Store
from moderation.user import ALL, Role
from tests.browser.axe import assert_accessible
from tests.browser.conftest import HASH, PASSWORD

OWN = "another horse battery"


async def sign_in(page: Page, name: str, password: str, code: str = "") -> None:
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(password)
    await page.get_by_label("Code").fill(code)
    await page.get_by_role("button", name="Sign in").click()


async def code(page: Page, store: Store) -> str:
    """What an app shows that was given the secret on the page."""
    secret = (await page.locator("#secret").inner_text()).replace(" ", "")
    return pyotp.TOTP(secret).at(await store.now_ms() // 1000)


async def test_an_admin_begins(context: BrowserContext, store: Store) -> None:
    await store.accounts.add("root", HASH, {ALL: Role.ADMIN})
    page = await context.new_page()
    await sign_in(page, "root", PASSWORD)
    await expect(page.get_by_text("Set it up to go on")).to_be_visible()
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Set it up").click()
    await page.get_by_label("Code from the app").fill(await code(page, store))
    await page.get_by_role("button", name="Put it in force").click()
    await expect(page.get_by_role("status")).to_contain_text("in force")
    await page.get_by_role("link", name="Manage accounts").click()
    form = page.locator("form[action$='/add']")
    await form.get_by_label("Name").fill("cleo")
    await form.get_by_label("Role").select_option("moderator")
    await form.get_by_role("button", name="Add").click()
    password = await page.locator("#password").inner_text()
    await page.get_by_role("button", name="Sign out").click()
    await sign_in(page, "cleo", password)
    await page.get_by_label("The password you have").fill(password)
    await page.get_by_label("A new one").fill(OWN)
    await page.get_by_label("The new one again").fill(OWN)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_role("status")).to_contain_text("You have a new password")
    await page.goto("/review/")
    await expect(page.get_by_text("Nothing is waiting.")).to_be_visible()


async def test_by_axes_rules(scripted: BrowserContext, address: str, store: Store) -> None:
    await store.accounts.add("root", HASH, {ALL: Role.ADMIN})
    await store.accounts.propose_totp("root", "A" * 32)
    await store.accounts.confirm_totp("root", "A" * 32, 1)
    user = await store.accounts.get("root")
    assert user is not None
    tokens = [await store.accounts.sessions.start(user, step=step) for step in (2, 3)]
    await store.accounts.propose_totp("root", "B" * 32)
    await scripted.add_cookies([{"name": "greenroom", "value": tokens[0] or "", "url": address}])
    page = await scripted.new_page()
    for path in ("/review/account", "/review/account?done=session", "/review/accounts"):
        await page.goto(path)
        await assert_accessible(page)
