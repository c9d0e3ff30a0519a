"""Browsers in a few words."""

import pytest

from service.review.browser import LONGEST, describe
from tests.service.pages import HOSTILE

LIKE = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) {}"


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        ("", ""),
        ("curl/8.1", "curl/8.1"),
        ("a\x00\x1b[2J\u202eb\udcff", "a[2Jb"),
        ("x" * 100_000, "x" * LONGEST),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        (LIKE.format("Windows NT 10.0", "Chrome/140.0 Safari/537.36 Edg/140.0"), "Edge on Windows"),
        (LIKE.format("Linux; Android 15", "Chrome/140.0 Safari/537.36"), "Chrome on Android"),
        (LIKE.format("Macintosh; Intel Mac OS X 10_15", "Safari/605"), "Safari on macOS"),
        (LIKE.format("iPhone; like Mac OS X", "CriOS/140.0 Safari/604"), "Chrome on iPhone"),
    ],
)
def test_are_told_apart(agent: str, told: str) -> None:
    assert describe(agent) == told


@pytest.mark.parametrize("agent", HOSTILE)
def test_are_short_whatever_they_say(agent: str) -> None:
    assert len(describe(agent * 50)) <= LONGEST
