"""Classes of words of abuse: those that are named are there."""

import pytest

from moderation.policy import BadPolicy, parse_policy

BARE = "version = 1\n[thresholds]\nhold = 3\nreject = 8\n"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('[checks.abuse]\nexcuses = ["<no> ~"]', "there is no <no>"),
        ('[checks.abuse.phrases]\nharm = ["x|<peopel>?"]\n[checks.abuse.words]\npeople = ["a"]',
         'there is no <peopel>; did you mean "people"?'),
        ('[checks.abuse.words]\na = ["<b>"]\nb = ["x <a>"]\nc = ["d"]', "<a> is made of itself"),
        ('[checks.abuse.words]\nc = ["d", "<c> e"]', "<c> is made of itself"),
        ('[checks.abuse.words]\nc = ["<d>"]', "there is no <d>"),
    ],
)  # fmt: skip
def test_a_class_that_cannot_be_is_named(toml: str, says: str) -> None:
    with pytest.raises(BadPolicy) as error:
        parse_policy(BARE + toml)
    assert says in str(error.value)


def test_classes_may_be_made_of_others() -> None:
    toml = '[checks.abuse.words]\na = ["<b>|<c>"]\nb = ["<c> d"]\nc = ["e"]'
    assert parse_policy(BARE + toml).checks.abuse.words["c"] == ("e",)
