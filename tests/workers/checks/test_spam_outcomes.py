"""What becomes of comments that are spam, nearly spam, or kin to it, by the default policy.

Signs of several checks meet here: one weak sign never holds, and only hard evidence rejects.
"""

import pytest

from tests.workers.samples import DEFAULT, ENGINE, subject


def outcome(text: str, name: str = "Ann", url: str | None = None) -> str:
    what = subject(text, name=name, url=url, title="What ketamine therapy feels like")
    return ENGINE.examine([what])[0].outcome


@pytest.mark.parametrize(
    ("text", "name", "url"),
    [
        (
            "Buy ketamine, LSD and xanax online without prescription, discreet shipping. "
            "Telegram @kshop",
            "max",
            None,
        ),
        (
            "What a great site. I have bookmarked your website and grabbed your rss feed, "
            "keep up the fantastic writing!",
            "cheap car insurance Leeds",
            "http://cheap-car-insurance.example/leeds/quote.html",
        ),
        (
            "payday loans, instant loans with no credit check, casino bonus http://a.example",
            "payday loans",
            "http://loans.example",
        ),
        (
            "[url=http://pills.example]cialis[/url] viagra online, generic cialis for sale",
            "Bob",
            "http://pills.example",
        ),
    ],
)
def test_hard_evidence_is_rejected(text: str, name: str, url: str | None) -> None:
    assert outcome(text, name, url) == "rejected"


@pytest.mark.parametrize(
    ("text", "name", "url"),
    [
        ("I love your writing style, it is so honest. Thank you for this blog!", "Carla", "own"),
        ("Great post, thanks for sharing! Really useful information.", "Ben", "own"),
        ("Please subscribe to my channel", "Tim", None),
        ("https://a.example/a-video-of-mine", "Tim", None),
        ("My WhatsApp is +44 7700 900123, ask me anything about it", "Tim", None),
        ("Das ist sehr gut, und ich habe es auch so gemacht", "Best Loans", "own"),
    ],
)
def test_what_a_person_should_look_at_is_held(text: str, name: str, url: str | None) -> None:
    address = f"https://{name.split()[0].lower()}.example" if url else None
    assert outcome(text, name, address) == "held"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Thank you, this helped me a lot today.", None),
        ("Great article!", "https://ann.example"),
        ("I had my second infusion yesterday and slept like a stone.", "https://ann.example/blog"),
        (
            "The trial is here: https://www.thelancet.com/article/1 and the comment on it is at "
            "https://www.nih.gov/news/2, both worth the time.",
            None,
        ),
        ("My doctor prescribed Xanax and I would rather not take it. What do you do?", None),
        ("Is it legal to order ketamine online, or does one need a clinic for it?", None),
        ("If you are in crisis call or text 988, or the Samaritans on 116 123.", None),
        ("Danke für den Artikel, sehr hilfreich, und alles Gute für die nächste Zeit!", None),
        ("I took out a loan for the treatment, and it was worth it.", None),
        ("My husband lost thirty pounds on it and his mood improved too.", None),
    ],
)
def test_what_readers_write_is_published(text: str, url: str | None) -> None:
    assert outcome(text, "Ann", url) == "published"


def test_no_single_sign_of_spam_rejects_and_hints_do_not_hold() -> None:
    spam = {n: r for n, r in DEFAULT.rules.items() if r.category == "spam"}
    assert all(rule.weight * 1.25 < DEFAULT.thresholds.reject for rule in spam.values())
    hints = ("links.any", "links.bare", "links.author_url", "author.deep_address", "spam.mail")
    assert all(spam[name].weight < DEFAULT.thresholds.hold for name in hints)
    for group in ("identity", "talk", "links", "language"):
        assert DEFAULT.groups[group] < DEFAULT.thresholds.reject
