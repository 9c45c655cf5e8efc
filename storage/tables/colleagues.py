"""Queries of who is here: administrators, people who have left or are away, and who stands in for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.table import Table, seldom
from storage.entities.colleague import ADMINISTRATORS, Absence, Departure
from storage.entities.errors import NotFound
from storage.entities.member import Member
from storage.entities.settings import WorkspaceSettings
from storage.tables.groups import Groups
from storage.tables.installs import Installs
from storage.tables.members import Members
from storage.tables.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads a message: Slack ids of people, or a conversation.

    If they stand in for somebody, `instead_of` is who that is, and `until` when they are back, if they are
    away. They are `here` if they have not left, but cannot be reached.
    """

    to: tuple[str, ...]
    instead_of: str = ""
    until: datetime | None = None
    here: bool = False


_DEPARTURE_OF = seldom(
    select(Departure)
    .where(Departure.user_id == bindparam("user"), Departure.returned_at.is_(None))
    .order_by(Departure.id.desc())
    .limit(1)
)
_ABSENCE = seldom(
    select(Absence).where(Absence.user_id == bindparam("user"), Absence.until > bindparam("now"))
)


class Colleagues(Table):
    """`named` are the Slack ids of administrators from the environment."""

    def __init__(self, session: AsyncSession, named: Sequence[str], now: datetime) -> None:
        super().__init__(session)
        self._named, self._now = named, now
        self._members, self._groups = Members(session), Groups(session)

    async def always_administrators(self) -> list[str]:
        """List who counts as an administrator whatever Slack says: by the environment, or the installer."""
        install = await Installs(self._session).get()
        return [*self._named, *([install.installed_by] if install and install.installed_by else [])]

    async def administrators(self, without: Collection[str] = ()) -> list[str]:
        """List the administrators who are here, each once."""
        named = [*await self.always_administrators(), *await self._members.known_admins()]
        gone = await self._members.outside(named)
        return [each for each in dict.fromkeys(named) if each not in gone and each not in without]

    async def may_act(self, user_id: str) -> bool:
        """Tell whether somebody is an administrator or a hiring manager now, as far as is known."""
        member = await self._members.get(user_id)
        if member and member.outside:
            return False
        if (member and member.admin) or user_id in await self.always_administrators():
            return True
        return user_id in (await self._settings()).hiring_managers or await self._groups.has(user_id)

    async def is_here(self, user_id: str) -> bool:
        """Tell whether somebody can be written to about the team's work: nothing says that they have left."""
        if await self._members.outside([user_id]):
            return False
        return await self.departure_of(user_id) is None

    async def departure_of(self, user_id: str) -> Departure | None:
        """Find the departure of somebody who has not returned."""
        found: Departure | None = (await self._run(_DEPARTURE_OF, user=user_id)).scalar()
        return found

    async def departure(self, departure_id: int, *, lock: bool = False) -> Departure:
        query = select(Departure).where(Departure.id == departure_id)
        if lock:
            query = query.with_for_update().execution_options(populate_existing=True)
        found: Departure | None = await self._session.scalar(query)
        if found is None:
            raise NotFound("message")
        return found

    async def departures_posted(self) -> list[tuple[int, str]]:
        """List (departure, reader) of every message about somebody who has left."""
        found = await self._session.execute(select(Departure.id, Departure.posts).order_by(Departure.id))
        return [(departure_id, to) for departure_id, posts in found for to in sorted(posts)]

    async def add_departure(self, departure: Departure) -> Departure:
        departure.workspace_id = self.workspace_id
        self._session.add(departure)
        await self._session.flush()
        return departure

    async def heir_of(self, user_id: str) -> str:
        """Choose who takes over from somebody: the person named in Settings if they are here."""
        heir = (await self._settings()).heir
        takes_over = heir is not None and heir != user_id and await self.is_here(heir)
        return heir if heir and takes_over else ADMINISTRATORS

    async def absence(self, user_id: str) -> Absence | None:
        """Find out whether somebody is away now."""
        found: Absence | None = (await self._run(_ABSENCE, user=user_id, now=self._now)).scalar()
        return found

    async def is_away(self, user_id: str, deputy: str, until: datetime) -> None:
        values = {"deputy": deputy, "until": until}
        insert = self._insert(Absence).values(workspace_id=self.workspace_id, user_id=user_id, **values)
        keys = [Absence.workspace_id, Absence.user_id]
        await self._session.execute(insert.on_conflict_do_update(index_elements=keys, set_=values))

    async def is_back(self, user_id: str) -> None:
        await self._session.execute(delete(Absence).where(Absence.user_id == user_id))

    async def readers(
        self, user_id: str, *, waits: bool = True, without: Collection[str] = ()
    ) -> Readers | None:
        """Find who reads what is meant for somebody. None if it is nobody but the administrators.

        Themselves if they are here; their deputy while they are away, if what it is about `waits` for them;
        who has taken over once they have left. Those in `without` cannot be reached.
        """
        here = await self.is_here(user_id)
        if user_id in without or not here:
            heir = await self._heir_now(user_id)
            takes_over = heir not in {ADMINISTRATORS, user_id, *without} and await self.is_here(heir)
            return Readers((heir,), user_id, here=here) if takes_over else None
        away = await self.absence(user_id) if waits else None
        if away and away.deputy not in without and await self.is_here(away.deputy):
            return Readers((away.deputy,), user_id, away.until, here=True)
        return Readers((user_id,))

    async def _heir_now(self, user_id: str) -> str:
        departure = await self.departure_of(user_id)
        return departure.heir if departure else await self.heir_of(user_id)

    async def spokesperson(self, user_id: str) -> Member | None:
        """Find in whose name we write to contacts: the owner's, or that of who stands in if they have left.

        Who has lost the right only has passed on what was theirs, so that they own nothing any more.
        """
        member = await self._members.get(user_id)
        if member and not member.outside:
            return member
        stands_in = None if user_id == ADMINISTRATORS else await self.readers(user_id, waits=False)
        for reader in stands_in.to if stands_in else await self.administrators():
            if found := await self._members.get(reader):
                return found
        return None

    async def _settings(self) -> WorkspaceSettings:
        return await Workspaces(self._session).settings()
