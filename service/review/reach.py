"""How far a ruling would reach: what it would have met among a site's last comments. Pure, but for
`newest`, which reads those.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.comment import Comment, Status
from moderation.policy import Policy
from moderation.ruling import (
    BadRuling,
    Kind,
    Ruling,
    Word,
    hosts,
    names,
    ranges,
    spelt,
)
from moderation.store import Store
from moderation.store.records import Record
from service.review.view import LISTS

# Of each list so many are looked at, the newest.
LOOKED = 200
# Shares of the published comments, of so many at least, from which a ruling reaches too far.
LEAST = 20
EVERYBODY = 0.8
MANY = 0.2
# Ranges offered beside the address itself, and how many hosts are.
RANGES = ("/24", "/64")
HOSTS = 3

Newest = Mapping[Status, Sequence[Record]]


class Doubt(StrEnum):
    """Why a ruling may be a mistake. `everybody`: it would shut the site; it is refused."""

    EVERYBODY = "everybody"
    MANY = "many"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Reach:
    """Of those `looked` at in each list, the ones it would have `met`."""

    looked: Mapping[Status, int]
    met: Newest
    doubt: Doubt | None


async def newest(store: Store, site: str) -> Newest:
    """The newest comments of each list, the newest first."""
    found = {}
    for status in LISTS:
        window = await store.threads.window(site, status, LOOKED, lambda _: True, newest=True)
        found[status] = window.records
    return found


def reach(ruling: Ruling, lists: Newest, policy: Policy) -> Reach:
    met = {
        status: [record for record in records if ruling.name in names(record.comment)]
        for status, records in lists.items()
    }
    looked = {status: len(records) for status, records in lists.items()}
    share = 0.0
    if looked[Status.PUBLISHED] >= LEAST and ruling.word is not Word.TRUST:
        share = len(met[Status.PUBLISHED]) / looked[Status.PUBLISHED]
    if share > EVERYBODY:
        return Reach(looked, met, Doubt.EVERYBODY)
    if _is_shared(ruling, policy):
        return Reach(looked, met, Doubt.SHARED)
    return Reach(looked, met, Doubt.MANY if share > MANY else None)


def _is_shared(ruling: Ruling, policy: Policy) -> bool:
    """Do people who have nothing to do with each other use it?"""
    if ruling.kind is Kind.DOMAIN:
        return ruling.whom.split(".")[0] in policy.checks.personal_data.providers
    return ruling.kind is Kind.HOST and ruling.whom in policy.checks.hosts.common


def by_author(comment: Comment, other: Comment) -> bool:
    """Are both by whom gave the same e-mail address; without one, the same name and address?"""
    mine, theirs = comment.author, other.author
    if mine.email:
        return mine.email.lower() == (theirs.email or "").lower()
    if mine.name and comment.client.ip:
        return (mine.name, comment.client.ip) == (theirs.name, other.client.ip)
    return comment.id == other.id


def offered(comment: Comment) -> dict[str, tuple[Kind, str]]:
    """Whom one can rule about at this comment, by the ruling's name; the narrowest first."""
    author = comment.author
    around = ranges(comment.client.ip)
    linked = [host.removeprefix("www.") for host in hosts(comment)]
    wanted = [
        (Kind.EMAIL, author.email or ""),
        *((Kind.ADDRESS, each) for each in around[:1]),
        *((Kind.ADDRESS, each) for each in around[1:] if each.endswith(RANGES)),
        (Kind.NAME, author.name),
        *((Kind.HOST, host) for host in list(dict.fromkeys(linked))[:HOSTS]),
        (Kind.DOMAIN, (author.email or "").rpartition("@")[2]),
    ]
    found = {}
    for kind, text in wanted:
        try:
            whom = spelt(kind, text)
        except BadRuling:
            continue
        found[f"{kind} {whom}"] = (kind, whom)
    return found
