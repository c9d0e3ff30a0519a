"""The console in German, by its keys: no English is left on it, and nothing is too long for it."""

import pyotp
import pytest
from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.user import ALL, Role
from moderation.verdict import Signal
from service.review import totp
from tests import make
from tests.browser.conftest import PASSWORD
from tests.browser.console import until
from tests.service.german import ENGLISH

SIZES = (360, 740), (1440, 900)

# Every text of the page, shown or not, and what is read out of it or shown in its place; not what
# the operator wrote.
READ = """() => {
  const said = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest(".sentence, .text, .excerpt, code"))
      said.push(walk.currentNode.data);
  for (const element of document.querySelectorAll("*"))
    for (const { name, value } of element.attributes)
      if (["aria-label", "title", "placeholder"].includes(name) || element.id === "texts")
        said.push(value);
  return said.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""


@pytest.fixture
def context(german: BrowserContext) -> BrowserContext:
    return german


async def assert_german(page: Page) -> None:
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (page.url, wide)
    told = await page.evaluate(READ)
    assert told
    assert [text for text in told if ENGLISH.search(text)] == []


async def hold(store: Store, name: str, category: str = "spam") -> str:
    parent = await make.decided(store, Status.PUBLISHED, author=Author(name="Zoe"))
    kept = await make.kept(store, name, author=Author(name=name), parent_id=parent.id)
    signals = (
        Signal("links", "too_many", ((0, 2),), {"n": 3, "limit": 2}, 1.0, 3.5, "spam"),
        Signal("shouting", "capitals", (), {"share": 0.7}, 1.0, 0.0),
    )
    verdict = make.verdict(Status.HELD, signals=signals, category=category, not_run=("länge",))
    await store.comments.decide([make.decision(kept, Status.HELD, verdict=verdict)])
    return kept.id


async def open_console(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await assert_german(page)
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Passwort").fill(PASSWORD)
    await page.get_by_role("button", name="Anmelden").click()
    await assert_german(page)
    await page.get_by_role("button", name="Eingeschaltet lassen").click()
    return page


async def test_a_moderator_decides_in_german(context: BrowserContext, store: Store) -> None:
    names = ("Eins", "Zwei", "Drei", "Vier")
    ids = [await hold(store, "Null", "self_harm"), *[await hold(store, name) for name in names]]
    page = await open_console(context)
    card, said = page.get_by_role("article"), page.get_by_role("status")
    await expect(card).to_contain_text("Dringend: Selbstgefährdung")
    await page.keyboard.press("a")
    await expect(said).to_have_text("Freigegeben. Der Kommentar von Null wird veröffentlicht.")
    await page.keyboard.press("d")
    await expect(page.get_by_role("group", name="Grund")).to_be_visible()
    await assert_german(page)
    await page.keyboard.press("1")
    await expect(said).to_have_text("Abgelehnt. Der Kommentar von Eins wird nicht gezeigt.")
    await page.keyboard.press("s")
    await expect(card).to_contain_text("Drei")
    await until(store, ids[2], Status.REJECTED)
    await page.keyboard.press("z")
    await expect(said).to_have_text("Rückgängig gemacht. Der Kommentar von Zwei wartet wieder.")
    await expect(card).to_contain_text("Zurückgehalten durch ana")
    await page.keyboard.press("/")
    await expect(page.get_by_label("Suchen", exact=True)).to_be_focused()
    await assert_german(page)
    await card.focus()
    for key in "aaa":
        await page.keyboard.press(key)
    await expect(page.get_by_text("Es wartet nichts.")).to_be_visible()
    await until(store, ids[4], Status.PUBLISHED)
    await assert_german(page)
    lists = ("?status=rejected", "?status=published", "?author=none", "?site=none")
    logs = (
        "?queue=decided",
        "?queue=decided&author=none",
        "audit?site=blog",
        "audit?site=blog&to=x",
    )
    for path in (*lists, *logs, "account", "accounts"):
        await page.goto(f"/review/{path}")
        await assert_german(page)


async def test_an_admin_manages_accounts_in_german(context: BrowserContext, store: Store) -> None:
    accounts, secret = store.accounts, totp.new_secret()
    await accounts.set_roles("ana", lambda _: {ALL: Role.ADMIN})
    await accounts.propose_totp("ana", secret)
    assert await accounts.confirm_totp("ana", secret, 1)
    await accounts.add("ben", "no password", {"blog": Role.VIEWER})
    page = await context.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Passwort").fill(PASSWORD)
    await page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    await page.get_by_role("button", name="Anmelden").click()
    await page.get_by_role("link", name="Wartend").wait_for()
    for path in ("account", "accounts"):
        await page.goto(f"/review/{path}")
        await assert_german(page)
    await expect(page.get_by_text("Lesen: blog")).to_be_visible()
    await page.get_by_role("textbox", name="Name").fill("cleo")
    await page.get_by_role("button", name="Anlegen").click()
    await expect(page.get_by_role("heading", name="Das Konto ist angelegt")).to_be_visible()
    await assert_german(page)


async def test_the_help_and_changed_keys_in_german(context: BrowserContext, store: Store) -> None:
    await hold(store, "Eins")
    page = await open_console(context)
    await page.keyboard.press("?")
    for key, told in (("d", "„d“ tut schon etwas anderes."), ("+", "Geändert.")):
        await page.get_by_role("button", name="Freigeben: veröffentlichen").click()
        await expect(page.get_by_text("Drücken Sie die neue Taste")).to_be_visible()
        await page.keyboard.press(key)
        await expect(page.get_by_text(told)).to_be_visible()
        await assert_german(page)


async def test_troubles_in_german(context: BrowserContext, store: Store) -> None:
    for name in ("Eins", "Zwei", "Drei"):
        await hold(store, name)
    page = await open_console(context)
    await page.wait_for_load_state("networkidle")
    alert = page.get_by_role("alert")
    await context.set_offline(True)
    await page.keyboard.press("a")
    await expect(alert).to_contain_text("Sie sind offline. 1 Entscheidung wartet")
    await page.keyboard.press("a")
    await expect(alert).to_contain_text("2 Entscheidungen warten")
    await assert_german(page)
    await context.clear_cookies()
    await context.set_offline(False)
    await expect(alert).to_contain_text("Sie wurden abgemeldet. 2 Entscheidungen sind nicht")
    await assert_german(page)


async def test_a_thread_and_its_tools_in_german(context: BrowserContext, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, "Eins", author=Author(name="Eins"))
    page = await open_console(context)
    of_it = f"site=blog&id={made.id}"
    paths = ("thread?site=blog&key=/hello&said=replied", f"edit?{of_it}", f"reply?{of_it}")
    for path in (*paths, "saved?site=blog"):
        await page.goto(f"/review/{path}")
        await assert_german(page)
    await page.get_by_label("Name").fill("Danke")
    await page.get_by_label("Text").fill("Danke, {nmae}.")
    await page.get_by_role("button", name="Speichern").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nichts wird {nmae} je ausfüllen.")
    await page.goto(f"/review/edit?{of_it}")
    await page.get_by_role("button", name="Text speichern").click()
    await expect(page.get_by_role("alert")).to_have_text("Das ist der Text, der schon dasteht.")
    await assert_german(page)
    await page.get_by_label("Text").fill("Zwei")
    await page.get_by_role("button", name="Text speichern").click()
    await page.get_by_text("Bearbeitet: was vorher dastand").click()
    await assert_german(page)
    await store.threads.close("blog", "/hello", "moderator:ana")
    for path in paths:
        await page.goto(f"/review/{path}")
        await assert_german(page)
