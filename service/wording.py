"""How pages name things to people: categories, deciders, ages, problems. Pure words."""

from service.problems import KINDS

CATEGORIES = {
    "clean": "Nothing found",
    "spam": "Spam",
    "profanity": "Strong language",
    "toxicity": "Insults",
    "hate": "Hate",
    "sexual": "Sexual content",
    "violence": "Violence",
    "self_harm": "Self-harm",
    "personal_data": "Personal data",
    "other": "Other",
}

# `problems.KINDS` speaks to programs with keys; people at a page have none.
_PROBLEMS = {
    "unauthorized": "Please sign in",
    "forbidden": "That is not allowed",
    "unsupported-media-type": "This is not a form we can read",
    "bad-cursor": "This page of the list does not exist",
    "service-degraded": "The comment service is not answering",
}

_DECIDERS = {"checks": "the checks", "api": "the site's server", "author": "the author"}


def category(name: str) -> str:
    return CATEGORIES.get(name, name.replace("_", " ").capitalize())


def who(by: str) -> str:
    """The decider in a history entry, as a moderator reads it."""
    return _DECIDERS.get(by, by.removeprefix("moderator:"))


def problem_title(slug: str) -> str:
    return _PROBLEMS.get(slug, KINDS[slug][1])


def age(ms: int) -> str:
    """How long ago, in the largest unit that is not none."""
    minutes = max(ms, 0) // 60_000
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
