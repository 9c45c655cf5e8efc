"""The DNS records by which other mail servers recognise our email: SPF, DKIM and DMARC."""

import asyncio
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass

import dns.asyncresolver
from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer

from bot.mail.signing import Signer, record_name

SECONDS = 4.0
LONGEST_REASON = 200


class DnsAway(Exception):
    """DNS gave no answer, so nothing is known."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one record. If not `fine`, `text` says what to do; `serious`: emails are harmed."""

    about: str
    text: str
    fine: bool = True
    serious: bool = False


@dataclass(frozen=True, slots=True)
class Domains:
    """The domains whose records count.

    `envelope` is that of the envelope sender, `sender` that of From. `selector` is that of the relay's
    signature, where `signer` is None.
    """

    envelope: str
    sender: str
    selector: str = ""
    signer: Signer | None = None


def resolver(server: tuple[str, int] | None) -> dns.asyncresolver.Resolver:
    """Make a resolver that asks this server, or those of the machine. Raises DnsAway."""
    try:
        made = dns.asyncresolver.Resolver(configure=server is None)
        if server:
            host, made.port = server
            made.nameservers = [str(socket.getaddrinfo(host, server[1])[0][4][0])]
    except (DNSException, OSError, ValueError) as error:
        raise DnsAway(str(error)[:LONGEST_REASON]) from error
    made.lifetime = SECONDS
    return made


async def look_up(ask: dns.asyncresolver.Resolver, domains: Domains) -> list[Record]:
    """Look up all records at once. Raises DnsAway."""
    found = await asyncio.gather(_spf(ask, domains), _dkim(ask, domains), _dmarc(ask, domains))
    return list(found)


async def _spf(ask: dns.asyncresolver.Resolver, domains: Domains) -> Record:
    return spf(domains.envelope, await _texts(ask, domains.envelope))


async def _dkim(ask: dns.asyncresolver.Resolver, domains: Domains) -> Record:
    selector = domains.signer.selector if domains.signer else domains.selector
    if not selector:
        return dkim_unknown(domains.sender)
    name = record_name(selector, domains.sender)
    return dkim(name, await _texts(ask, name), domains.signer)


async def _dmarc(ask: dns.asyncresolver.Resolver, domains: Domains) -> Record:
    """Look from the domain upwards: a record of the organisation's domain holds for those below it."""
    labels = domains.sender.split(".")
    for above in range(max(1, len(labels) - 1)):
        name = f"_dmarc.{'.'.join(labels[above:])}"
        found = dmarc(name, await _texts(ask, name))
        if found:
            return found
    return no_dmarc(f"_dmarc.{domains.sender}")


async def _texts(ask: dns.asyncresolver.Resolver, name: str) -> list[str]:
    try:
        answer = await ask.resolve(f"{name}.", "TXT", search=False)
    except (NXDOMAIN, NoAnswer):
        return []
    except (DNSException, OSError) as error:
        raise DnsAway(str(error)[:LONGEST_REASON]) from error
    return [b"".join(each.strings).decode("utf-8", "replace") for each in answer]


def spf(domain: str, texts: Sequence[str]) -> Record:
    """Judge the TXT records of the envelope sender's domain (RFC 7208)."""
    found = [text for text in texts if re.match(r"v=spf1(?: |$)", text, re.IGNORECASE)]
    if not found:
        text = f"{domain} has no record, so other servers can't tell who may send for it."
        return Record("SPF", f'{text} Publish a TXT record "v=spf1 …" that names your relay.', fine=False)
    if len(found) > 1:
        text = f"{domain} has {len(found)} records. Only one may be there, or none counts."
        return Record("SPF", text, fine=False)
    return Record("SPF", f"{domain} says who may send for it ({found[0][:200]}).")


def dkim_unknown(domain: str) -> Record:
    text = (
        f"no key of ours signs for {domain}. If your relay signs, set DKIM_SELECTOR to its selector, so that "
        "doctor can look its key up. If it doesn't, set DKIM_KEY_FILE as well."
    )
    return Record("DKIM", text, fine=False)


def dkim(name: str, texts: Sequence[str], signer: Signer | None) -> Record:
    """Judge the TXT records of a selector (RFC 6376). With a signer, the key has to be its own."""
    keys = [tags["p"] for tags in map(_tags, texts) if "p" in tags and tags.get("v", "DKIM1") == "DKIM1"]
    publish = f' Publish a TXT record "{signer.record}".' if signer else ""
    if not keys:
        return Record("DKIM", f"{name} has no record.{publish}", fine=False, serious=bool(signer))
    if not any(keys):
        return Record("DKIM", f"{name} is revoked: its key is empty.{publish}", fine=False, serious=True)
    if signer and signer.public not in keys:
        text = f"{name} has another key than DKIM_KEY_FILE, so our signatures are wrong.{publish}"
        return Record("DKIM", text, fine=False, serious=True)
    return Record("DKIM", f"{name} has {'our' if signer else 'a'} key.")


def dmarc(name: str, texts: Sequence[str]) -> Record | None:
    """Judge the TXT records at one name (RFC 7489). None if there is no DMARC record."""
    policies = [_tags(text) for text in texts if re.match(r"v\s*=\s*DMARC1\s*(?:;|$)", text)]
    if not policies:
        return None
    if len(policies) > 1:
        text = f"{name} has {len(policies)} records. Only one may be there, or none counts."
        return Record("DMARC", text, fine=False)
    policy = policies[0].get("p", "").lower()
    if policy not in {"none", "quarantine", "reject"}:
        return Record("DMARC", f"{name} has no policy: it needs p=none, quarantine or reject.", fine=False)
    return Record("DMARC", f"{name} has the policy {policy}.")


def no_dmarc(name: str) -> Record:
    text = f'{name} has no record; large providers want one. Publish a TXT record "v=DMARC1; p=none".'
    return Record("DMARC", text, fine=False)


def _tags(text: str) -> dict[str, str]:
    """Parse `name=value; name=value`. Blanks mean nothing, even within a key."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return {name.strip(): re.sub(r"\s", "", value) for name, _, value in pairs}
