"""What a moderator does on the review pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from argon2 import PasswordHasher

from tests.service.pages import Client, Page

PASSWORD = "correct horse battery"
# Weaker than any that the product makes: nearly every test signs in.
HASH = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
OURS = {"Sec-Fetch-Site": "same-origin"}

POLICY = """
version = 7
[thresholds]
hold = 3.0
reject = 8.0
[care]
categories = ["self_harm"]
[rules."links.too_many"]
weight = 3.0
category = "spam"
text = "Links: {n} found, limit {limit}"
[rules."shouting.capitals"]
weight = 0.0
text = "Capitals: {share}"
[rules."broken.text"]
weight = 1.0
text = "Asks for {what}"
"""

OpenApp = Callable[..., Awaitable[Client]]


async def sign_in(client: Client, name: str = "ana", password: str = PASSWORD) -> Any:
    return await client.post(
        "/review/sign-in",
        data={"name": name, "password": password},
        headers=OURS,
        allow_redirects=False,
    )


# What the console's scripts ask for.
FRAGMENT = {"Accept": "text/html; fragment=1"}
JSON = {"Accept": "application/json"}


async def press(client: Client, fields: dict[str, str], **headers: str) -> Any:
    return await client.post(
        "/review/decide", data=fields, headers=headers or OURS, allow_redirects=False
    )


def wish(made: Any, action: str = "approve", version: int = 2, **fields: str) -> dict[str, str]:
    return {"site": "blog", "id": made.id, "version": str(version), "action": action, **fields}


def rows(page: Page) -> list[str]:
    """The beginnings of the texts in the list."""
    return [e.text for e in page.all("span", class_="excerpt")]


def texts(page: Page) -> list[str]:
    """What is to be read on the open card: the comment it answers, and its own."""
    return [e.text for e in page.all("div", class_="text")]
