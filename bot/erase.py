"""`python -m bot erase`: erases a person by their address, beside a running program or alone."""

from bot.beside import Beside, beside
from bot.clock import Clock, system_clock
from bot.services.person.erase import erase_from, known_in
from bot.services.person.work import AddressErasure
from bot.services.words.addresses import parse_email
from bot.settings import Settings
from storage.entities.errors import Refused


class NoAddress(Refused):
    """What was typed is no email address."""


class NoWorkspace(Refused):
    """No workspace has this Slack id."""


async def erase_address(
    settings: Settings, typed: str, workspace: str | None = None, clock: Clock = system_clock
) -> int:
    """Erase an address from all workspaces, or from the one with this Slack id.

    Returns in how many it was known. On SQLite, beside a running program, it only adds a row of work. Raises
    NoAddress or NoWorkspace.
    """
    try:
        email_key = parse_email(typed).key
    except ValueError as error:
        raise NoAddress(str(error)) from error
    async with beside(settings, clock) as here:
        only = await _workspace(here, workspace) if workspace else None
        async with here.new_uow().read() as uow:
            known = await known_in(uow, email_key, only)
        if not known:
            return 0
        async with here.new_uow(workspace_id=known[0]) as uow:
            if here.leave:
                recipient = uow.suppressions.hash_recipient(email_key)
                await uow.outbox.add(AddressErasure(email_key, only is None, recipient=recipient))
            else:
                await erase_from(uow, email_key, everywhere=only is None)
        if not here.leave:
            await here.database.scrub()
        return len(known)


async def _workspace(here: Beside, slack_id: str) -> int:
    async with here.new_uow().read() as uow:
        found = await uow.workspaces.by_slack_id(slack_id)
    if found is None:
        raise NoWorkspace(f"There is no workspace with the Slack id {slack_id}.")
    return found.id
