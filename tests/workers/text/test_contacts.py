"""Ways of contact, plain and in disguise, and what only looks like them."""

import pytest

from tests.workers.samples import subject
from workers.text.contacts import Contacts

CONTACTS = Contacts(
    channels=["telegram", "whatsapp", "whats app", "wickr"],
    doubtful=["signal", "kik"],
    asking=["call", "text", "contact", "email", "reach"],
    crisis=["lifeline", "crisis"],
)


@pytest.mark.parametrize(
    "text",
    [
        "Telegram @kshop",
        "telegram: kshop_uk",
        "my WhatsApp is +1 (555) 010-4477",
        "Whats App +15550104477",
        "+44 7700 900123 on WhatsApp",
        "@kshop on telegram",
        "look for k_shop7 on Telegram",
        "https://t.me/kshop",
        "go to wa.me/15550104477 now",
        "Wickr me: kshop77",
        "Signal +1 555 010 4477",
        "tеlеgrаm @kshop",
        "ＴＥＬＥＧＲＡＭ @kshop",
        "<b>Tele</b>gram @kshop",
    ],
)
def test_a_messenger_with_a_name_or_number_is_found(text: str) -> None:
    assert CONTACTS.messengers(subject(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I read on Telegram that 40 minutes is usual",
        "We talk on WhatsApp now and then",
        "a telegram from 1912 said so",
        "The signal: wait until the nurse comes",
        "Signal is what I use",
        "at.me/x and that.me/y",
        "My number on the list is 12",
    ],
)
def test_a_messengers_name_alone_is_no_contact(text: str) -> None:
    assert CONTACTS.messengers(subject(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("t e l e g r a m kshop", True),
        ("T.e.l.e.g.r.a.m kshop", True),
        ("kshop (at) mail (dot) com", True),
        ("kshop at gmail dot com", True),
        ("kshop[at]mail[dot]com", True),
        ("a b c d e f g", False),
        ("we met (at noon) and talked", False),
        ("look at Gmail and Yahoo for it", False),
        ("kshop at gmail.com", True),
        ("I looked at the dot com boom", False),
    ],
)
def test_disguise_is_seen_through(text: str, found: bool) -> None:
    assert bool(CONTACTS.hidden(subject(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call +1 (555) 010-4477 now", True),
        ("text me: 07700 900123", True),
        ("555 010 4477 is what the paper said", False),
        ("Call the Lifeline at 1-800-273-8255", False),
        ("I paid $1,200,300.00 and call it robbery", False),
        ("call me in 2010-2014", False),
    ],
)
def test_a_number_counts_when_it_asks_to_be_called_and_is_no_help_line(
    text: str, found: bool
) -> None:
    assert bool(CONTACTS.phones(subject(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("contact me at ann@mail.example", True),
        ("Email: ann.b+c@mail.example.com", True),
        ("his address was ann@mail.example", False),
        ("contact me @ noon", False),
        ("@ @ @ email", False),
    ],
)
def test_a_mail_address_counts_when_it_asks_to_be_written_to(text: str, found: bool) -> None:
    assert bool(CONTACTS.mails(subject(text))) == found


def test_places_lie_in_the_body_as_written() -> None:
    text = "So: <b>Tele</b>gram @kshop."
    ((start, end),) = CONTACTS.messengers(subject(text))
    assert text[start:end].startswith("Tele")
    assert text[start:end].endswith("@kshop.")
