"""What a moderator is told of how a site stands, asked or by itself. Pure: from state to words.

Where a whole sentence is needed it is said here, in the language of who asks.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from moderation.comment import Status
from moderation.store.desk import Aside
from moderation.store.standing import Standing
from service import wording
from service.language import gettext, marked
from service.review.view import LISTS

# Workers that are well begin within a second. One that crashed is waited for 15 s, a start takes
# some: so long is more than a hiccup.
LATE_MS = 60_000

_BY = {
    Status.PUBLISHED: marked("%(who)s approved this."),
    Status.REJECTED: marked("%(who)s rejected this."),
    Status.HELD: marked("%(who)s put this on hold."),
    Status.REMOVED: marked("%(who)s removed this."),
    Status.PENDING: marked("%(who)s changed this. It is checked again."),
}
_EDITED = marked("%(who)s edited this.")


def news(standing: Standing, user: str, *, writable: bool) -> dict[str, Any]:
    """By kind of news. `looking`: comment -> names of the others; `open`: the one `user` has."""
    looking = defaultdict(list)
    for name, comment_id in sorted(standing.looks.items()):
        if name != user:
            looking[comment_id].append(name)
    return {
        "sizes": {each: standing.sizes[each] for each in LISTS},
        "asides": tabs(standing.asides),
        "looking": looking,
        "open": _open(standing, user),
        "health": health(standing.due_ms, standing.at_ms, writable=writable),
    }


def tabs(asides: Mapping[Aside, int]) -> dict[Aside, int]:
    """How many lie in each list beside those of statuses: whatever says that somebody may be at
    risk is urgent."""
    return {
        Aside.URGENT: asides[Aside.URGENT] + asides[Aside.AT_RISK],
        Aside.REPORTED: asides[Aside.REPORTED],
        Aside.APPEALED: asides[Aside.APPEALED],
        Aside.SECOND_OPINION: asides[Aside.SECOND_OPINION],
    }


def _open(standing: Standing, user: str) -> dict[str, Any]:
    """Which version there is, and who made it how: for somebody who still sees an older one. What
    they did themselves they know."""
    comment_id = standing.looks.get(user, "")
    stand = standing.comments.get(comment_id)
    if stand is None or stand.by == f"moderator:{user}":
        return {}
    who = wording.opening(wording.who(stand.by))
    said = gettext(_EDITED if stand.edited else _BY[stand.status]) % {"who": who}
    return {"id": comment_id, "version": stand.version, "said": said}


def health(due_ms: int | None, now_ms: int, *, writable: bool) -> str:
    """What is not as it should be; empty if nothing is."""
    said = []
    if not writable:
        said.append(gettext("Decisions cannot be saved right now."))
    if due_ms is not None and now_ms - due_ms > LATE_MS:
        told = gettext(
            "Checks are not running, or not keeping up: a comment has waited for them since "
            "%(when)s. New comments stay hidden until they are checked."
        )
        said.append(told % {"when": wording.moment(due_ms)})
    return " ".join(said)
