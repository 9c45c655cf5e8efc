"""Somebody leaves: what was theirs and is open is passed on, and the administrators are told in one message.

People leave when they are deactivated in Slack, become a guest, or lose the right to use the app. They get
nothing back by themselves.
"""

from collections.abc import Collection

from bot.services.hire.life import ENDING_CARD
from bot.services.signup.approval import APPLICATION_CARD, list_daily
from bot.services.signup.link import switch_off_link
from bot.services.workspace.changing import change_settings
from bot.services.workspace.work import DepartureCard
from storage.entities.colleague import ADMINISTRATORS, Departure, HeirRefused, OpenThings
from storage.entities.errors import Refused
from storage.entities.member import Member
from storage.entities.settings import WorkspaceSettings
from storage.entities.status import EventKind
from storage.tables.belongings import APPLICATIONS, JOBS, KINDS, LINKS, Ids
from storage.uow import UnitOfWork

MOST_CARDS = 10  # applications that get a card of their own for the heir; all are in the message
MOST_NAMED = 10


class NoLinksToKeep(Refused):
    """None of the links is switched off any more, or somebody else has kept them."""

    def __init__(self) -> None:
        super().__init__("These links are on already, or have expired. There is nothing to keep.")


async def noticed(uow: UnitOfWork, member: Member) -> None:
    """Take over what Slack says of a member now: their profile, and that they have left or are back."""
    before = await uow.members.get(member.user_id)
    was = before is not None and not before.outside
    lost = (was and member.outside) or (before is not None and before.admin and not member.admin)
    member.fetched_at = uow.now
    member.name = member.name or (before.name if before else "Somebody")
    await uow.members.remember(member)
    if lost or member.outside:
        await lost_right(uow, [member.user_id])
    else:
        await got_right(uow, [member.user_id])


async def got_right(uow: UnitOfWork, user_ids: Collection[str]) -> None:
    """Let messages reach those again who had left and may use the app now."""
    for user_id in sorted(user_ids):
        departure = await uow.colleagues.departure_of(user_id)
        if departure and await uow.colleagues.may_act(user_id):
            departure.returned_at = uow.now


async def lost_right(uow: UnitOfWork, user_ids: Collection[str]) -> None:
    """Pass on what those leave who may not use the app any more. Who still may keeps everything."""
    for user_id in sorted(user_ids):
        if not await uow.colleagues.may_act(user_id):
            await _leave(uow, user_id)


async def _leave(uow: UnitOfWork, user_id: str) -> None:
    """Pass on what somebody leaves, once.

    The workspace is locked: an event, a message that cannot be delivered and the daily look may find out
    about it at the same moment.
    """
    if await _leaves_nothing(uow, user_id):
        return
    settings = WorkspaceSettings.of(await uow.workspaces.lock())
    if await uow.colleagues.departure_of(user_id):
        return
    theirs = await uow.belongings.of(user_id)
    await _take_out_of_settings(uow, settings, user_id)
    await uow.colleagues.is_back(user_id)
    heir = await uow.colleagues.heir_of(user_id)
    departure = await uow.colleagues.add_departure(
        Departure(user_id=user_id, left_at=uow.now, heir=heir, passed=theirs, posts={})
    )
    for link_id in theirs.get(LINKS, ()):
        await switch_off_link(uow, link_id)
    await _pass_on(uow, departure, user_id, heir)
    await _record(uow, EventKind.COLLEAGUE_LEFT, departure)
    if await still_open(uow, theirs):
        await _tell(uow, departure)


async def _take_out_of_settings(uow: UnitOfWork, settings: WorkspaceSettings, user_id: str) -> None:
    """Name a leaver in Settings no longer, so that they do not get the right back by coming back."""
    managers = [each for each in settings.hiring_managers if each != user_id]
    heir = None if settings.heir == user_id else settings.heir
    await change_settings(uow, hiring_managers=managers, heir=heir)


async def _leaves_nothing(uow: UnitOfWork, user_id: str) -> bool:
    """Tell whether nothing needs to be done: they never used the app, or have left before."""
    if await uow.colleagues.departure_of(user_id):
        return True
    settings = await uow.workspaces.settings()
    is_named = user_id in {*settings.hiring_managers, settings.heir}
    used_it = is_named or await uow.homes.get(user_id) is not None
    return not used_it and not await uow.belongings.of(user_id)


async def _pass_on(uow: UnitOfWork, departure: Departure, giver: str, heir: str) -> None:
    passed: Ids = departure.passed
    await uow.belongings.pass_on(passed, giver, heir)
    await uow.cards.post_anew(passed.get(JOBS, ()), ENDING_CARD, heir)
    readers = [heir] if heir != ADMINISTRATORS else await uow.colleagues.administrators()
    waiting = await uow.belongings.waiting(passed.get(APPLICATIONS, ()), MOST_CARDS)
    for reader in readers:
        for contact_id, application_id in waiting:
            await uow.cards.add(
                contact_id=contact_id, kind=APPLICATION_CARD, channel=reader, application_id=application_id
            )
        if passed.get(APPLICATIONS):
            await list_daily(uow, reader)


async def _record(uow: UnitOfWork, kind: EventKind, departure: Departure) -> None:
    counts = {each: len(departure.passed[each]) for each in KINDS if departure.passed.get(each)}
    after = {"left": departure.user_id, "heir": departure.heir, **counts}
    concerned = await uow.belongings.contacts(departure.passed)
    await uow.events.record(kind, after=after, concerned=concerned)


async def _tell(uow: UnitOfWork, departure: Departure) -> None:
    """Tell the administrators and the heir, or update the messages they have."""
    readers = [*await uow.colleagues.administrators(), *departure.posts]
    if departure.heir != ADMINISTRATORS:
        readers.append(departure.heir)
    for reader in dict.fromkeys(readers or [ADMINISTRATORS]):
        await uow.outbox.add(DepartureCard(departure.id, reader))


async def look_at(uow: UnitOfWork, departure_id: int) -> tuple[Departure, list[OpenThings]]:
    """Load a departure with what is still open of what was passed on."""
    departure = await uow.colleagues.departure(departure_id)
    return departure, await still_open(uow, departure.passed)


async def still_open(uow: UnitOfWork, ids: Ids) -> list[OpenThings]:
    things = []
    for kind in KINDS:
        if ids.get(kind):
            count, names = await uow.belongings.named(kind, ids[kind], MOST_NAMED)
            things += [OpenThings(kind, count, names)] * (count > 0)
    return things


async def choose_heir(uow: UnitOfWork, departure_id: int, heir: str | None) -> None:
    """Pass on to somebody else what went to the first heir and is still open. Raises HeirRefused."""
    departure = await uow.colleagues.departure(departure_id, lock=True)
    if heir is None or heir == departure.user_id or not await uow.colleagues.may_act(heir):
        raise HeirRefused
    giver, departure.heir = departure.heir, heir
    if giver != heir:
        await _pass_on(uow, departure, giver, heir)
        await _record(uow, EventKind.HEIR_CHOSEN, departure)
    await _tell(uow, departure)


async def keep_links(uow: UnitOfWork, departure_id: int) -> None:
    """Switch the links on again, in the name of the heir or of who keeps them. Raises NoLinksToKeep."""
    departure = await uow.colleagues.departure(departure_id, lock=True)
    if departure.links_kept_at or not departure.passed.get(LINKS):
        raise NoLinksToKeep
    maker = uow.scope.actor if departure.heir == ADMINISTRATORS else departure.heir
    for link_id in departure.passed[LINKS]:
        link = await uow.links.lock(link_id)
        if link.off_at == departure.left_at:  # and not by somebody since
            link.off_at, link.made_by = None, maker
    departure.links_kept_at, departure.links_kept_by = uow.now, uow.scope.actor
    await uow.events.record(EventKind.LINKS_KEPT, after={"links": departure.passed[LINKS]})
    await _tell(uow, departure)


async def posted(uow: UnitOfWork, departure_id: int, reader: str, channel: str, ts: str) -> None:
    """Store where a reader's message about a departure was posted."""
    departure = await uow.colleagues.departure(departure_id, lock=True)
    departure.posted(reader, channel, ts)
