import pytest

from moderation.placeholders import resolved, unknown, unresolved


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Hello {name}, of {article}: {name}!", "Hello Bo, of Hi: Bo!"),
        ("{nmae} {NAME} { name } {} {name", "{nmae} {NAME} { name } {} {name"),
        ("", ""),
    ],
)
def test_what_is_known_is_filled_in(text: str, told: str) -> None:
    assert resolved(text, {"name": "Bo", "article": "Hi"}) == told


@pytest.mark.parametrize("value", [None, ""])
def test_what_is_not_known_stays_and_is_told(value: str | None) -> None:
    text = resolved("Hello {name}, {article}, {name}", {"name": "Bo", "article": value})
    assert text == "Hello Bo, {article}, Bo"
    assert unresolved(text) == ("{article}",)


def test_what_was_filled_in_is_not_looked_at_again() -> None:
    assert resolved("{name}", {"name": "{article}", "article": "secret"}) == "{article}"


def test_only_what_nothing_fills_in_is_unknown() -> None:
    assert unknown("{name} {article} {nmae} {x_y} {nmae}") == ("{nmae}", "{x_y}")
