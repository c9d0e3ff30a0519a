"""Whom a request comes from, whatever its headers say."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from moderation.proxies import read_proxies
from moderation.settings import Settings
from service.address import address_of, counted_as, is_shared
from service.state import SETTINGS


def request(peer: Any, *forwarded: str, proxies: str = "none") -> web.Request:
    app = web.Application()
    app[SETTINGS] = Settings(trusted_proxies=read_proxies(proxies))
    headers = [("X-Forwarded-For", each) for each in forwarded]
    made = make_mocked_request("GET", "/", headers=CIMultiDict(headers), app=app)
    made._transport_peername = peer
    return made


PROXY = ("10.0.0.5", 4000)
OURS = "10.0.0.0/8, fd00::/8"


def test_nobody_is_believed_by_default() -> None:
    """500 names for one peer are one client (S6)."""
    found = {address_of(request(PROXY, f"198.51.100.{n % 250}, 8.8.{n}.1")) for n in range(250)}
    assert found == {"10.0.0.5"}


def test_a_stranger_is_not_believed_though_proxies_are_named() -> None:
    assert address_of(request(("8.8.8.8", 1), "198.51.100.7", proxies=OURS)) == "8.8.8.8"


@pytest.mark.parametrize(
    ("forwarded", "found"),
    [
        ((), "10.0.0.5"),
        (("198.51.100.7",), "198.51.100.7"),
        (("1.1.1.1, 198.51.100.7",), "198.51.100.7"),
        (("1.1.1.1, 198.51.100.7, 10.9.9.9",), "198.51.100.7"),
        (("1.1.1.1", "198.51.100.7", "10.9.9.9"), "198.51.100.7"),
        (("10.1.1.1, 198.51.100.7",), "198.51.100.7"),
        (("198.51.100.7, fd00::1",), "198.51.100.7"),
        (("2001:db8::7",), "2001:db8::7"),
        (("[2001:db8::7]:443",), "2001:db8::7"),
        (("198.51.100.7:5000",), "198.51.100.7"),
        (("::ffff:198.51.100.7",), "198.51.100.7"),
        (("10.1.1.1, 10.2.2.2",), "10.1.1.1"),
        (("1.1.1.1, unknown",), "10.0.0.5"),
        (("1.1.1.1, ",), "10.0.0.5"),
        (("1.1.1.1,<script>, 10.2.2.2",), "10.2.2.2"),
    ],
)
def test_the_right_hop_behind_our_proxies_counts(forwarded: tuple[str, ...], found: str) -> None:
    assert address_of(request(PROXY, *forwarded, proxies=OURS)) == found


def test_what_a_client_writes_to_the_left_changes_nothing() -> None:
    """500 spoofed values before the one that the proxy added are one client (S6)."""
    spoofed = (f"8.8.{n % 200}.{n // 200}, 198.51.100.7" for n in range(500))
    assert {address_of(request(PROXY, s, proxies=OURS)) for s in spoofed} == {"198.51.100.7"}


def test_a_proxy_that_is_mapped_into_ipv6_is_the_same_proxy() -> None:
    peer = ("::ffff:10.0.0.5", 4000, 0, 0)
    assert address_of(request(peer, "198.51.100.7", proxies=OURS)) == "198.51.100.7"


@pytest.mark.parametrize("peer", ["", None, "/run/greenroom.sock"])
def test_a_local_socket_has_no_address_and_is_not_believed(peer: Any) -> None:
    assert address_of(request(peer, "198.51.100.7", proxies=OURS)) is None


def test_a_network_of_64_bits_is_one_client() -> None:
    rotated = {counted_as(f"2a00:1:2:3:{n:x}::{n:x}") for n in range(1, 500)}
    assert rotated == {"2a00:1:2:3::/64"}
    assert counted_as("2a00:1:2:4::1") == "2a00:1:2:4::/64"
    assert counted_as("::ffff:8.8.4.4") == counted_as("8.8.4.4") == "8.8.4.4"
    assert counted_as("unix") is None


@pytest.mark.parametrize(
    "address", [None, "unix", "127.0.0.1", "10.0.0.5", "fd00::1", "172.18.0.1"]
)
def test_what_is_not_the_world_s_is_shared(address: str | None) -> None:
    assert is_shared(address)
    assert not is_shared("8.8.4.4")


def test_a_proxy_that_is_not_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    for n in range(3):
        address_of(request(("192.168.77.1", 1), f"8.8.8.{n}"))
    (record,) = caplog.records
    assert "GREENROOM_TRUSTED_PROXIES" in record.message
    assert "192.168" not in record.message
