from typing import Any

import pytest

from moderation.store import Store, keys
from moderation.store.sites import BadSite, KeyKind, site_of
from moderation.support import TEXT, Support


async def test_a_site_is_kept_with_its_origins(store: Store) -> None:
    assert await store.sites.add("blog", title="Blog", origins=("https://b.example",))
    site = await store.sites.get("blog")
    assert site is not None
    assert (site.title, site.origins) == ("Blog", ("https://b.example",))
    assert await store.sites.names() == ["blog"]
    assert await store.sites.get("other") is None


async def test_changing_a_site_keeps_its_secret_and_keys(store: Store) -> None:
    await store.sites.add("blog")
    key = await store.sites.add_key("blog", KeyKind.SECRET)
    before = await store.sites.get("blog")
    assert not await store.sites.add("blog", title="New")
    after = await store.sites.get("blog")
    assert before is not None
    assert after is not None
    assert after.comment_token("x") == before.comment_token("x")
    assert after.kind_of(key) is KeyKind.SECRET


async def test_a_site_has_words_for_authors_in_need_until_it_wants_none(store: Store) -> None:
    await store.sites.add("blog")

    async def told() -> Support | None:
        site = await store.sites.get("blog")
        assert site is not None
        return site.support

    assert await told() == Support(TEXT)
    await store.sites.set_crisis("blog", "Call us.", "https://blog.example/help")
    await store.sites.add("blog", title="New")
    assert await told() == Support("Call us.", "https://blog.example/help")
    await store.sites.set_crisis("blog", " \n", "")
    assert await told() is None
    await store.sites.set_crisis("blog", None, None)
    assert await told() == Support(TEXT)
    with pytest.raises(BadSite):
        await store.sites.set_crisis("blog", "x" * 2001, None)


async def test_a_revoked_key_is_no_key(store: Store) -> None:
    await store.sites.add("blog")
    key = await store.sites.add_key("blog", KeyKind.PUBLISHABLE)
    assert await store.sites.revoke_key("blog", key)
    assert not await store.sites.revoke_key("blog", key)
    site = await store.sites.get("blog")
    assert site is not None
    assert site.kind_of(key) is None


async def test_tokens_are_one_comments_and_one_sites(store: Store) -> None:
    await store.sites.add("blog")
    await store.sites.add("other")
    blog, other = await store.sites.get("blog"), await store.sites.get("other")
    assert blog is not None
    assert other is not None
    tokens = {blog.comment_token("a"), blog.comment_token("b"), other.comment_token("a")}
    assert len({token.split("_", 2)[2] for token in tokens}) == 3


@pytest.mark.parametrize("name", ["", "A", "a_b", "-a", "a-", "a" * 33, "{x}", "@", "a\n"])
async def test_a_site_needs_a_plain_name(store: Store, name: str) -> None:
    with pytest.raises(BadSite):
        await store.sites.add(name)
    assert await store.sites.names() == []


async def test_what_is_no_sites_name_hides_no_site(
    store: Store, raw: Any, caplog: pytest.LogCaptureFixture
) -> None:
    await store.sites.add("blog")
    raw.sadd(keys.SITES, b"caf\xe9", "{x}", b"")
    for _ in range(2):
        assert await store.sites.names() == ["blog"]
    assert caplog.text.count("is no site's name") == 3
    assert r"b'caf\xe9'" in caplog.text


@pytest.mark.parametrize(
    ("credential", "site"),
    [
        ("sk_blog_abc_d-e", "blog"),
        ("ct_my-blog_x", "my-blog"),
        ("sk_blog", None),
        ("", None),
        ("sk_{x}_y", None),
        ("sk__y", None),
    ],
)
def test_a_credential_names_its_site(credential: str, site: str | None) -> None:
    assert site_of(credential) == site
