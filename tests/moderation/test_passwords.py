"""Moderators' passwords."""

import pytest

from moderation.passwords import hash_password, verify_password

PASSWORD = "correct horse battery"
HASH = hash_password(PASSWORD)


def test_only_the_right_one_fits() -> None:
    assert verify_password(HASH, PASSWORD)
    assert not verify_password(HASH, PASSWORD + "!")
    assert not verify_password(None, PASSWORD)
    assert not verify_password("no hash at all", PASSWORD)


def test_costs_what_it_should() -> None:
    assert HASH.startswith("$argon2id$v=19$m=47104,t=2,p=1$")


@pytest.mark.parametrize("length", [0, 11, 129])
def test_has_a_sensible_length(length: int) -> None:
    with pytest.raises(ValueError, match=f"not {length}"):
        hash_password("x" * length)
    assert not verify_password(HASH, "x" * length)


def test_twelve_to_128_characters_are_welcome() -> None:
    for plain in ("é" * 12, "x" * 128):
        assert verify_password(hash_password(plain), plain)
