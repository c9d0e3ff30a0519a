"""A site's playbook: its limits, and which of its lines become links."""

import pytest

from moderation.playbook import BadPlaybook, Contact, Playbook, checked, contacts


@pytest.mark.parametrize(
    ("line", "name", "href"),
    [
        ("javascript:alert(1)", "javascript:alert(1)", ""),
        ("Help javascript:alert(1)", "Help javascript:alert(1)", ""),
        ("Help data:text/html,x", "Help data:text/html,x", ""),
        ("Help tel:", "Help tel:", ""),
        ("Help tel:javascript", "Help tel:javascript", ""),
        ("Help: http://", "Help: http://", ""),
        ('<b>Help</b> https://a.example/"onclick=x', "<b>Help</b>", 'https://a.example/"onclick=x'),
        ("Helpline, by day: tel:+49 (30) 1-2", "Helpline, by day: +49 (30) 1-2", "tel:+493012"),
        ("Helpline https://help.example/de", "Helpline", "https://help.example/de"),
        ("https://help.example", "https://help.example", "https://help.example"),
        ("tel:112", "112", "tel:112"),
        ("  The doctor on call, next door  ", "The doctor on call, next door", ""),
    ],
)
def test_only_web_and_telephone_addresses_are_links(line: str, name: str | None, href: str) -> None:
    (found,) = contacts(Playbook(contacts=f"\n{line}\n\n"))
    assert found == Contact(
        "Helpline, day and night: +49 (30) 123-45" if name is None else name, href
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("x" * 4001, "", "", ""),
        ("", "x" * 301, "", ""),
        ("", "one\n" * 21, "", ""),
        ("", "", "x" * 4001, ""),
        ("", "", "", "x" * 4001),
    ],
)
def test_there_is_a_limit_to_each_text(texts: tuple[str, str, str, str]) -> None:
    with pytest.raises(BadPlaybook):
        checked(*texts)


def test_texts_are_kept_plain() -> None:
    book = checked("one\r\ntwo\rthree\x00\x1b", " a\r\nb ", "", "\u202ethere")
    assert book == Playbook("one\ntwo\nthree", "a\nb", "", "there")


def test_none_is_shipped() -> None:
    assert contacts(Playbook()) == []
