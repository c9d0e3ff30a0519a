"""The widget in German: on a page that asks for it, nothing that it says is English."""

from playwright.async_api import BrowserContext, Locator, Page, expect

from moderation.comment import Author, Status
from moderation.store import Store
from tests import make
from tests.browser.axe import assert_accessible
from tests.browser.embed.recipes import Blog
from tests.browser.embed.visitor import comment, comments, decide
from tests.service.german import ENGLISH

# All that is read, or read out, in the widget; not what readers wrote.
READ = """(widget) => {
  const said = [];
  const walk = document.createTreeWalker(widget.shadowRoot, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    if (!walk.currentNode.parentElement.closest(".body, bdi, .care"))
      said.push(walk.currentNode.data);
  for (const element of widget.shadowRoot.querySelectorAll("[aria-label]"))
    said.push(element.getAttribute("aria-label"));
  return said.map((text) => text.trim()).filter(Boolean);
}"""


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


async def write(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Name").fill("Ana")
    await page.get_by_role("textbox", name="Kommentar", exact=True).fill(text)
    await button(page, "Kommentar senden").click()


async def no_english(page: Page) -> None:
    for text in await page.locator("greenroom-comments").evaluate(READ):
        assert not ENGLISH.search(text), text
    await assert_accessible(page)


async def test_a_german_page_has_a_german_widget(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    await make.decided(store, Status.PUBLISHED, "Ja.", key="/plain/hello", author=Author("Tom"))
    page = await reader.new_page()
    await page.goto(blog.article("plain") + "?paragraphs=1&lang=de")
    await expect(page.locator("greenroom-comments time")).to_have_text("gerade eben")
    await button(page, "Kommentar senden").click()
    await expect(page.get_by_text("2 Felder brauchen noch einen Blick.")).to_have_count(2)
    await button(page, "Tom antworten").click()
    await no_english(page)
    await button(page, "Den Kommentar von Tom melden").click()
    await no_english(page)
    await page.get_by_role("radio", name="Spam oder Werbung").check()
    await button(page, "Melden").click()
    await expect(comments(page).locator("xpath=..")).to_contain_text("Danke.")
    await write(page, "Zweitens.")
    await expect(comment(page, "Zweitens.")).to_contain_text("Wird geprüft.")
    await decide(store, Status.REJECTED, category="personal_data")
    await expect(comment(page, "Zweitens.")).to_contain_text("veröffentlicht: persönliche Daten.")
    await button(page, "Um Prüfung bitten").click()
    await expect(comment(page, "Zweitens.")).to_contain_text("sieht ihn sich noch einmal an.")
    await button(page, "Ihren Kommentar löschen").click()
    await no_english(page)


async def test_a_problem_is_told_in_the_pages_language(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    """The service tells in English what is wrong: a field, and anything else."""
    page = await reader.new_page()
    await page.goto(blog.article("plain") + "?paragraphs=1&lang=de-AT")
    await write(page, "Zweitens.\x07")
    await expect(page.get_by_text("Das geht so nicht.")).to_be_visible()
    await store.threads.close("blog", "/plain/hello", "moderator:ana")
    await write(page, "Zweitens.")
    await expect(page.get_by_text("sind geschlossen.").first).to_be_visible()
    await no_english(page)
