"""Which comments a view lists, in which order. Reads, and changes nothing.

A list is read in windows of comments that follow each other; within a window it is ordered, and a
page of it is shown. So no list, however long, is read as a whole.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from moderation.comment import Status
from moderation.store import Store
from moderation.store.desk import Aside
from moderation.store.records import Record
from moderation.store.threads import Window
from moderation.verdict import is_among
from service.problems import Problem
from service.review import decided
from service.review.alike import groups
from service.review.order import BadPlace, Measure, Place, Sort, arrange
from service.review.view import View

PAGE = 20
# A window that is ordered or filtered has so many comments, one that is searched so many.
ORDERED, SEARCHED = 500, 5_000
# Of what was set aside, so many are shown: it is little, or nobody looks after it.
MOST_ASIDE = 100
# Why a comment is urgent.
RISK = (Aside.URGENT, Aside.AT_RISK)
# What readers report is published, what authors appeal against rejected; all else is held.
_STANDS = {
    Aside.REPORTED: Status.PUBLISHED,
    Aside.AT_RISK: Status.PUBLISHED,
    Aside.APPEALED: Status.REJECTED,
}
# So many are decided at once; of a longer list, the oldest.
MOST_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Listed:
    """A page, and the cursor of the next. Of its window's `looked` comments, and of those that come
    before all others, `found` are wanted; `groups` are the campaigns among the former, by size.
    `averted` more would be wanted but for who asks."""

    records: list[Record]
    following: str | None = None
    found: int = 0
    looked: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    averted: int = 0


class Wants:
    """What a view asks for at a moment. What is in a category that is averted is left out, and
    counted."""

    def __init__(self, view: View, now_ms: int, averted: Collection[str]) -> None:
        self._view, self._now_ms, self._averted = view, now_ms, averted
        self.left_out: set[str] = set()

    def __call__(self, record: Record) -> bool:
        if not self._view.filter.wants(record, self._now_ms):
            return False
        if is_among(record.verdict, self._averted):
            self.left_out.add(record.comment.id)
            return False
        return True


async def records(
    store: Store, view: View, measure: Measure, now_ms: int, averted: Collection[str] = ()
) -> Listed:
    """A page, without what is averted. Raises `Problem` for a bad cursor."""
    wants = Wants(view, now_ms, averted)
    listed = await _records(store, view, measure, now_ms, wants)
    return replace(listed, averted=len(wants.left_out))


async def _records(store: Store, view: View, measure: Measure, now_ms: int, wants: Wants) -> Listed:
    """What has been decided and not settled yet is in no list; what waits for a second opinion has
    one of its own and is in no other. In the recommended order, those a moderator worries about
    come before all others.
    """
    if view.decided:
        return await _decided(store, view, wants)
    leaving = await store.settling.leaving(view.site, _stands(view))
    if view.aside:
        found = await _set_aside(store, view, view.aside, wants, leaving)
        if view.aside is Aside.URGENT:
            found += await _set_aside(store, view, Aside.AT_RISK, wants, leaving)
        return Listed(found, found=len(found), looked=len(found))
    first: list[Record] = []
    elsewhere = set(leaving)
    if view.status is Status.HELD:
        elsewhere |= set(await store.desk.aside(view.site, Aside.SECOND_OPINION, MOST_ASIDE))
        if view.order is Sort.RECOMMENDED:
            worried = await _set_aside(store, view, Aside.URGENT, wants, leaving)
            first = [r for r in worried if r.comment.id not in elsewhere and not view.cursor]
            elsewhere |= {record.comment.id for record in worried}

    wanted = _but(elsewhere, wants)
    return await _page(store, view, measure, _place(view, now_ms), wanted, first)


async def everything(
    store: Store, view: View, now_ms: int, averted: Collection[str] = ()
) -> tuple[list[Record], bool]:
    """All that a view lists, whatever page it is on, oldest first; and is there perhaps more, since
    only the oldest `MOST_AT_ONCE` of the list were looked at?"""
    wants = Wants(view, now_ms, averted)
    leaving = await store.settling.leaving(view.site, _stands(view))
    if view.aside:
        return await _set_aside(store, view, view.aside, wants, leaving), False
    elsewhere = set(leaving)
    if view.status is Status.HELD:
        elsewhere |= set(await store.desk.aside(view.site, Aside.SECOND_OPINION, MOST_ASIDE))
    wanted = _but(elsewhere, wants)
    window = await store.threads.window(view.site, view.status, MOST_AT_ONCE, wanted)
    return list(window.records), window.more


async def _decided(store: Store, view: View, wants: Wants) -> Listed:
    found = await decided.page(store, view.site, PAGE, view.cursor, wants)
    return Listed(found.records, found.following, len(found.records), found.looked)


async def sizes(store: Store, site: str) -> dict[Status, int]:
    """How many comments stand where, for moderators: what has been decided has left its list."""
    standing, leaving = await store.threads.sizes(site), await store.settling.sizes(site)
    return {status: max(standing[status] - leaving.get(status, 0), 0) for status in Status}


async def worried(store: Store, site: str) -> set[str]:
    """Those whom a person, or the checks, fear for."""
    return {each for why in RISK for each in await store.desk.aside(site, why, MOST_ASIDE)}


def _stands(view: View) -> Status:
    """Where what it lists stands, and leaves when it was decided."""
    return _STANDS.get(view.aside, Status.HELD) if view.aside else view.status


def _but(elsewhere: Collection[str], wants: Wants) -> Callable[[Record], bool]:
    return lambda record: record.comment.id not in elsewhere and wants(record)


async def _page(
    store: Store,
    view: View,
    measure: Measure,
    place: Place,
    wanted: Callable[[Record], bool],
    first: list[Record],
) -> Listed:
    """A page of a window, `first` before all of it."""
    newest, most = view.order is Sort.NEWEST, _most(view)
    window = await store.threads.window(
        view.site,
        view.status,
        # Of a window that was begun all is read again, with what came back to it meanwhile.
        most if place.last is None else 2 * most,
        wanted,
        start=place.first,
        end=place.last,
        newest=newest,
    )
    rest = arrange(window.records, view.order, measure, place.at_ms, place.after)
    shown, left = rest[:PAGE], rest[PAGE:]
    last = place.last if place.last is not None else _end(window, place, newest=newest)
    following = None
    if left:
        begun = place.first if place.first is not None else window.first if newest else None
        following = str(Place(begun, place.at_ms, last, shown[-1][0]))
    elif window.more:
        following = str(Place(last - 1 if newest else last + 1, place.at_ms))
    return Listed(
        [*first, *(record for _, record in shown)],
        following,
        len(first) + len(window.records),
        window.looked,
        groups(window.records),
    )


def _most(view: View) -> int:
    if view.filter.q or view.filter.group:
        return SEARCHED
    ordered = view.order not in (Sort.OLDEST, Sort.NEWEST)
    return ORDERED if ordered or view.filter.said() else PAGE


def _end(window: Window, place: Place, *, newest: bool) -> int:
    """The last creation of a window. One with nothing beyond it ends with the moment of reading."""
    if window.more and window.last is not None:
        return window.last
    return 0 if newest else max(place.at_ms * 1000, window.last or 0)


def _place(view: View, now_ms: int) -> Place:
    if not view.cursor:
        return Place(None, now_ms)
    try:
        return Place.read(view.cursor)
    except BadPlace as exc:
        raise Problem("bad-cursor") from exc


async def _set_aside(
    store: Store, view: View, aside: Aside, wants: Wants, leaving: Collection[str]
) -> list[Record]:
    """Those of them that still wait, and are wanted."""
    status = _STANDS.get(aside, Status.HELD)
    ids = await store.desk.aside(view.site, aside, MOST_ASIDE)
    found = await store.comments.read(view.site, [each for each in ids if each not in leaving])
    return [r for r in found if r and r.status is status and wants(r)]
