"""Which comments of a list belong together, which are like the open one, and where that leads.
Pure.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from moderation.ruling import hosts
from moderation.store.records import Record
from service.filters import Filter, group_of, is_below

# From so many on, comments of one campaign are told to be a group.
GROUP = 3
# Of one comment so many hosts, and addresses, are named.
HOSTS = 10

_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'\[\]\\]{1,1000}", re.IGNORECASE)


class By(StrEnum):
    """In what two comments are alike."""

    GROUP = "group"
    AUTHOR = "author"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Alike:
    """So many others are like a comment by that; `filter` lists them. `name` is whose it is."""

    by: By
    count: int
    name: str
    filter: Filter


def groups(records: Iterable[Record]) -> dict[str, int]:
    """By campaign, how many of some comments belong to it. It is called by its first."""
    named: Counter[str] = Counter()
    others = set()
    for record in records:
        if group := group_of(record):
            named[group] += 1
        else:
            others.add(str(record.created_us))
    return {group: count + (group in others) for group, count in named.items()}


def group_among(record: Record, known: Mapping[str, int]) -> str | None:
    """The campaign that a comment belongs to, if it is one of those."""
    group = group_of(record) or str(record.created_us)
    return group if group in known else None


def alike(record: Record, others: Collection[Record]) -> list[Alike]:
    """In what some others are like a comment: its campaign, its author, where it leads."""
    found = []
    sizes = groups([record, *others])
    group = group_among(record, sizes)
    if group and sizes[group] > 1:
        found.append(Alike(By.GROUP, sizes[group] - 1, group, Filter(group=group)))
    author = author_filter(record)
    if author:
        count = sum(author.wants(other, 0) for other in others)
        found.append(Alike(By.AUTHOR, count, record.comment.author.name, author))
    own = leads(record)
    linked = [leads(other) for other in others] if own else []
    for host in own:
        count = sum(any(is_below(each, host) for each in places) for places in linked)
        found.append(Alike(By.HOST, count, host, Filter(host=host)))
    return [each for each in found if each.count]


def leads(record: Record) -> list[str]:
    """The hosts that links in it lead to, its author's own included; so many of them."""
    found = dict.fromkeys(host.removeprefix("www.") for host in hosts(record.comment))
    return list(found)[:HOSTS]


def addresses(record: Record) -> dict[str, str]:
    """Of the web pages that it leads to, with the host of each, for whoever chooses to open one; so
    many of them."""
    comment, found = record.comment, dict[str, str]()
    for text in (comment.author.url or "", comment.body):
        for match in _ADDRESS.finditer(text):
            address = match[0].rstrip(".,;:!?)")
            whole = address if "://" in address else f"http://{address}"
            if len(found) < HOSTS and (host := _host(whole)):
                found[whole] = host
    return found


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def author_filter(record: Record) -> Filter | None:
    """For their other comments; an address tells them better than a name."""
    author = record.comment.author
    name = author.email or author.name
    return Filter(author=name) if name else None
