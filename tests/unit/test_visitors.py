"""Client addresses for rate limits: forged headers are ignored, our own proxies trusted."""

from ipaddress import ip_network

import pytest

from bot.web.visitors import site_of

PROXIES = [ip_network("10.0.0.0/8"), ip_network("192.0.2.7"), ip_network("fd00::/8")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "site"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),  # forged: not written by a proxy of ours
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),  # the first one is the client's own claim
        ("10.0.0.1", ["1.1.1.1, 198.51.100.1, 192.0.2.7"], "198.51.100.1"),
        ("10.0.0.1", ["1.1.1.1", "198.51.100.1"], "198.51.100.1"),  # two headers are one list
        ("10.0.0.1", ["10.0.0.9, 10.0.0.8"], "10.0.0.9"),  # every address is a proxy of ours
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["somebody"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8::5]:4711"], "2001:db8::/64"),
        ("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("::ffff:203.0.113.5", [], "203.0.113.5"),
        ("2001:db8:0:1:aaaa::1", [], "2001:db8:0:1::/64"),
        ("2001:db8:0:1:bbbb::2", [], "2001:db8:0:1::/64"),
        ("::1", [], "::/64"),
        ("fd00::1", ["2001:db8:0:2::9"], "2001:db8:0:2::/64"),
        ("", ["198.51.100.1"], "None"),
    ],
)
def test_the_address_that_counts(peer: str, forwarded: list[str], site: str) -> None:
    assert site_of(peer, forwarded, PROXIES) == site


def test_without_trusted_proxies_the_header_is_never_believed() -> None:
    assert site_of("10.0.0.1", ["198.51.100.1"], []) == "10.0.0.1"
