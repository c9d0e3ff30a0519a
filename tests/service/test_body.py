"""A body is never decompressed: what claims to be compressed is refused unread (S5)."""

import gzip
import resource
import zlib

import pytest

from moderation.store import Store
from tests.service.blog import Blog, problem

MEGABYTE = 1024 * 1024
DRAFT = b'{"thread":{"key":"/a"},"body":"x"}'
BOMB = gzip.compress(b"0" * (32 * MEGABYTE))
BODIES = {
    "bomb": ("gzip", BOMB),
    "bomb in a bomb": ("gzip, gzip", gzip.compress(BOMB)),
    "members": ("gzip", gzip.compress(b"") * 3_000),
    "deflate": ("deflate", zlib.compress(b"0" * (32 * MEGABYTE))),
    "honest": ("gzip", gzip.compress(DRAFT)),
    "named so": ("br", DRAFT),
    "nonsense": ("x-nothing", DRAFT),
    "a list": ("identity, gzip", DRAFT),
}


@pytest.mark.parametrize("name", BODIES)
async def test_what_is_compressed_is_refused_unread(blog: Blog, store: Store, name: str) -> None:
    encoding, data = BODIES[name]
    headers = {"Content-Type": "application/json", "Content-Encoding": encoding}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(20):
        response = await blog.request("POST", "/v1/comments", data=data, headers=headers)
        await problem(response, 415, "unsupported-media-type")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20 * 1024  # kilobytes, at the highest
    assert not any((await store.threads.sizes("blog")).values())


async def test_a_body_as_it_is_may_say_so(blog: Blog) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "identity"}
    response = await blog.request("POST", "/v1/comments", data=DRAFT, headers=headers)
    assert response.status == 202
