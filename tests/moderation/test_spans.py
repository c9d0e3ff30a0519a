import pytest

from moderation.comment import Status
from moderation.masking import MASKED, shown
from moderation.spans import carried
from moderation.verdict import Param, Signal, Span, Verdict

OLD = "call 0170 1234567 or mail bo@example.org, idiot"
PHONE, MAIL, INSULT = (5, 17), (26, 40), (42, 47)


def verdict(*spans: Span, masked: bool = False) -> Verdict:
    params: dict[str, Param] = {MASKED: 1} if masked else {}
    signal = Signal("personal_data", "phone", spans, params)
    return Verdict(Status.HELD, 3.0, 1, "personal_data", (signal,))


def words(told: Verdict, text: str) -> list[str]:
    return [text[start:end] for signal in told.signals for start, end in signal.spans]


@pytest.mark.parametrize(
    ("new", "left"),
    [
        (OLD, ["0170 1234567", "bo@example.org", "idiot"]),
        (f"please, {OLD}", ["0170 1234567", "bo@example.org", "idiot"]),
        (OLD.replace("0170 1234567", "me"), ["bo@example.org", "idiot"]),
        (OLD.replace("idiot", "friend"), ["0170 1234567", "bo@example.org"]),
        (OLD.replace(" or mail", ""), ["0170 1234567", "bo@example.org", "idiot"]),
        (OLD.replace("call", "ring").replace("idiot", "you"), []),
        ("", []),
        ("0170", []),
    ],
)
def test_marks_stay_at_their_words_or_go(new: str, left: list[str]) -> None:
    moved = carried(verdict(PHONE, MAIL, INSULT), OLD, new)
    assert words(moved, new) == left
    assert moved.signals[0].name == "personal_data.phone"


def test_what_readers_are_not_shown_does_not_come_to_light_by_an_edit_around_it() -> None:
    new = "ring 0170 1234567 or mail me, you. I said 0170 1234567!"
    moved = carried(verdict(PHONE, masked=True), OLD, new)
    assert "0170" not in shown(new, moved)
    assert shown(new, moved) == "ring [removed] or mail me, you. I said [removed]!"


def test_a_span_of_nothing_marks_nothing() -> None:
    moved = carried(verdict((4, 4), (4, 5), masked=True), OLD, "x y z")
    assert words(moved, "x y z") == []


@pytest.mark.parametrize("new", ["aaaa", "aa", "aaaaaa", "baaa", "aaab"])
def test_no_span_ever_points_outside_the_text(new: str) -> None:
    every = [(start, end) for start in range(4) for end in range(start + 1, 5)]
    for masked in (False, True):
        for start, end in carried(verdict(*every, masked=masked), "aaaa", new).signals[0].spans:
            assert 0 <= start < end <= len(new)
            assert set(new[start:end]) == {"a"}
