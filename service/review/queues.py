"""Which comments a view lists, in which order. Reads, and changes nothing."""

from collections.abc import Callable, Collection

from moderation.comment import Status
from moderation.policy import Policy
from moderation.store import Store
from moderation.store.desk import Aside
from moderation.store.records import Record
from moderation.store.threads import BadCursor
from service.problems import Problem
from service.review.cards import is_urgent
from service.review.view import View

PAGE = 20
# Of what was set aside, so many are shown: it is little, or nobody looks after it.
MOST_ASIDE = 100


async def records(store: Store, view: View, policy: Policy) -> tuple[list[Record], str | None]:
    """A page, oldest first, and the cursor of the next. Raises `Problem` for a bad cursor.

    On the first page of what is held, the urgent come before all others. What waits for a second
    opinion has a list of its own and is in no other.
    """
    if view.aside:
        return await _set_aside(store, view, view.aside), None
    site, status, cursor = view.site, view.status, view.cursor
    leaving = await store.settling.leaving(site, status)
    wanted = _wanted(view, leaving) if leaving or view.filter.said() else None
    try:
        page = await store.threads.queue(site, status, PAGE, cursor, wanted)
    except BadCursor as exc:
        raise Problem("bad-cursor") from exc
    if status is not Status.HELD:
        return list(page.records), page.next_cursor
    elsewhere = set(await store.desk.aside(site, Aside.SECOND_OPINION, MOST_ASIDE))
    urgent = [] if cursor else await _urgent(store, view, policy, leaving)
    first = {record.comment.id for record in urgent}
    rest = [record for record in page.records if record.comment.id not in first]
    return [r for r in (*urgent, *rest) if r.comment.id not in elsewhere], page.next_cursor


async def sizes(store: Store, site: str) -> dict[Status, int]:
    """How many comments stand where, for moderators: what has been decided has left its list."""
    standing, leaving = await store.threads.sizes(site), await store.settling.sizes(site)
    return {status: max(standing[status] - leaving.get(status, 0), 0) for status in Status}


def _wanted(view: View, leaving: Collection[str]) -> Callable[[Record], bool]:
    return lambda record: record.comment.id not in leaving and view.filter.wants(record)


async def _urgent(
    store: Store, view: View, policy: Policy, leaving: Collection[str]
) -> list[Record]:
    """Those a moderator worries about, then those the checks do."""
    worried, wanted = await _set_aside(store, view, Aside.URGENT), _wanted(view, leaving)
    found = await store.threads.queue(
        view.site,
        Status.HELD,
        PAGE,
        None,
        wanted=lambda record: is_urgent(record, policy) and wanted(record),
    )
    known = {record.comment.id for record in worried}
    return [*worried, *(r for r in found.records if r.comment.id not in known)]


async def _set_aside(store: Store, view: View, aside: Aside) -> list[Record]:
    """Those of them that still wait, and are wanted."""
    ids = await store.desk.aside(view.site, aside, MOST_ASIDE)
    found = await store.comments.read(view.site, ids)
    wanted = _wanted(view, await store.settling.leaving(view.site, Status.HELD))
    return [r for r in found if r and r.status is Status.HELD and wanted(r)]
