"""A page by axe-core's rules, wide and on a phone, in both colour schemes. Contrast is all that the
second scheme can change; and motion would show colours on their way to others."""

from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
AXE = Axe()


async def assert_accessible(page: Page, but: str = "") -> None:
    """It breaks no rule, `but` one that it may; and fits into a phone's width."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.axe_script)
    for size in (WIDE, PHONE):
        await page.set_viewport_size(size)  # type: ignore[arg-type]
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")
        told = await _violations(page, {"resultTypes": ["violations"]})
        await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        told += await _violations(page, {"runOnly": ["color-contrast"]})
        told = [each for each in told if each[0] != but]
        assert not told, (page.url, size, told)
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], page.url
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    await page.set_viewport_size(WIDE)  # type: ignore[arg-type]


async def _violations(page: Page, options: dict[str, Any]) -> list[tuple[str, list[str]]]:
    found = await page.evaluate("options => axe.run(document, options)", options)
    return [
        (rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found["violations"]
    ]
