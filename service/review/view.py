"""What a moderator looks at. All of it stands in the address, so that it can be kept and shared.

Pure: from a query to a `View`, and from a `View` to an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from moderation.comment import Status
from moderation.identity import is_id
from moderation.store.desk import Aside
from service.filters import Filter
from service.problems import Problem
from service.review.order import Sort, sorts

LISTS = (Status.HELD, Status.REJECTED, Status.PUBLISHED)
DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class View:
    """A page of a list, from `cursor`, and the one comment of it that is open. `aside`: not all of
    the list, but what was set aside. `sort` is None if the order goes without saying. `decided`: no
    list of a status, but what people decided."""

    site: str
    status: Status = Status.HELD
    filter: Filter = field(default_factory=Filter)
    cursor: str | None = None
    comment: str | None = None
    aside: Aside | None = None
    sort: Sort | None = None
    decided: bool = False

    @property
    def order(self) -> Sort:
        return self.sort or sorts(self.status)[0]

    @property
    def queue(self) -> str:
        """The list beside those of statuses; empty if it is one of those."""
        return DECIDED if self.decided else self.aside or ""

    def path(self, **changes: Any) -> str:
        """Its address; with `changes`, that of a view which differs by them."""
        view = replace(self, **changes) if changes else self
        query = {"site": view.site, "status": str(view.status), **view.filter.said()}
        rest = (
            ("queue", view.queue),
            ("sort", view.sort),
            ("cursor", view.cursor),
            ("comment", view.comment),
        )
        for name, value in rest:
            if value:
                query[name] = value
        return f"/review/?{urlencode(query)}"

    @property
    def start(self) -> str:
        """The list from its beginning, as it is filtered."""
        return self.path(cursor=None, comment=None)

    def of_group(self, name: str) -> str:
        """All of a campaign."""
        return self.path(cursor=None, comment=None, filter=Filter(group=name))

    @property
    def whole(self) -> str:
        """The list from its beginning, all of it."""
        return self.path(cursor=None, comment=None, filter=Filter())


def read_view(query: Mapping[str, str], sites: Mapping[str, int]) -> View:
    """What is asked for; of `sites` with how many wait, the first in which somebody does. Raises
    `Problem`."""
    site = query.get("site") or next((s for s in sites if sites[s]), next(iter(sites)))
    if site not in sites:
        raise Problem("not-found", "No such site.")
    status = query.get("status", Status.HELD)
    if status not in LISTS:
        raise Problem("not-found", "There is no such list.")
    queue = query.get("queue")
    if queue and queue not in (*Aside, DECIDED):
        raise Problem("not-found", "There is no such list.")
    sort, known = query.get("sort"), sorts(Status(status))
    if sort and sort not in known:
        raise Problem("not-found", "There is no such order.")
    comment = query.get("comment", "")
    return View(
        site,
        Status(status),
        Filter.read(query),
        query.get("cursor") or None,
        comment if is_id(comment) else None,
        Aside(queue) if queue and queue != DECIDED else None,
        Sort(sort) if sort and sort != known[0] else None,
        queue == DECIDED,
    )
