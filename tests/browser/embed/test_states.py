"""What a commenter is told of what they wrote, and asks for."""

import json

import pytest
from playwright.async_api import BrowserContext, Page, expect

from moderation.comment import Author, Status
from moderation.store import Store
from moderation.store.desk import Aside
from service.usual import ENOUGH
from tests import make
from tests.browser.embed.recipes import Blog
from tests.browser.embed.visitor import (
    HELD,
    arrive,
    body,
    comment,
    comments,
    decide,
    settled,
    write,
)

TEXT = "A text that must not be lost."


async def with_policy(page: Page) -> None:
    """The page's element as if its owner had written one."""
    await page.evaluate(
        """() => {
            const old = document.querySelector("greenroom-comments");
            const made = old.cloneNode(true);
            made.setAttribute("policy", "https://blog.example/policy");
            old.replaceWith(made);
        }"""
    )
    await settled(page)


async def test_faults_are_told_beside_their_fields(reader: BrowserContext, blog: Blog) -> None:
    page = await arrive(reader, blog)
    await page.get_by_role("button", name="Post comment").click()
    name = page.get_by_role("textbox", name="Name")
    await expect(name).to_be_focused()
    await expect(name).to_have_attribute("aria-invalid", "true")
    await expect(page.locator(".error", has_text="2 fields need another look.")).to_be_visible()
    await expect(body(page)).to_have_accessible_description(
        "Write a comment first. Comments are checked before they appear."
    )
    await write(page, "x" * 5312)
    await expect(body(page)).to_be_focused()
    await expect(body(page)).to_have_accessible_description(
        "Your comment is 312 characters too long (limit 5,000). 5,312 of 5,000 characters"
    )


async def test_a_closed_thread_keeps_its_list_and_the_text(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED, key="/plain/hello", author=Author("Tom"))
    page = await arrive(reader, blog)
    await page.get_by_role("button", name="Reply to Tom").click()
    await store.threads.close("blog", "/plain/hello", "moderator:ana")
    await write(page, TEXT, button="Post reply")
    reply = page.get_by_role("form", name="Reply to Tom")
    await expect(reply).to_contain_text("Comments on this article are closed.")
    await expect(reply.get_by_role("textbox", name="Comment")).to_have_value(TEXT)
    await page.reload()
    await expect(page.get_by_text("Comments on this article are closed.")).to_be_visible()
    await expect(comments(page)).to_contain_text(made.body)
    await expect(page.get_by_role("button", name="Post comment")).to_be_hidden()


async def test_an_answer_to_what_was_removed_may_become_a_comment(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    made = await make.decided(store, Status.PUBLISHED, key="/plain/hello", author=Author("Tom"))
    page = await arrive(reader, blog)
    await page.get_by_role("button", name="Reply to Tom").click()
    seen = {"status": Status.PUBLISHED, "version": 2, "by": "moderator:ana"}
    await store.comments.decide([make.decision(made, Status.REMOVED, **seen)])
    await write(page, TEXT, button="Post reply")
    await page.get_by_role("button", name="Post as a new comment").click()
    await page.get_by_role("button", name="Post comment").click()
    await decide(store, Status.PUBLISHED)
    await expect(comment(page, TEXT)).to_contain_text("Published")


@pytest.mark.parametrize(
    ("category", "said"),
    [
        (
            "toxicity",
            "Some readers may find this hurtful. You can edit it, or leave it for a moderator. "
            "Only you can see this.",
        ),
        ("self_harm", "Talking can help"),
    ],
)
async def test_what_is_held_says_what_helps(
    category: str, said: str, reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await write(page, TEXT)
    await decide(store, Status.HELD, category=category)
    await expect(comment(page, TEXT)).to_contain_text(said)
    await expect(page.get_by_role("complementary", name="Support")).to_have_count(
        int(category == "self_harm")
    )


async def test_who_waits_is_told_how_long_that_usually_takes(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    for _ in range(ENOUGH):
        made = await make.decided(store, Status.HELD)
        seen = {"status": Status.HELD, "version": 2, "by": "moderator:ana"}
        await store.comments.decide([make.decision(made, Status.REJECTED, **seen)])
    page = await arrive(reader, blog)
    await write(page, TEXT)
    await decide(store, Status.HELD)
    await expect(comment(page, TEXT)).to_contain_text(f"{HELD} Usually decided in 1 hour.")
    await write(page, "Rubbish.")
    await decide(store, Status.HELD, category="toxicity")
    said = "for a moderator. Only you can see this. Usually decided in 1 hour."
    await expect(comment(page, "Rubbish.")).to_contain_text(said)


async def test_what_was_not_published_can_be_written_anew(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await write(page, TEXT)
    await decide(store, Status.REJECTED, category="personal_data")
    await expect(comment(page, TEXT)).to_contain_text("Not published: personal data.")
    await page.get_by_role("button", name="Edit and post again").click()
    await expect(body(page)).to_have_value(TEXT)
    await expect(body(page)).to_be_focused()
    await write(page, "Cheap pills")
    await decide(store, Status.REJECTED)
    await expect(comment(page, "Cheap")).to_contain_text("This comment could not be published.")


async def test_a_person_can_be_asked_to_look_again(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await write(page, TEXT)
    made = await decide(store, Status.REJECTED)
    review = page.get_by_role("button", name="Ask for a review")
    await review.click()
    await expect(comment(page, TEXT)).to_contain_text("published. A moderator will look again.")
    await expect(review).to_have_count(0)
    assert await store.desk.aside("blog", Aside.APPEALED, 9) == [made]
    await store.desk.take_back("blog", Aside.APPEALED, made)
    await page.reload()
    await expect(comment(page, TEXT)).to_contain_text("published. A moderator looked again.")
    await expect(review).to_have_count(0)


async def test_a_blogs_comment_policy_is_linked(reader: BrowserContext, blog: Blog) -> None:
    page = await arrive(reader, blog)
    policy = page.get_by_role("link", name="Comment policy")
    await expect(policy).to_have_count(0)
    await with_policy(page)
    await expect(policy).to_have_attribute("href", "https://blog.example/policy")
    await write(page, "x" * 4500)
    await expect(policy).to_have_count(0)  # there it counts
    await write(page, "")
    await expect(policy).to_have_count(1)


async def test_who_was_refused_finds_the_comment_policy(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await with_policy(page)
    await write(page, TEXT)
    await decide(store, Status.HELD)
    own = comment(page, TEXT)
    await expect(own).to_contain_text(HELD)
    policy = own.get_by_role("link", name="Comment policy")
    await expect(policy).to_have_count(0)
    await write(page, "Rubbish.")
    await decide(store, Status.REJECTED, category="toxicity")
    own = comment(page, "Rubbish.")
    await expect(own).to_contain_text("insults. Only you can see this. Comment policy")
    await expect(own.get_by_role("link", name="Comment policy")).to_have_attribute(
        "href", "https://blog.example/policy"
    )


async def test_slow_checks_leave_a_link_to_copy(reader: BrowserContext, blog: Blog) -> None:
    page = await arrive(reader, blog)
    await page.clock.install()
    await write(page, TEXT)
    await expect(comment(page, TEXT)).to_contain_text("Being checked.")
    await page.clock.run_for(15_000)
    await expect(comment(page, TEXT)).to_contain_text("Still being checked. You can close")
    await expect(page.get_by_role("button", name="Copy link")).to_be_visible()


async def test_a_reader_reports(reader: BrowserContext, blog: Blog, store: Store) -> None:
    made = await make.decided(store, Status.PUBLISHED, key="/plain/hello", author=Author("Tom"))
    page = await arrive(reader, blog)
    report = page.get_by_role("button", name="Report the comment by Tom")
    await report.click()
    await page.keyboard.press("Escape")
    await expect(report).to_be_focused()
    await report.click()
    await page.get_by_label("Insults, hatred or threats").check()
    await page.get_by_role("form").get_by_role("button", name="Report").click()
    await expect(page.get_by_text("Thank you. A moderator will look at it.").last).to_be_visible()
    found = await store.reports.of("blog", made.id)
    assert [report.reason for report in found] == ["abuse"]


async def test_who_wishes_is_remembered_and_who_does_not_leaves_nothing(
    reader: BrowserContext, blog: Blog, store: Store
) -> None:
    page = await arrive(reader, blog)
    await write(page, TEXT)
    await decide(store, Status.HELD)
    await expect(comment(page, TEXT)).to_contain_text("Waiting for a moderator")
    assert await page.evaluate("localStorage.length") == 0
    assert await page.evaluate("document.cookie") == ""
    tick = page.get_by_role("checkbox", name="Remember my name")
    await tick.check()
    other = await arrive(reader, blog)
    await expect(comment(other, TEXT)).to_contain_text("Waiting for a moderator")
    await expect(other.get_by_role("textbox", name="Name")).to_have_value("Ana")
    await tick.uncheck()
    assert "Ana" not in json.dumps(await page.evaluate("({...localStorage})"))
