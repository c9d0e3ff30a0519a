"""Whom a ruling is about, in every spelling, and which of several counts."""

from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import ruling as rulings
from moderation.comment import Author, Client, Comment
from moderation.ruling import (
    LENGTHS_4,
    LENGTHS_6,
    MOST_HOSTS,
    BadRuling,
    Kind,
    Ruling,
    Word,
    make_ruling,
    names,
    ranges,
    rulings_for,
    spelt,
)
from tests import make

ANA = make.comment(
    "See https://Pills.Example/buy",
    author=Author("  Ana   B. ", "Ana@Mail.Example.ORG", "https://www.ana.example"),
    client=Client("203.0.113.7"),
)


def by(*words: tuple[Kind, str, Word]) -> dict[str, Ruling]:
    made = [Ruling(kind, whom, word) for kind, whom, word in words]
    return {ruling.name: ruling for ruling in made}


def meant(kind: Kind, text: str, comment: Comment) -> bool:
    return f"{kind} {spelt(kind, text)}" in names(comment)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.EMAIL, " ANA@mail.example.org"),
        (Kind.DOMAIN, "mail.example.org"),
        (Kind.DOMAIN, "EXAMPLE.org."),
        (Kind.NAME, "ana b."),
        (Kind.NAME, "Ａｎａ B."),
        (Kind.HOST, "pills.example"),
        (Kind.HOST, "ana.example"),
        (Kind.HOST, "www.ana.example"),
    ],
)
def test_whom_a_ruling_means(kind: Kind, text: str) -> None:
    assert meant(kind, text, ANA)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.EMAIL, "ana@example.org"),
        (Kind.DOMAIN, "ample.org"),
        (Kind.DOMAIN, "other.example.org"),
        (Kind.NAME, "ana"),
        (Kind.HOST, "mail.example.org"),
        (Kind.HOST, "buy.pills.example"),
    ],
)
def test_whom_a_ruling_does_not_mean(kind: Kind, text: str) -> None:
    assert not meant(kind, text, ANA)


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (Kind.NAME, "", rulings.BAD_NAME),
        (Kind.NAME, " \u200b ", rulings.BAD_NAME),
        (Kind.EMAIL, "ana", rulings.BAD_EMAIL),
        (Kind.EMAIL, "@example.org", rulings.BAD_EMAIL),
        (Kind.EMAIL, "ana@", rulings.BAD_EMAIL),
        (Kind.EMAIL, "a@b", rulings.BAD_EMAIL),
        (Kind.DOMAIN, "org", rulings.BAD_HOST),
        (Kind.DOMAIN, "", rulings.BAD_HOST),
        (Kind.HOST, "exa mple.org", rulings.BAD_HOST),
        (Kind.HOST, "https://example.org", rulings.BAD_HOST),
        (Kind.ADDRESS, "example.org", rulings.BAD_ADDRESS),
        (Kind.ADDRESS, "1.2.3", rulings.BAD_ADDRESS),
        (Kind.ADDRESS, "0.0.0.0/0", rulings.BAD_RANGE),
        (Kind.ADDRESS, "8.8.0.0/15", rulings.BAD_RANGE),
        (Kind.ADDRESS, "::/0", rulings.BAD_RANGE),
        (Kind.ADDRESS, "2a00::/31", rulings.BAD_RANGE),
        (Kind.ADDRESS, "2a00::/33", rulings.BAD_RANGE),
        (Kind.ADDRESS, "::ffff:0:0/96", rulings.BAD_RANGE),
        (Kind.ADDRESS, "127.0.0.1", rulings.NOT_PUBLIC),
        (Kind.ADDRESS, "10.0.0.0/16", rulings.NOT_PUBLIC),
        (Kind.ADDRESS, "::1", rulings.NOT_PUBLIC),
        (Kind.ADDRESS, "::ffff:10.0.0.1", rulings.NOT_PUBLIC),
    ],
)
def test_there_is_no_ruling_about_nobody_or_everybody(kind: Kind, text: str, why: str) -> None:
    with pytest.raises(BadRuling) as caught:
        make_ruling(kind, text, Word.BAN, "moderator:ana")
    assert str(caught.value) == why


@pytest.mark.parametrize(("kind", "text"), [(Kind.NAME, "Ana"), (Kind.HOST, "ana.example")])
def test_nobody_is_trusted_for_what_everybody_can_write(kind: Kind, text: str) -> None:
    with pytest.raises(BadRuling) as caught:
        make_ruling(kind, text, Word.TRUST, "moderator:ana")
    assert str(caught.value) == rulings.UNPROVED
    assert make_ruling(kind, text, Word.HOLD, "moderator:ana").whom == text.lower()


@given(st.ip_addresses(), st.data())
def test_an_address_is_in_every_range_around_it(address: object, data: st.DataObject) -> None:
    found = ranges(str(address))
    lengths = LENGTHS_4 if ip_address(str(address)).version == 4 else LENGTHS_6
    mapped = getattr(address, "ipv4_mapped", None)
    around = mapped or address
    if mapped:
        lengths = LENGTHS_4
    length = data.draw(st.sampled_from(lengths))
    assert str(ip_network(f"{around}/{length}", strict=False)) in found
    assert len(found) == len(lengths)


@given(st.ip_addresses(v=4, network="8.0.0.0/8"))
def test_an_address_in_the_dress_of_another_version_is_the_same(address: object) -> None:
    dressed = IPv6Address(f"::ffff:{address}")
    assert ranges(str(dressed)) == ranges(str(address))
    assert spelt(Kind.ADDRESS, str(dressed)) == spelt(Kind.ADDRESS, str(address))


@pytest.mark.parametrize("ip", [None, "", "unknown", "1.2.3.4.5", "8.8.8.8/24", "8.8.8.8, 9.9.9.9"])
def test_what_is_no_address_is_in_no_range(ip: str | None) -> None:
    assert ranges(ip) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "bücher.example"),
        ("bu\u0308cher.example", "bücher.example"),
        ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("ｅｘａｍｐｌｅ．org", "example.org"),
    ],
)
def test_a_name_in_other_letters_is_the_same(one: str, other: str) -> None:
    assert spelt(Kind.HOST, one) == spelt(Kind.HOST, other)
    assert spelt(Kind.EMAIL, f"ana@{one}") == spelt(Kind.EMAIL, f"ANA@{other}")
    assert meant(Kind.HOST, other, make.comment(f"See http://shop.{one}:80/x."))


def test_two_names_that_only_look_alike_are_two() -> None:
    assert spelt(Kind.HOST, "strasse.example") != spelt(Kind.HOST, "straße.example")


@pytest.mark.parametrize(
    "link",
    [
        "http://evil.example",
        "HTTPS://Evil.Example/x?y#z",
        "www.evil.example",
        "https://good.example@evil.example/",
        "https://good.example:pass@evil.example:8080/",
        "https://evil.example.\\good.example",
        "[url=https://evil.example]x[/url]",
        '<a href="http://evil.example">x</a>',
    ],
)
def test_a_link_leads_where_a_browser_would_go(link: str) -> None:
    assert meant(Kind.HOST, "evil.example", make.comment(f"see {link} now"))


def test_a_comment_full_of_links_is_looked_up_under_few_names() -> None:
    body = " ".join(f"https://{'a.' * 30}h{n}.example/" for n in range(500))
    assert len(names(make.comment(body))) <= MOST_HOSTS * 10


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=80), st.text(max_size=45))
def test_any_comment_has_names(body: str, name: str, email: str, ip: str) -> None:
    what = make.comment(body, author=Author(name, email, body), client=Client(ip))
    found = names(what)
    assert len(found) == len(set(found))
    for each in found:
        kind, _, whom = each.partition(" ")
        if kind == Kind.ADDRESS:
            continue
        if kind == Kind.NAME and not any(char.isalnum() for char in whom):
            continue
        assert spelt(Kind(kind), whom) == whom


def test_a_ban_counts_before_a_hold_and_a_hold_before_trust() -> None:
    trust = (Kind.EMAIL, "ana@mail.example.org", Word.TRUST)
    hold = (Kind.ADDRESS, "203.0.113.0/24", Word.HOLD)
    ban = (Kind.DOMAIN, "example.org", Word.BAN)
    other = (Kind.NAME, "ben", Word.BAN)
    found = rulings_for(ANA, by(trust, hold, ban, other))
    assert [ruling.word for ruling in found] == [Word.BAN, Word.HOLD, Word.TRUST]
    assert [ruling.word for ruling in rulings_for(ANA, by(trust, hold))] == [Word.HOLD, Word.TRUST]
    assert rulings_for(ANA, by(other)) == rulings_for(ANA, {}) == []


def test_of_the_same_word_the_most_telling_is_shown() -> None:
    bans = by(
        (Kind.DOMAIN, "example.org", Word.BAN),
        (Kind.ADDRESS, "203.0.0.0/16", Word.BAN),
        (Kind.NAME, "ana b.", Word.BAN),
        (Kind.ADDRESS, "203.0.113.7/32", Word.BAN),
        (Kind.DOMAIN, "mail.example.org", Word.BAN),
        (Kind.EMAIL, "ana@mail.example.org", Word.BAN),
    )
    assert [ruling.whom for ruling in rulings_for(ANA, bans)] == [
        "ana@mail.example.org",
        "203.0.113.7/32",
        "203.0.0.0/16",
        "ana b.",
        "mail.example.org",
        "example.org",
    ]
