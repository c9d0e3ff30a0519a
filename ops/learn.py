"""`greenroom learn`: what a site's filter knows; teaching it old decisions; taking lessons back."""

import json
import os
from collections import Counter
from itertools import islice
from typing import Any, BinaryIO

import click

from moderation.lesson import Counts, Lesson
from moderation.policy import Policy, load_policy
from moderation.settings import read_settings
from moderation.store import Store
from moderation.store.records import Teaching
from moderation.store.sites import Site
from ops.console import Failure, tell
from ops.stores import with_store

IMPORTED = "import"
BATCH = 50


@click.group()
def command() -> None:
    """The filter that moderators' decisions teach: show it, teach it, take lessons back."""


@command.command()
@click.argument("site")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(site: str, as_json: bool) -> None:
    """How many lessons a site's filter remembers, and who gave them.

    Example: greenroom learn show blog
    """
    settings = read_settings(os.environ)
    policy = load_policy(settings.policy)

    async def work(store: Store) -> tuple[dict[str, Lesson], int]:
        await _site(store, site)
        return await _lessons(store, site), await store.learning.waiting(site)

    lessons, waiting = with_store(settings, work)
    given = Counter((lesson.teacher, str(lesson.label)) for lesson in lessons.values())
    teachers = sorted({teacher for teacher, _ in given})
    told: dict[str, Any] = {
        "site": site,
        "spam": sum(n for (_, label), n in given.items() if label == "spam"),
        "genuine": sum(n for (_, label), n in given.items() if label == "genuine"),
        "needed": policy.checks.learned.least,
        "waiting": waiting,
        "teachers": {
            who: {"spam": given[who, "spam"], "genuine": given[who, "genuine"]} for who in teachers
        },
    }
    if as_json:
        tell(json.dumps(told))
        return
    tell(_summary(Counts(told["spam"], told["genuine"]), policy))
    for who, of in told["teachers"].items():
        tell(f"  {who}: {of['spam']} spam, {of['genuine']} genuine")
    if waiting:
        tell(f"{waiting} decisions wait to be learned from.")


@command.command("import")
@click.argument("site")
@click.argument("file", type=click.File("rb"))
@click.pass_context
def import_(ctx: click.Context, site: str, file: BinaryIO) -> None:
    """Teach a site's filter decisions made elsewhere, one JSON object a line; - is standard input.

    Each is a comment as `greenroom check` takes it, with "decision": "spam" or "genuine". What may
    be a cry for help is not learned. The same line again changes nothing. Exit 1 if a line is bad.

    \b
    Example: greenroom learn import blog old-comments.jsonl
             {"text": "Nice site!", "author": "casino", "decision": "spam"}
    """
    settings = read_settings(os.environ)
    policy = load_policy(settings.policy)
    from ops.teaching import Classroom

    async def work(store: Store) -> tuple["Classroom", Counts]:
        classroom = Classroom(await _site(store, site), policy, IMPORTED)
        lines = enumerate(file, 1)
        while batch := list(islice(lines, BATCH)):
            teachings = [each for line in batch if (each := classroom.teaching(*line))]
            classroom.settled(await store.learning.learn(site, teachings))
        return classroom, await store.learning.totals(site)

    classroom, totals = with_store(settings, work)
    for fault in classroom.faults:
        tell(f"greenroom: {fault}", err=True)
    tell(classroom.summary)
    tell(_summary(totals, policy))
    if classroom.faults:
        ctx.exit(1)


@command.command()
@click.argument("site")
@click.option("--all", "everything", is_flag=True, help="Begin anew.")
@click.option("--by", help="What this moderator taught; also api, and import.")
def forget(site: str, everything: bool, by: str | None) -> None:
    """Take lessons back, to the last count. Decisions stand; they are not learned from again.

    \b
    Examples: greenroom learn forget blog --by ana
              greenroom learn forget blog --all
    """
    if everything == bool(by):
        raise click.UsageError("say either --all or --by WHO")
    settings = read_settings(os.environ)

    async def work(store: Store) -> int:
        await _site(store, site)
        found = await _lessons(store, site)
        if everything:
            await store.learning.forget_all(site)
            return len(found)
        taken = [Teaching(i, None, "*") for i, lesson in found.items() if _is_by(lesson, by or "")]
        for start in range(0, len(taken), BATCH):
            await store.learning.learn(site, taken[start : start + BATCH])
        return len(taken)

    tell(f"{with_store(settings, work)} lessons are forgotten.")


async def _site(store: Store, name: str) -> Site:
    site = await store.sites.get(name)
    if site is None:
        raise Failure(f"there is no site {name}: greenroom site list")
    return site


async def _lessons(store: Store, site: str) -> dict[str, Lesson]:
    return {i: lesson async for i, lesson in store.learning.lessons(site)}


def _is_by(lesson: Lesson, who: str) -> bool:
    return lesson.teacher in (who, f"moderator:{who}")


def _summary(lessons: Counts, policy: Policy) -> str:
    least = policy.checks.learned.least
    text = f"{lessons.spam} lessons of spam, {lessons.genuine} of genuine comments"
    if min(lessons.spam, lessons.genuine) < least:
        return f"{text}: the filter says nothing before it has {least} of each."
    return f"{text}."
