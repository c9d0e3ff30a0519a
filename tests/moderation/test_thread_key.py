"""One article, one key, however it was linked to; and never another site's."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.thread_key import (
    KEY_LIMIT,
    ForeignUrl,
    LongUrl,
    hosts_of,
    is_of,
    thread_key,
    untracked,
)

HOSTS = hosts_of("https://Blog.example/", "http://localhost:4000", "https://bücher.example", None)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://blog.example/2026/hello", "/2026/hello"),
        ("http://BLOG.example:80/2026/hello/", "/2026/hello"),
        ("https://blog.example:443//2026///hello//", "/2026/hello"),
        ("https://blog.example/2026/hello/index.html", "/2026/hello"),
        ("https://blog.example/index.html", "/"),
        ("https://blog.example/a/index.html/index.html/", "/a"),
        ("https://blog.example/myindex.html", "/myindex.html"),
        ("https://blog.example", "/"),
        ("https://blog.example/a#comments", "/a"),
        ("https://blog.example/a?utm_source=x&utm_medium=y&fbclid=1&gclid=2&m=1&amp=1", "/a"),
        ("https://blog.example/a?showComment=1#c1", "/a"),
        ("https://blog.example/a?amp", "/a"),
        ("https://blog.example/a?msclkid=1&dclid=2&yclid=3&twclid=4&ttclid=5&gbraid=6", "/a"),
        ("https://blog.example/a?wbraid=1&igsh=2&igshid=3&li_fat_id=4&srsltid=5&_ga=6", "/a"),
        ("https://blog.example/a?_gl=1&mc_cid=2&mc_eid=3&_hsenc=4&_hsmi=5&mkt_tok=6", "/a"),
        ("https://blog.example/a?clid=1&xfbclid=2&am=3&tag=m", "/a?clid=1&xfbclid=2&am=3&tag=m"),
        ("https://blog.example/?p=12&utm_id=1&page=2", "/?p=12&page=2"),
        ("https://blog.example/a?map=1&me=2", "/a?map=1&me=2"),
        ("https://blog.example/caf%c3%a9", "/caf%C3%A9"),
        ("https://blog.example/café", "/caf%C3%A9"),
        ("https://blog.example/%7Eana/%61", "/~ana/a"),
        ("https://blog.example/a%2Fb", "/a%2Fb"),
        ("https://blog.example/a?q='&b=%27", "/a?q=%27&b=%27"),
        ("https://blog.example/it's", "/it's"),
        ("https://blog.example/a/../b", "/b"),
        ("https://blog.example/a/./b/.", "/a/b"),
        ("https://blog.example/a/b/..", "/a"),
        ("https://blog.example/../../a/%2E%2e/.%2e/c", "/c"),
        ("https://blog.example/a//../b", "/a/b"),
        ("https://blog.example/..a/b.../.c", "/..a/b.../.c"),
        ("https://blog.example/a\\b\\..\\c?d\\e", "/a/c?d%5Ce"),
        ("https:\\\\blog.example\\a", "/a"),
        (" https://blog.example/a ", "/a"),
        ("http://localhost:4000/a", "/a"),
        ("https://xn--bcher-kva.example/a", "/a"),
        ("https://user@blog.example./a", "/a"),
    ],
)
def test_is_the_same_for_every_link_to_an_article(url: str, key: str) -> None:
    assert thread_key(url, HOSTS) == key
    assert is_of(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/2026/hello",
        "https://blog.example.evil.example/",
        "https://blog.example@evil.example/",
        "https://evil.example\\@blog.example/a",  # a browser goes to the former
        "https://blog.example:8443/",
        "http://localhost/a",
        "javascript://blog.example/%0aalert(1)",
        "ftp://blog.example/a",
        "//blog.example/a",
        "/2026/hello",
        "blog.example/a",
        "https://",
        "https://[",
        "https://blog.example:port/",
        "",
    ],
)
def test_is_refused_for_any_other_address(url: str) -> None:
    with pytest.raises(ForeignUrl):
        thread_key(url, HOSTS)


@pytest.mark.parametrize("slug", ["ก" * 33, "ก" * 200, "и" * 50, "и" * 300, "x" * (KEY_LIMIT - 1)])
def test_is_had_by_an_article_in_any_script(slug: str) -> None:
    key = thread_key(f"https://blog.example/{slug}", HOSTS)
    assert key == "/" + quote(slug)
    assert thread_key("https://blog.example" + key, HOSTS) == key


def test_is_refused_as_too_long_for_an_address_that_is() -> None:
    with pytest.raises(LongUrl):
        thread_key("https://blog.example/" + "x" * KEY_LIMIT, HOSTS)
    with pytest.raises(ForeignUrl) as caught:
        thread_key("https://evil.example/" + "x" * KEY_LIMIT, HOSTS)
    assert not isinstance(caught.value, LongUrl)


def test_www_belongs_to_a_site_that_lists_it() -> None:
    url = "https://www.blog.example/2026/hello?utm_source=x"
    with pytest.raises(ForeignUrl):
        thread_key(url, HOSTS)
    both = hosts_of("https://blog.example", "https://www.blog.example")
    assert thread_key(url, both) == thread_key("https://blog.example/2026/hello", both)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://b.example/a", "https://b.example/a"),
        ("https://b.example/a?utm_source=x&FBclid=1#c", "https://b.example/a#c"),
        ("https://b.example/A//?x=%c3&utm_id=1&&y='", "https://b.example/A//?x=%c3&&y='"),
        ("https://b.example/?utm_campaign=ana%40x.org", "https://b.example/"),
        ("https://b.example/a?", "https://b.example/a?"),
        ("https://b.example/a#?utm_source=x", "https://b.example/a#?utm_source=x"),
        ("https://b.example/m?map=1&tag=m", "https://b.example/m?map=1&tag=m"),
    ],
)
def test_what_tells_how_somebody_came_is_dropped_and_nothing_else(url: str, kept: str) -> None:
    assert untracked(url) == kept


@given(st.text(max_size=60), st.text(max_size=40))
def test_is_the_key_of_its_own_address(path: str, query: str) -> None:
    try:
        key = thread_key(f"https://blog.example/{path}?{query}", HOSTS)
    except ForeignUrl:
        return
    assert key.startswith("/")
    assert key.isascii()
    assert thread_key("https://blog.example" + key, HOSTS) == key


@given(st.text(max_size=80))
def test_knows_no_url_it_cannot_read(text: str) -> None:
    assert not is_of(text, HOSTS)
