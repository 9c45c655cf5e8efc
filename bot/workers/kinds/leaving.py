"""Outbox work about people: who has left or is away, the daily look, and user groups."""

from blocks.kit.modal import Message
from blocks.workspace.away import deputy_message
from blocks.workspace.leaving import departure_message
from bot.services.workspace.away import last_day, what_waits
from bot.services.workspace.leaving import look_at, noticed, posted
from bot.services.workspace.people import keep_group, look_after_people
from bot.services.workspace.work import DepartureCard, DeputyNews, GroupSync, PeopleLook, Presence
from bot.slack.access import Role, rights_of
from bot.slack.work import Copy
from bot.workers.engine.handlers import Handlers
from bot.workers.engine.quiet import Note
from bot.workers.engine.slack import AskAbout, AskGroup, Show
from storage.entities.member import Member
from storage.uow import UnitOfWork


def register(on: Handlers) -> None:
    on.show(DepartureCard, render_departure)
    on.show(DeputyNews, render_deputy)
    on.show(Copy, render_copy)
    on.show(Presence, ask_about)
    on.show(GroupSync, ask_group)
    on.note(PeopleLook, look_daily)


async def render_departure(uow: UnitOfWork, work: DepartureCard) -> Show:
    """Render the message about somebody who has left, for an administrator or the heir."""
    departure, things = await look_at(uow, work.departure)
    role = Role.MANAGER if work.to == departure.heir else Role.ADMIN
    if work.to in await uow.colleagues.administrators():
        role = Role.ADMIN

    async def remember(uow: UnitOfWork, channel: str, ts: str) -> None:
        await posted(uow, work.departure, work.to, channel, ts)

    channel, ts = departure.posts.get(work.to, (work.to, None))
    message = departure_message(departure, things, rights_of(role))
    return Show(message, channel, ts, remember=remember)


async def render_deputy(uow: UnitOfWork, work: DeputyNews) -> Show | None:
    """Tell the deputy, unless the absence is over or was changed meanwhile."""
    absence = await uow.colleagues.absence(work.away)
    if absence is None or absence.deputy != work.to or int(absence.until.timestamp()) != work.until:
        return None
    things = await what_waits(uow, work.away)
    until = await last_day(uow, work.away, absence.until)
    message = deputy_message(work.away, until, things, rights_of(Role.MANAGER))
    open_things = await uow.belongings.of(work.away)
    named = await uow.belongings.contacts(open_things) | await uow.belongings.invited(open_things)
    return Show(message, channel=work.to, about=named)


async def render_copy(_uow: UnitOfWork, work: Copy) -> Show:
    """Show a copy unchanged: it was rendered when it was enqueued. Others have theirs."""
    return Show(Message(work.text, work.blocks), channel=work.to, private=True, about=work.about)


async def ask_about(_uow: UnitOfWork, work: Presence) -> AskAbout:
    async def found(uow: UnitOfWork, member: Member) -> None:
        await noticed(uow, member)

    return AskAbout(work.user, found)


async def ask_group(uow: UnitOfWork, work: GroupSync) -> AskGroup | None:
    """Ask who is in a group, unless its members are no hiring managers any more."""
    if work.group not in (await uow.workspaces.settings()).manager_groups:
        return None

    async def found(uow: UnitOfWork, name: str, handle: str, user_ids: list[str]) -> None:
        await keep_group(uow, work.group, name, handle, user_ids)

    return AskGroup(work.group, found)


async def look_daily(_uow: UnitOfWork, _work: PeopleLook) -> Note:
    return Note(look_after_people)
