"""Codes of the second step, at times of our own."""

import pyotp
import pytest

from service.review.totp import address, grouped, matching_step, new_secret

# RFC 6238, appendix B: the secret, and codes of SHA-1 (the last six of the eight digits there).
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
]


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    step = seconds // 30
    assert matching_step(SECRET, code, seconds * 1000, 0) == step
    assert matching_step(SECRET, f" {code[:3]} {code[3:]} ", seconds * 1000, 0) == step
    for off in (-1, 1):
        assert matching_step(SECRET, code, (seconds + 30 * off) * 1000, 0) == step
    for off in (-2, 2):
        assert matching_step(SECRET, code, (seconds + 30 * off) * 1000, 0) is None


def test_a_code_works_once_and_none_before_it() -> None:
    app = pyotp.TOTP(SECRET)
    now = 1_700_000_010
    step = now // 30
    assert matching_step(SECRET, app.at(now), now * 1000, step) is None
    assert matching_step(SECRET, app.at(now - 30), now * 1000, step) is None
    assert matching_step(SECRET, app.at(now + 30), now * 1000, step) == step + 1


@pytest.mark.parametrize(
    "code",
    ["", "28708", "2870820", "28708²", "２８７０８２", "-87082", "287083", "\ud800", "x" * 9999],
)
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert matching_step(SECRET, code, 59_000, 0) is None


def test_at_the_beginning_of_time() -> None:
    assert matching_step(SECRET, pyotp.TOTP(SECRET).generate_otp(1), 0, 0) == 1


def test_a_secret_is_new_each_time_and_can_be_typed() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) == 32
    assert grouped(first).replace(" ", "") == first
    assert grouped("ABCDEFGH") == "ABCD EFGH"


def test_an_address_holds_no_markup() -> None:
    told = address(SECRET, 'a"><script>&secret=X')
    assert told.startswith("otpauth://totp/Greenroom:a%22%3E%3Cscript%3E%26secret%3DX?")
    assert f"secret={SECRET}" in told
