"""A moderator clears held comments by keys, thousands waiting: `python -m bench.console`.

In Chromium, on the console as it is served. Told are the keys pressed a decision, the time from a
key to the next card painted, as the browser measures it, and what a decision takes over HTTP beside
the least that a signed-in request can ask for, in turns.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import aiohttp
from playwright.async_api import Page, async_playwright

from bench.accuracy.table import table
from bench.backlog import SITE, House, house
from bench.texts import bodies
from moderation.comment import Status
from moderation.passwords import hash_password
from moderation.settings import Settings
from moderation.store import Store
from moderation.store.records import Decision
from moderation.verdict import Signal, Verdict

CHROMIUM = Path("/usr/bin/chromium")
NAME, PASSWORD = "ana", "correct horse battery"
BATCH = 100
# Of ten comments six are approved, three rejected for a reason and one as spam.
SHIFT = ("a", "a", "d1", "a", "a", "d3", "a", "a", "d2", "s")
# Marks each key, and the second frame after another card has come: by then it is on the screen.
STOPWATCH = """
    const times = window.times = [];
    let began = 0, last = null, waiting = null;
    window.reached = async (count) => {
        while (times.length < count) await new Promise((resolve) => (waiting = resolve));
    };
    addEventListener("keydown", (event) => (began = event.timeStamp), true);
    addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
        const card = document.querySelector("#current .card, #empty:not([hidden])");
        if (!card || card === last) return;
        last = card;
        const from = began;
        requestAnimationFrame(() => requestAnimationFrame(() => {
            if (from) times.push(performance.now() - from);
            waiting?.();
        }));
    }).observe(document.getElementById("current"), { childList: true, subtree: true }));
"""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.console", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--held", type=int, default=5000, help="how many wait at the beginning")
    parser.add_argument("--clear", type=int, default=100, help="how many the moderator decides")
    parser.add_argument("--requests", type=int, default=300, help="of each kind, over HTTP")
    args = parser.parse_args(argv)
    with house() as at:
        at.fill(bodies(args.data, args.held, seed=1))
        asyncio.run(hold_all(at))
        keys, times = asyncio.run(_clear(at, args.clear))
        bare, decisions = asyncio.run(_decide(at, args.requests))
    print(f"{args.held} waiting, {len(times)} decided with {keys / len(times):.2f} keys each.\n")
    rows = [
        ["key to next card, in the browser", *_quantiles(times)],
        ["a signed-in GET of the counts", *_quantiles(bare)],
        ["a decision", *_quantiles(decisions)],
    ]
    print(table(["milliseconds", "median", "95th percentile"], rows))
    print(f"\nA decision's 95th percentile is {p95(decisions) / p95(bare):.1f} times the GET's.")
    return 0


async def hold_all(at: House) -> None:
    """As the checks would, and a moderator who may decide."""
    store = Store(at.settings.redis_url)
    await store.accounts.add(NAME, hash_password(PASSWORD))
    signals = (Signal("links", "any", ((0, 4),), {"n": 1}, 1.0, 3.5, "spam"),)
    verdict = Verdict(
        outcome=Status.HELD, score=3.5, policy_version=1, category="spam", signals=signals
    )
    while claims := (await store.comments.claim(SITE, BATCH, hush=True)).comments:
        await store.comments.decide(
            [
                Decision(
                    id=claim.comment.id,
                    site=SITE,
                    thread_key=claim.comment.thread.key,
                    status=Status.PENDING,
                    version=claim.version,
                    to=Status.HELD,
                    by="checks",
                    verdict=verdict,
                )
                for claim in claims
            ]
        )
    await store.close()


async def _clear(at: House, count: int) -> tuple[int, list[float]]:
    """Keys pressed, and milliseconds from each decision's last key to the next card."""
    shift = [SHIFT[n % len(SHIFT)] for n in range(count)]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page(base_url=f"http://127.0.0.1:{at.settings.port}")
        await page.add_init_script(STOPWATCH)
        await page.goto("/review/sign-in")
        await page.get_by_label("Name").fill(NAME)
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.get_by_role("button", name="Leave them on").click()
        for done, keys in enumerate(shift, 1):
            for key in keys:
                await page.keyboard.press(key)
            await page.evaluate("(count) => reached(count)", done)
        times: list[float] = await page.evaluate("times")
        await _all_saved(page, count)
        await browser.close()
    return sum(map(len, shift)), times[:count]


async def _all_saved(page: Page, count: int) -> None:
    """When all has settled, what was decided is decided in the store too, and nothing else."""
    deadline = time.monotonic() + 2 * Settings().undo_seconds + 10
    while True:
        answer = await page.request.get(f"/review/counts?site={SITE}")
        sizes = (await answer.json())["sizes"]
        if sizes["published"] + sizes["rejected"] == count:
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{count} decisions were made, and these stand: {sizes}")
        await asyncio.sleep(0.2)


async def _decide(at: House, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of `count` bare requests and as many decisions, one after the other."""
    base = f"http://127.0.0.1:{at.settings.port}"
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    store = Store(at.settings.redis_url)
    page = await store.threads.queue(SITE, Status.HELD, count, None)
    await store.close()
    jar = aiohttp.CookieJar(unsafe=True)
    bare, decisions = [], []
    async with aiohttp.ClientSession(base, headers=headers, cookie_jar=jar) as client:
        sign_in = {"name": NAME, "password": PASSWORD}
        async with client.post("/review/sign-in", data=sign_in) as answer:
            answer.raise_for_status()
        for record in islice(page.records, count):
            began = time.perf_counter()
            async with client.get(f"/review/counts?site={SITE}") as answer:
                answer.raise_for_status()
                await answer.read()
            bare.append((time.perf_counter() - began) * 1000)
            fields = {"site": SITE, "id": record.comment.id, "version": str(record.version)}
            began = time.perf_counter()
            async with client.post(
                "/review/decide", data={**fields, "action": "approve"}
            ) as answer:
                answer.raise_for_status()
                await answer.read()
            decisions.append((time.perf_counter() - began) * 1000)
    return bare, decisions


def _quantiles(times: list[float]) -> list[str]:
    return [f"{statistics.median(times):.1f}", f"{p95(times):.1f}"]


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


if __name__ == "__main__":
    sys.exit(main())
