"""Currencies, and a rate of pay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from storage.entities.status import Per

# ISO 4217: active currencies in which freelancers are paid, with their number of decimals.
_TWO_DECIMALS = """
    EUR USD GBP DKK SEK NOK CHF PLN CZK HUF RON BGN TRY UAH RSD MDL GEL AMD AZN ILS EGP MAD NGN KES GHS ZAR
    AED SAR QAR INR PKR BDT LKR NPR THB MYR SGD IDR PHP CNY HKD TWD KZT AUD NZD CAD MXN BRL ARS COP PEN UYU
    BOB CRC DOP GTQ
"""
_NO_DECIMALS = "JPY KRW VND ISK CLP PYG UGX RWF XOF XAF"
_THREE_DECIMALS = "KWD BHD OMR JOD TND"
CURRENCIES: dict[str, int] = {
    code: decimals
    for codes, decimals in ((_TWO_DECIMALS, 2), (_NO_DECIMALS, 0), (_THREE_DECIMALS, 3))
    for code in codes.split()
}

USUAL_CURRENCY = "EUR"
LONGEST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Rate:
    """What somebody is usually paid: an amount in a currency (ISO 4217) for a unit of time or work."""

    amount: Decimal
    currency: str
    per: Per

    @property
    def thousandths(self) -> int:
        """The amount as a whole number, so that both databases can compare it."""
        return int(self.amount.scaleb(LONGEST_DECIMALS))
