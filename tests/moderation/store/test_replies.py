import asyncio

from moderation.store import Store
from moderation.store.replies import MOST_REPLIES

HOSTILE = 'a "quoted"\n{name} </textarea> \U0001f600'


async def test_texts_are_kept_under_their_names_for_one_site(store: Store) -> None:
    assert await store.replies.all("blog") == {}
    assert await store.replies.keep("blog", "thanks", "Thank you.")
    assert await store.replies.keep("blog", HOSTILE, HOSTILE)
    assert await store.replies.all("blog") == {HOSTILE: HOSTILE, "thanks": "Thank you."}
    assert await store.replies.all("other") == {}
    assert await store.replies.keep("blog", "thanks", "Thanks!")
    await store.replies.remove("blog", HOSTILE)
    await store.replies.remove("blog", "unknown")
    assert await store.replies.all("blog") == {"thanks": "Thanks!"}


async def test_there_are_never_more_than_can_be_kept(store: Store) -> None:
    kept = await asyncio.gather(
        *(store.replies.keep("blog", f"name {n:03}", "text") for n in range(MOST_REPLIES + 10))
    )
    assert kept.count(True) == MOST_REPLIES
    found = await store.replies.all("blog")
    assert len(found) == MOST_REPLIES
    assert await store.replies.keep("blog", next(iter(found)), "changed")
