"""`python -m bot bounce`: reads one message from a mail server's pipe, which may report a failed delivery."""

from bot.beside import beside
from bot.clock import Clock, system_clock
from bot.mail.bounce import read_bounce
from bot.security.tokens import Links
from bot.settings import Settings
from bot.workers.kinds.bounce import Bounces
from bot.workers.lanes import all_handlers

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the message and tries later


async def take_in(settings: Settings, raw: bytes, clock: Clock = system_clock) -> bool:
    """Record what a message reports. Returns False if it is no report about one of our emails.

    On SQLite, beside a running program, it only adds a row of work. Raises a DatabaseFault or an OSError if
    the database is away.
    """
    if read_bounce(raw) is None:
        return False
    async with beside(settings, clock) as here:
        handlers = all_handlers(Links(here.keyring, settings.public_url), settings.admins)
        return await Bounces(here.new_uow, here.keyring, handlers.ends).take_in(raw, leave=here.leave)
