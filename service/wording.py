"""How pages name things to people: statuses, categories, deciders, ages, problems. Pure words.

Here they stand in English; who shows one gets it in the language that is spoken.
"""

import math
from datetime import UTC, datetime, timedelta

from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal, get_decimal_symbol

from moderation.masking import shown
from moderation.support import TEXT
from moderation.verdict import Verdict
from service.language import current, gettext, marked, ngettext
from service.problems import KINDS, Problem

CATEGORIES = {
    "clean": marked("Nothing found"),
    "spam": marked("Spam"),
    "profanity": marked("Strong language"),
    "toxicity": marked("Insults"),
    "hate": marked("Hate"),
    "sexual": marked("Sexual content"),
    "violence": marked("Violence"),
    "self_harm": marked("Self-harm"),
    "personal_data": marked("Personal data"),
    "other": marked("Other"),
}

# The same in a sentence, as an author is told why their comment is not on the page.
_PUBLIC_REASONS = {
    "profanity": marked("strong language"),
    "toxicity": marked("insults"),
    "hate": marked("hate"),
    "sexual": marked("sexual content"),
    "violence": marked("violence"),
    "self_harm": marked("self-harm"),
    "personal_data": marked("personal data"),
}

# The paragraphs of what `moderation/support.py` says where a site has no words of its own.
_SUPPORT = (
    marked("Thank you for writing this. A person will read it soon."),
    marked(
        "If things are hard right now, you do not have to go through it alone. Talking can help: "
        "to a person you trust, to your doctor, or to a helpline. findahelpline.com lists free and "
        "confidential ones by country, by phone, text or chat, many of them at any hour."
    ),
    marked(
        "If you or somebody near you is in danger now, please call your local emergency number."
    ),
)

_STATUSES = {
    "pending": marked("pending"),
    "held": marked("held"),
    "published": marked("published"),
    "rejected": marked("rejected"),
    "removed": marked("removed"),
}

_LISTS = {
    "held": marked("Held"),
    "rejected": marked("Rejected"),
    "published": marked("Published"),
    "second_opinion": marked("Second opinion"),
    "urgent": marked("Urgent"),
    "at_risk": marked("Urgent"),
    "reported": marked("Reported"),
    "appealed": marked("Appeals"),
    "decided": marked("Decided"),
}

# `problems.KINDS` speaks to programs with keys; people at a page have none.
_PROBLEMS = {
    "unauthorized": marked("Please sign in"),
    "forbidden": marked("That is not allowed"),
    "unsupported-media-type": marked("This is not a form we can read"),
    "bad-cursor": marked("This page of the list does not exist"),
    "service-degraded": marked("The comment service is not answering"),
}

# Why readers report a comment.
REPORTS = {
    "spam": marked("Spam"),
    "abuse": marked("Abuse"),
    "personal_data": marked("Personal data"),
    "at_risk": marked("Somebody may be at risk"),
    "other": marked("Something else"),
}

_DECIDERS = {
    "checks": marked("the checks"),
    "api": marked("the site's server"),
    "author": marked("the author"),
}

# What an account may be, and what is said at the door: they stand in `moderation/user.py` and
# `service/review/`, and are looked up by their own words.
_ROLES = (marked("viewer"), marked("moderator"), marked("admin"))
_DOOR = (
    marked("You were signed out. What you asked for was not done. Sign in and do it again."),
    marked("That name and password do not belong together, or the code is missing or not valid."),
    marked("You may read here, but not decide."),
    marked("Something is to be done on your account page first."),
)


def category(name: str) -> str:
    return gettext(CATEGORIES.get(name) or name.replace("_", " ").capitalize())


def public_reason(name: str) -> str:
    """A category in a sentence."""
    return gettext(_PUBLIC_REASONS.get(name) or name.replace("_", " ").lower())


def support(text: str) -> str:
    """What an author in need is told: a site's own words stay as they are."""
    return "\n\n".join(map(gettext, _SUPPORT)) if text == TEXT else text


def masked(text: str, verdict: Verdict | None) -> str:
    """A text without what readers are not shown of it."""
    return shown(text, verdict, gettext("[removed]"))


def status(name: str) -> str:
    """As it stands in a sentence."""
    return gettext(_STATUSES[name])


def report(why: str) -> str:
    """A reader's reason."""
    return gettext(REPORTS[why])


def list_name(name: str) -> str:
    """The list of the comments that stand so, or lie there."""
    return gettext(_LISTS[name])


def who(by: str) -> str:
    """The decider in a history entry, as a moderator reads it."""
    return gettext(_DECIDERS[by]) if by in _DECIDERS else by.removeprefix("moderator:")


def opening(text: str) -> str:
    """As it stands where a sentence begins."""
    return text[:1].upper() + text[1:]


def problem_title(slug: str) -> str:
    return gettext(_PROBLEMS.get(slug) or KINDS[slug][1])


def problem_detail(problem: Problem) -> str:
    """What it says; one with nothing of its own to say repeats its title."""
    if problem.detail == f"{problem.title}.":
        return f"{gettext(problem.title)}."
    return gettext(problem.detail)


def age(ms: int) -> str:
    """How long ago, in the largest unit that is not none."""
    minutes = max(ms, 0) // 60_000
    hours, days = minutes // 60, minutes // 1440
    if days:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if hours:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    if minutes:
        told = ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes)
        return told % {"count": minutes}
    return gettext("just now")


def soon(seconds: int) -> str:
    """Within what time, in whole hours or days: "in 4 hours"."""
    hours = max(1, math.ceil(seconds / 3600))
    span = timedelta(hours=hours) if hours < 24 else timedelta(days=math.ceil(hours / 24))
    return format_timedelta(span, add_direction=True, threshold=1, locale=current().locale)


def due(left_ms: int) -> str:
    """How long is left, or how long it is overdue, in the largest unit that is not none. Hours and
    days are the nearest."""
    minutes = abs(left_ms) // 60_000
    if minutes >= 1440:
        days = (minutes + 720) // 1440
        span = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    elif minutes >= 60:
        span = gettext("%(count)d h") % {"count": (minutes + 30) // 60}
    else:
        span = gettext("%(count)d min") % {"count": minutes}
    told = gettext("%(span)s overdue") if left_ms < 0 else gettext("due in %(span)s")
    return told % {"span": span}


def moment(ms: int) -> str:
    """A time as people write it. Readers are everywhere, so it names its zone."""
    # A pattern of letters: d day, MMM month, y year, HH:mm time.
    pattern = gettext("d MMM y, HH:mm 'UTC'")
    return format_datetime(datetime.fromtimestamp(ms / 1000, UTC), pattern, locale=current().locale)


def number(value: int) -> str:
    return format_decimal(value, locale=current().locale)


def figure(value: float, *, signed: bool = False) -> str:
    """A number without more digits than it needs."""
    point = get_decimal_symbol(current().locale)
    return f"{value:{'+' if signed else ''}g}".replace(".", point)
