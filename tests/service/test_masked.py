"""What the policy masks: readers see `[removed]`, who may see all of it sees all of it."""

from urllib.parse import quote

from moderation.comment import Status
from moderation.masking import MASKED
from moderation.store import Store
from moderation.verdict import Signal
from tests import make
from tests.service.blog import Blog

LIST = f"/v1/sites/blog/threads/{quote('/hello', safe='')}/comments"
BODY = "It took 5555 5555 5555 4444 twice."
SHOWN = "It took [removed] twice."


async def publish(blog: Blog, store: Store) -> str:
    comment_id = str((await (await blog.post(BODY)).json())["id"])
    card = Signal("personal_data", "card", ((8, 27),), {"n": 1, MASKED: 1})
    verdict = make.verdict(Status.PUBLISHED, signals=(card,))
    decision = make.decision(make.comment(id=comment_id), Status.PUBLISHED, verdict=verdict)
    (outcome,) = await store.comments.decide([decision])
    assert outcome.made
    return comment_id


async def test_no_reader_sees_what_is_masked(blog: Blog, store: Store) -> None:
    await publish(blog, store)
    listed = await (await blog.client.get(LIST)).json()
    assert [one["body"] for one in listed["data"]] == [SHOWN]
    page = await (await blog.client.get(f"/t/blog/{quote('/hello', safe='')}")).text()
    assert SHOWN in page
    assert "5555" not in page


async def test_the_text_itself_is_kept_for_the_site(blog: Blog, store: Store) -> None:
    comment_id = await publish(blog, store)
    assert (await (await blog.get(f"/v1/comments/{comment_id}")).json())["body"] == BODY
    (record,) = await store.comments.read("blog", [comment_id])
    assert record is not None
    assert record.comment.body == BODY
