"""The proxies that are believed when they say whom a request comes from. Pure."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address


class BadProxies(ValueError):
    """A list of networks cannot be one of proxies; a sentence says why."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """Networks. Its text is what `read_proxies` reads."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def __contains__(self, address: Address) -> bool:
        return any(address in network for network in self.networks)

    def __str__(self) -> str:
        return ", ".join(map(str, self.networks)) or "none"


NO_PROXIES = Proxies()


def read_proxies(text: str) -> Proxies:
    """From `10.0.0.0/8, 2001:db8::7`; "none" is none. Raises `BadProxies`."""
    if text.strip() == "none":
        return NO_PROXIES
    networks = []
    for word in text.replace(",", " ").split():
        try:
            network = ip_network(word)
        except ValueError as exc:
            raise BadProxies(f"{word!r} is no network such as 10.0.0.0/8: {exc}") from exc
        if network.prefixlen == 0:
            raise BadProxies(
                f"{word} would believe whatever anybody says of where they are; "
                "name the networks of your own proxies"
            )
        networks.append(network)
    return Proxies(tuple(networks))


def read_address(text: str | None) -> Address | None:
    """One address as proxies write it: with a port or not, IPv6 in brackets or not.

    An IPv4 address that is mapped into IPv6 is the IPv4 one. None for anything else.
    """
    word = (text or "").strip()
    if word.startswith("["):
        word = word[1:].partition("]")[0]
    elif word.count(":") == 1:
        word = word.partition(":")[0]
    try:
        address = ip_address(word)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address
    return address
