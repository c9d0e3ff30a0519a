"""Another language or script than the thread's and the site's, with a link."""

import pytest

from tests.workers.samples import policy, seen, subject
from workers.checks import language

GERMAN = "Das ist sehr gut, und ich habe es auch so gemacht, weil die Leute nicht warten"
RUSSIAN = "Это очень хорошая статья, спасибо за подробности"
URL = "https://x.example"


@pytest.mark.parametrize(
    ("text", "url", "title", "rules"),
    [
        (GERMAN, None, None, set()),
        (GERMAN, URL, None, {"other_language"}),
        (GERMAN + " http://a.example", None, "On sleep and the mind", {"other_language"}),
        (GERMAN, URL, "Über den Schlaf und die Angst", set()),
        (RUSSIAN, URL, None, {"other_script"}),
        (RUSSIAN, None, None, set()),
        (RUSSIAN, URL, "Сон и тревога", set()),
        ("这篇文章很好，谢谢分享", URL, None, {"other_script"}),
        ("The term Weltschmerz is what they use, and so it is with der Angst", URL, None, set()),
        ("ok", URL, None, set()),
        ("", URL, "", set()),
    ],
)
def test_what_does_not_fit_is_seen_only_with_a_link(
    text: str, url: str | None, title: str | None, rules: set[str]
) -> None:
    assert set(seen(language, subject(text, url=url, title=title))) == rules


def test_a_site_says_what_is_its_own() -> None:
    by = policy(
        '[checks.language]\nexpected = ["de"]\nscripts = ["latin", "cyrillic"]\n'
        '[checks.language.words]\nde = ["das", "ist", "und", "ich"]\n'
        'en = ["the", "of", "and", "is"]'
    )
    assert seen(language, subject(GERMAN, url=URL), by) == {}
    assert seen(language, subject(RUSSIAN, url=URL), by) == {}
    english = "The rest of the story is the end of the day, and it is the worst"
    assert set(seen(language, subject(english, url=URL), by)) == {"other_language"}


def test_without_words_nothing_is_told() -> None:
    assert seen(language, subject(GERMAN, url=URL), policy("")) == {}
