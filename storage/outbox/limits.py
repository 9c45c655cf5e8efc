"""How much may be sent: at a rate, and to each recipient's domain."""

from __future__ import annotations

from dataclasses import dataclass

SKEW_US = 60_000_000  # hosts' clocks differ by less than this


@dataclass(frozen=True, slots=True)
class DomainLimit:
    """What may go to one recipient's domain: at this rate, and so many at once. None: as many as you like."""

    rate: RateLimit | None = None
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most one send per `every_us` microseconds, `burst` at once after a pause.

    `per_domain` limits what goes to each recipient's domain.
    """

    every_us: int
    burst: int
    per_domain: DomainLimit | None = None

    def allows(self, next_at: int, now: int) -> int:
        """Return how many may go now (generic cell rate algorithm). Times are microseconds since 1970."""
        ahead = max(next_at, now) - now
        return max(0, (self.every_us * self.burst - ahead) // self.every_us)

    def opens_at(self, next_at: int) -> int:
        """Return when the next one is allowed."""
        return next_at - self.every_us * (self.burst - 1)

    def possible(self, next_at: int, now: int) -> int:
        """Correct `next_at` if it can only come from a clock set back or a rate that was raised."""
        return now if next_at - now > self.every_us * self.burst + SKEW_US else next_at
