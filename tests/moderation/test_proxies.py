import pytest

from moderation.proxies import BadProxies, Proxies, read_address, read_proxies
from moderation.settings import BadSettings, Settings, read_settings, to_environ


@pytest.mark.parametrize("text", ["0.0.0.0/0", "10.0.0.0/8, ::/0", "::/0"])
def test_the_whole_world_is_no_proxy(text: str) -> None:
    with pytest.raises(BadProxies, match="whatever anybody says"):
        read_proxies(text)
    with pytest.raises(BadSettings, match=r"TRUSTED_PROXIES: .*whatever anybody says"):
        read_settings({"GREENROOM_TRUSTED_PROXIES": text})


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0-9", "x"])
def test_what_is_no_network_is_a_fault(text: str) -> None:
    with pytest.raises(BadProxies, match=r"no network such as 10\.0\.0\.0/8"):
        read_proxies(text)


@pytest.mark.parametrize("text", ["", " ", "none"])
def test_none_is_the_default(text: str) -> None:
    assert read_proxies(text) == Proxies() == Settings().trusted_proxies
    assert str(Proxies()) == "none"


def test_a_list_survives_the_way_to_a_child_process() -> None:
    settings = read_settings({"GREENROOM_TRUSTED_PROXIES": "10.0.0.0/8,192.0.2.7 2001:db8::/32"})
    assert str(settings.trusted_proxies) == "10.0.0.0/8, 192.0.2.7/32, 2001:db8::/32"
    assert read_settings(to_environ(settings)) == settings


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("198.51.100.7", "198.51.100.7"),
        (" 198.51.100.7\t", "198.51.100.7"),
        ("198.51.100.7:5000", "198.51.100.7"),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("[::ffff:198.51.100.7]:80", "198.51.100.7"),
        *((bad, None) for bad in ("", None, "unknown", "unix:", "_hidden", "1.2.3", "1.2.3.4.5")),
        *((bad, None) for bad in ("localhost:80", "[", "198.51.100.7/8", "0x7f.1", "010.0.0.1")),
    ],
)
def test_addresses_are_read_as_proxies_write_them(text: str | None, read: str | None) -> None:
    found = read_address(text)
    assert (str(found) if found else None) == read
