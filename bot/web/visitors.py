"""Where a request comes from, and how often somebody there may send a form: counted for all processes."""

import math
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.rate import Rate
from storage.sending import RateLimit
from storage.uow import UnitOfWork

Network = IPv4Network | IPv6Network


class Visitors:
    """Lets each client address through at a rate; the address itself is kept nowhere."""

    def __init__(self, new_uow: Callable[..., UnitOfWork], rate: Rate, proxies: Sequence[Network]) -> None:
        self._new_uow, self._proxies = new_uow, proxies
        self._limit = RateLimit(rate.every_us, rate.count)

    async def admit(self, request: Request) -> None:
        """Raises 429 with Retry-After. Whoever comes too often costs a look and never the writer's time."""
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
    """The client's address; of IPv6 its /64, since one household has that many.

    Each of our proxies has appended who spoke to it, so X-Forwarded-For is read from its end, and only as
    far as those who wrote it are ours.
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
    """Some proxies write the port behind it, and an IPv4 address may come dressed as IPv6."""
    text = text.strip()
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
