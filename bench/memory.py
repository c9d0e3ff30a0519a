"""What a small pending comment costs the store, in bytes. `python -m bench.memory`."""

import asyncio

from moderation.comment import Author, Comment, Thread
from moderation.identity import new_id
from moderation.store import Store
from moderation.store.records import Intake

COMMENTS = 20_000
BATCH = 100


def small(number: int) -> Intake:
    """A comment of 60 characters with a name, an e-mail address and an idempotency key."""
    comment = Comment(
        id=new_id(),
        site="bench",
        thread=Thread(key=f"/2026/11/{number % 50}"),
        author=Author("Ana", f"reader{number}@example.org"),
        body="Thank you, this is the clearest piece that I have read yet.!",
    )
    return Intake(comment, idempotency=(f"{number:032x}", f"{number:032x}"))


async def measure(url: str) -> float:
    """Bytes a comment, everything that it leaves in the store included."""
    store = Store(url)
    await store.comments.accept([small(COMMENTS)])  # scripts and the first keys are not counted
    before = (await store.health()).load.used_memory
    for start in range(0, COMMENTS, BATCH):
        await store.comments.accept([small(n) for n in range(start, start + BATCH)])
    after = (await store.health()).load.used_memory
    await store.close()
    return (after - before) / COMMENTS


def main() -> None:
    from bench.parts import valkey

    with valkey() as url:
        print(f"{asyncio.run(measure(url)):.0f} bytes a small pending comment ({COMMENTS} of them)")


if __name__ == "__main__":
    main()
