"""Rejecting, with a ban, what was held of the same author already: each as a moderator saw it.

One by one in the one way of `service.decisions`; what may be a cry for help, and what moderators
have set aside, is left.
"""

import re
from dataclasses import dataclass
from itertools import islice

from moderation.comment import IllegalMove, Status
from moderation.policy import Policy
from moderation.ruling import Ruling, names
from moderation.store import Store
from moderation.store.records import Record
from moderation.verdict import is_care
from service.decisions import AlreadyDecided, CommentChanged, UnknownComment, Wish, carry_out
from service.review.reach import Newest

MOST = 100
SEEN = re.compile(r"([0-9a-f]{11}[A-Za-z0-9_-]{22}):([0-9]{1,9})")
# No lesson for the filter: who wrote it says nothing of what spam is like.
REASON = "other"


@dataclass(frozen=True, slots=True)
class Rejected:
    """How many were; `left` may be cries for help or are set aside, `changed` were decided, or are
    not what was shown any more."""

    done: int
    left: int
    changed: int


def held_of(met: Newest, policy: Policy) -> list[Record]:
    """Those that would be rejected too."""
    return [r for r in met.get(Status.HELD, ()) if not is_care(r.verdict, policy)][:MOST]


async def reject(store: Store, ruling: Ruling, site: str, shown: str, policy: Policy) -> Rejected:
    """`shown` has the comments and versions that the moderator was shown, as `id:version`."""
    seen = {match[1]: int(match[2]) for match in islice(SEEN.finditer(shown), MOST)}
    done = left = changed = 0
    for record in await store.comments.read(site, list(seen)):
        if record is None or ruling.name not in names(record.comment):
            continue
        comment_id = record.comment.id
        if is_care(record.verdict, policy) or (await store.desk.of(site, comment_id)).aside:
            left += 1
            continue
        wish = Wish(Status.REJECTED, seen[comment_id], ruling.by, REASON, ruling.why or None)
        try:
            outcome = await carry_out(store, site, comment_id, wish)
        except (AlreadyDecided, CommentChanged, IllegalMove, UnknownComment):
            changed += 1
            continue
        done, changed = done + (not outcome.already), changed + outcome.already
    return Rejected(done, left, changed)
