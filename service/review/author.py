"""`/review/author`: whom a comment comes from, and ruling about them; first the effect is shown.

What is ruled about is one of those that the comment itself offers; no form can name another.
"""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from moderation.identity import is_id
from moderation.ruling import BadRuling, Ruling, Word, make_ruling
from moderation.store import Store
from moderation.store.records import Record
from service.forms import read_fields
from service.language import marked
from service.pages import render
from service.problems import Problem
from service.review import roles
from service.review.cards import row
from service.review.context import standing_of
from service.review.decide import GONE
from service.review.guard import CALLER, NO_SITE, USER, decides, reads
from service.review.measured import measure
from service.review.reach import Doubt, Reach, by_author, newest, offered, reach
from service.review.reject import held_of, reject
from service.review.ruled import EFFECTS, RESTS, WORDS, line, lines, whom
from service.state import POLICY, STORE

FORM_LIMIT = 16 * 1024
WHY_LIMIT = 300
SHOWN = 10
SAMPLES = 3

DAY = 86_400_000
# How long a ruling may last, in the order they are offered.
LASTS: dict[str, tuple[str, int | None]] = {
    "day": (marked("1 day"), DAY),
    "week": (marked("1 week"), 7 * DAY),
    "month": (marked("30 days"), 30 * DAY),
    "good": (marked("for good"), None),
}
TOO_FAR = marked("This would meet nearly everybody who writes here. It was not done.")
NOT_SURE = marked("Say that you are sure: this reaches people who have nothing to do with it.")
FULL = marked("There is no room for another ruling. End some that are not needed any more.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants ruled, at which comment."""

    record: Record
    ruling: Ruling
    lasts: str

    @property
    def lasts_ms(self) -> int | None:
        return LASTS[self.lasts][1]


async def show(request: web.Request) -> web.StreamResponse:
    store, site = request.app[STORE], request.query.get("site", "")
    if not reads(request, site):
        raise Problem("not-found", NO_SITE)
    record = await _read(store, site, request.query.get("comment", ""))
    lists, now_ms = await newest(store, site), await store.now_ms()
    measured = measure(request)
    mine = {s: [r for r in rs if by_author(record.comment, r.comment)] for s, rs in lists.items()}
    last = sorted((r for rs in mine.values() for r in rs), key=lambda r: -r.created_us)
    may = roles.may_decide(request[CALLER].roles, site)
    context = {
        **_frame(request, record),
        "standing": await standing_of(store, await store.sites.get(site), record),
        "looked": sum(map(len, lists.values())),
        "counts": {status: len(records) for status, records in mine.items()},
        "rows": [(row(each, measured, now_ms), each.status) for each in last[:SHOWN]],
        "rulings": lines(await store.rulings.of(site, record.comment), decides=may),
        "decides": may,
        "offered": [(name, whom(*each)) for name, each in offered(record.comment).items()],
        "words": WORDS,
        "effects": EFFECTS,
        "lasts": {name: text for name, (text, _) in LASTS.items()},
        "why_limit": WHY_LIMIT,
    }
    return render(request, "review/about.html", context)


async def effect(request: web.Request) -> web.StreamResponse:
    """What it would have met. Changes nothing."""
    fields = await read_fields(request, FORM_LIMIT)
    wanted = await _wanted(request, fields)
    found, measured = await _reach(request, wanted), measure(request)
    store, site = request.app[STORE], wanted.record.comment.site
    now_ms, before = await store.now_ms(), await store.rulings.of(site, wanted.record.comment)
    bans = wanted.ruling.word is Word.BAN
    context = {
        **_ruled(request, wanted),
        "reach": found,
        "samples": [
            (status, [row(each, measured, now_ms) for each in records[:SAMPLES]])
            for status, records in found.met.items()
        ],
        "others": lines(before, decides=True),
        "rests": RESTS[wanted.ruling.kind] if wanted.ruling.word is Word.TRUST else "",
        "held": held_of(found.met, measured.policy) if bans else [],
        "fields": fields,
    }
    return render(request, "review/effect.html", context)


async def rule(request: web.Request) -> web.StreamResponse:
    """Do it, and perhaps reject what was shown as held already."""
    fields = await read_fields(request, FORM_LIMIT)
    wanted = await _wanted(request, fields)
    doubt = (await _reach(request, wanted)).doubt
    if doubt is Doubt.EVERYBODY:
        raise Problem("validation", TOO_FAR)
    if doubt is not None and fields.get("sure") != "yes":
        raise Problem("validation", NOT_SURE)
    store, site, ruling = request.app[STORE], wanted.record.comment.site, wanted.ruling
    if not await store.rulings.rule(site, ruling, wanted.lasts_ms):
        raise Problem("validation", FULL)
    rejected = None
    if fields.get("also") == "yes" and ruling.word is Word.BAN:
        policy = request.app[POLICY].current()
        rejected = await reject(store, ruling, site, fields.get("held", ""), policy)
    return render(request, "review/ruled.html", {**_ruled(request, wanted), "rejected": rejected})


async def _wanted(request: web.Request, fields: dict[str, str]) -> Wanted:
    """As the form says. Raises `Problem`."""
    site = fields.get("site", "")
    decides(request, site)
    record = await _read(request.app[STORE], site, fields.get("comment", ""))
    one, word = offered(record.comment).get(fields.get("whom", "")), fields.get("word", "")
    why, lasts = fields.get("why", "").strip(), fields.get("lasts", "")
    if one is None or word not in tuple(Word) or lasts not in LASTS:
        raise Problem("bad-request", marked("The form does not say whom, what and for how long."))
    if len(why) > WHY_LIMIT:
        raise Problem("bad-request", marked("The note is too long."))
    try:
        ruling = make_ruling(*one, Word(word), f"moderator:{request[USER]}", why)
    except BadRuling as exc:
        raise Problem("validation", str(exc)) from exc
    return Wanted(record, ruling, lasts)


async def _reach(request: web.Request, wanted: Wanted) -> Reach:
    lists = await newest(request.app[STORE], wanted.record.comment.site)
    return reach(wanted.ruling, lists, request.app[POLICY].current())


async def _read(store: Store, site: str, comment_id: str) -> Record:
    known = is_id(comment_id) and site in await store.sites.names()
    record = (await store.comments.read(site, [comment_id]))[0] if known else None
    if record is None:
        raise Problem("not-found", GONE)
    return record


def _frame(request: web.Request, record: Record) -> dict[str, Any]:
    return {"user": request[USER], "record": record, "site": record.comment.site}


def _ruled(request: web.Request, wanted: Wanted) -> dict[str, Any]:
    return {
        **_frame(request, wanted.record),
        "line": line(wanted.ruling, decides=True),
        "effect": EFFECTS[wanted.ruling.word],
        "lasts": LASTS[wanted.lasts][0],
    }
