"""Rate limits for forms by client address, counted in the database for all processes."""

import math
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.rate import Rate
from storage.outbox.limits import RateLimit
from storage.uow import UnitOfWork

Network = IPv4Network | IPv6Network


class Visitors:
    """A rate limit for each client address. The address itself is not stored."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], rate: Rate, proxies: Sequence[Network]) -> None:
        self._new_uow, self._proxies = new_uow, proxies
        self._limit = RateLimit(rate.every_us, rate.count)

    async def admit(self, request: Request) -> None:
        """Admit a request, or raise 429 with Retry-After.

        The limit is read first: a client over it must not take SQLite's one writer.
        """
        uow = self._new_uow()
        name = f"visitor:{uow.scope.hash_recipient(self._site(request))}"
        async with uow.read():
            wait = await uow.rates.wait(name, self._limit)
        if wait is None:
            async with self._new_uow() as uow:
                if await uow.rates.take(name, self._limit):
                    return
        seconds = wait.total_seconds() if wait else self._limit.every_us / 1_000_000
        raise HTTPException(429, headers={"Retry-After": str(math.ceil(seconds))})

    def _site(self, request: Request) -> str:
        peer = request.client.host if request.client else ""
        return site_of(peer, request.headers.getlist("x-forwarded-for"), self._proxies)


def site_of(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """Find the client's address; for IPv6 its /64, since one household has that many.

    Each proxy appends the address it was called from, so X-Forwarded-For is read from its end, as long as the
    writer is one of our own proxies.
    """
    hops = [hop for line in forwarded for hop in line.split(",")]
    address = _address(peer)
    while address and hops and any(address in network for network in proxies):
        before = _address(hops.pop())
        if before is None:
            break
        address = before
    return str(IPv6Network((int(address), 64), strict=False) if address and address.version == 6 else address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Parse an address. Some proxies append the port, and IPv4 may come mapped into IPv6."""
    text = text.strip()
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
