"""Where a request comes from: the one place that asks its connection, and the proxies before it.

A proxy adds to the right of `X-Forwarded-For` whom it was asked by. So the header is read from the
right, and each name in it is believed only if the one that wrote it down is a proxy that the
operator named (`GREENROOM_TRUSTED_PROXIES`); what stands further left anybody may have written.
"""

import logging
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_network

from aiohttp import web

from moderation.proxies import Address, Proxies, read_address
from service.state import SETTINGS

log = logging.getLogger(__name__)

HEADER = "X-Forwarded-For"
_warned: set[str] = set()


def address_of(request: web.Request) -> str | None:
    """The address of who asks, written the one way; None if there is none, as on a local socket."""
    peer, forwarded = read_address(request.remote), request.headers.getall(HEADER, ())
    proxies = request.app[SETTINGS].trusted_proxies
    if forwarded and peer is not None and not peer.is_global and peer not in proxies:
        _warn(peer)
    found = nearest_stranger(peer, forwarded, proxies)
    return None if found is None else str(found)


def nearest_stranger(
    peer: Address | None, forwarded: Sequence[str], proxies: Proxies
) -> Address | None:
    """The first address, from the service outwards, that is no proxy of ours.

    A name that is no address ends the walk: then it is the proxy itself that is counted, so that
    nonsense shares one count and is no way round it.
    """
    hops = ",".join(forwarded).split(",") if forwarded else []
    while peer is not None and peer in proxies and hops:
        farther = read_address(hops.pop())
        if farther is None:
            break
        peer = farther
    return peer


def counted_as(address: str | None) -> str | None:
    """What is counted of an address: an IPv4 one, or an IPv6 one's network of 64 bits, which one
    household has to itself."""
    found = read_address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found) >> 64 << 64, 64)))
    return None if found is None else str(found)


def is_shared(address: str | None) -> bool:
    """Is it not the world's, but this machine's or a private network's? Many may stand behind it,
    above all when a proxy is not named in the settings."""
    found = read_address(address)
    return found is None or not found.is_global


def _warn(peer: Address) -> None:
    """Once for each; there are as many as there are machines beside this one, at most so many."""
    name = str(peer)
    if name in _warned or len(_warned) >= 100:
        return
    _warned.add(name)
    log.warning(
        "a proxy of a private network is not named in GREENROOM_TRUSTED_PROXIES: "
        "everybody behind it counts as one client"
    )
