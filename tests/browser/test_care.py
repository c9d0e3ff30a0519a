"""The urgent in a real browser: without scripts, by keys, accessible, in German."""

from playwright.async_api import Browser, BrowserContext, expect

from moderation.comment import Author, Status
from moderation.playbook import Playbook
from moderation.store import Store
from moderation.store.desk import Aside
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.console import open_console, until
from tests.browser.test_german import assert_german

BOOK = Playbook(
    steps="Tell Cleo, she is on call.",
    contacts="Helpline tel:+49 30 12\nOthers https://help.example",
)


async def cry(store: Store, name: str) -> str:
    made = await make.kept(store, name, author=Author(name=name))
    verdict = make.verdict(Status.HELD, category="self_harm")
    await store.comments.decide([make.decision(made, Status.HELD, verdict=verdict)])
    return made.id


async def test_without_scripts_it_is_kept_hidden_and_undone(
    context: BrowserContext, store: Store
) -> None:
    made = await cry(store, "Dana")
    await store.playbooks.write("blog", BOOK)
    page = await open_console(context, keys=None)
    await page.get_by_role("link", name="Urgent 1").click()
    card = page.get_by_role("article")
    await expect(card).to_contain_text("Tell Cleo, she is on call.")
    await expect(card.get_by_role("link", name="Helpline: +49 30 12")).to_be_visible()
    await card.get_by_role("button", name="Keep hidden, with care").click()
    await expect(page.get_by_role("status")).to_contain_text("Kept hidden, with care.")
    await until(store, made, Status.REJECTED)
    await page.get_by_role("button", name="Undo").click()
    await until(store, made, Status.HELD)
    await page.get_by_role("link", name="Urgent 1").click()
    await expect(page.get_by_role("article")).to_contain_text("Dana")


async def test_keys_that_reject_do_nothing_to_it(scripted: BrowserContext, store: Store) -> None:
    made, other = await cry(store, "Dana"), await make.decided(store, Status.HELD, "plain")
    page = await open_console(scripted)
    card = page.get_by_role("article")
    await expect(card).to_contain_text("Dana")
    for key in ("d", "s"):
        await page.keyboard.press(key)
        await expect(page.get_by_role("group", name="Reason")).to_have_count(0)
        await expect(card).to_contain_text("Dana")
    await card.get_by_role("button", name="Keep hidden, with care").click()
    said = page.get_by_role("status")
    await expect(said).to_have_text("Kept hidden, with care. The comment by Dana stays hidden.")
    assert (await until(store, made, Status.REJECTED)).history[-1].reason == "self_harm"
    await expect(card).to_contain_text("plain")
    await page.keyboard.press("z")
    await until(store, made, Status.HELD)
    await page.keyboard.press("s")
    await expect(card).to_contain_text("Dana")
    assert (await make.read(store, other)).status is Status.HELD


async def test_it_is_accessible_and_german(
    browser: Browser, scripted: BrowserContext, address: str, store: Store
) -> None:
    await cry(store, "Dana")
    worry = await make.decided(store, Status.HELD, "plain", author=Author(name="Ben"))
    page = await open_console(scripted)
    await page.goto("/review/?queue=urgent")
    await assert_accessible(page)
    await store.playbooks.write("blog", BOOK)
    await page.reload()
    await page.get_by_text("A message that you can send them").click()
    await assert_accessible(page)
    german = await browser.new_context(base_url=address, locale="de-DE")
    page = await german.new_page()
    await page.goto("/review/sign-in")
    await page.get_by_label("Name").fill("ana")
    await page.get_by_label("Passwort").fill("correct horse battery")
    await page.get_by_role("button", name="Anmelden").click()
    await page.get_by_role("button", name="Eingeschaltet lassen").click()
    await store.playbooks.write("blog", Playbook())
    await store.desk.set_aside("blog", Aside.URGENT, worry.id)
    await page.goto(f"/review/?queue=urgent&comment={worry.id}")
    await assert_german(page)
    await page.get_by_role("button", name="Behutsam verbergen").click()
    said = page.get_by_role("status")
    await expect(said).to_contain_text("Behutsam verborgen. Der Kommentar von Ben")
    await german.close()
