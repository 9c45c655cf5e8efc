"""Collects everything one person is shown: Home, modals, commands, refusals, cards and messages."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from blocks.approval.news import digest_message, nudge_message
from blocks.hire.card import ended_message, ending_card, hire_card
from blocks.hire.offer import offer_message
from blocks.imports.message import ImportProgress, import_message
from blocks.imports.offer import offer_message as import_offer_message
from blocks.invitation.card import undelivered_message
from blocks.invitation.link import alarm_message
from blocks.invitation.request import request_message
from blocks.kit.modal import Message
from blocks.workspace.installation import installed_message
from blocks.workspace.refusal import access_asked_message, access_granted_message
from bot.slack.access import Role, rights_of
from bot.workers.kinds.card import CARDS
from demo.person.person import Person
from storage.entities.hire import Hire
from storage.entities.import_result import ImportResult
from storage.entities.imports import Import, ImportOffer
from storage.entities.link import Link
from storage.entities.outbox import Outbox
from storage.entities.settings import SETTINGS
from storage.entities.status import HireState, ImportState, Outcome
from storage.uow import UnitOfWork
from tests.kit.applying import apply
from tests.kit.hire import active, hire, hired
from tests.kit.knocking import knock
from tests.kit.pool import add, become
from tests.kit.product import House

Json = dict[str, Any]
LISTENERS = (
    "event:app_home_opened",
    "action:home_many",
    "command:/invite-contact",
    *(
        f"command:/contacts{word}"
        for word in ("", " help", " ada", " zzz", " hires", " link", " away", " settings", " import")
    ),
)


@dataclass(slots=True)
class Shown:
    """Texts and ids one person was shown.

    `ids` are those of buttons and fields, and `row act` for choices in rows' menus. In `marked`, Slack reads
    markup: the texts of messages themselves, and of blocks that ask for it.
    """

    ids: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.words)

    def add(self, node: Any) -> None:
        for element in _elements(node):
            if "action_id" in element:
                self.ids |= {element["action_id"], *_acts(element)}
            self.words += [element[name] for name in ("text", "accessibility_label") if _text(element, name)]
            if _text(element, "text") and (element.get("type") == "mrkdwn" or "blocks" in element):
                self.marked.append(element["text"])


def _text(element: Json, name: str) -> bool:
    return isinstance(element.get(name), str)


def _acts(element: Json) -> Iterator[str]:
    for option in element.get("options") or () if element.get("type") == "overflow" else ():
        yield f"{element['action_id']} {option['value'].partition(':')[0]}"


def _elements(node: Any) -> Iterator[Json]:
    if isinstance(node, str) and node.startswith(('{"', "[")):
        node = json.loads(node)
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _elements(child)


async def everything_shown(house: House, person: Person, *, is_admin: bool) -> Shown:
    shown = Shown()
    calls = len(house.demo.calls())
    for listener, value in [*((each, "1") for each in LISTENERS), *await _presses(house)]:
        what, payload = knock(house, person, listener, value)
        payload.pop("response_url", None)  # without it, a refusal is a modal
        shown.add((await house.demo.deliver(what, payload)).answer)
    for call in house.demo.calls()[calls:]:
        if call.method.startswith("views."):
            shown.add(call.arguments)
    ids = [row["id"] for row in await house.rows("SELECT id FROM contact")]
    async with house.program.new_uow(workspace_id=1).read() as uow:
        told = _to_admins() if is_admin else []
        for message in [*await _cards(uow, ids), *await _messages(uow), *told]:
            shown.add({"text": message.text, "blocks": message.blocks})
    return shown


async def _presses(house: House) -> list[tuple[str, str]]:
    """List presses that open every group of settings and every contact, and one each status refuses."""
    presses = [("action:change_settings", each.group.name) for each in SETTINGS]
    for row in await house.rows("SELECT id, status FROM contact"):
        presses.append(("action:open_contact", str(row["id"])))
        if row["status"] != "applied":
            presses.append(("action:approve", str(row["id"])))
        if row["status"] != "active":
            presses.append(("action:hire_contact", str(row["id"])))
    return presses


async def _cards(uow: UnitOfWork, contact_ids: list[int]) -> list[Message]:
    """Render the contacts' cards as the outbox does."""
    cards = await uow.cards.of_contacts(contact_ids)
    shows = [await CARDS[card.kind](uow, card) for card in cards]
    return [show.message for show in shows if show]


async def _messages(uow: UnitOfWork) -> list[Message]:
    """Render the messages other than cards as the outbox does.

    The first job is agreed, the second offered.
    """
    managers, members = rights_of(Role.MANAGER), rights_of(Role.MEMBER)
    [applied], invitation = await uow.applications.waiting(1), await uow.invitations.get(1)
    progress = ImportProgress(_RESULT, {}, None, 1, uow.now)
    agreed, offered = await uow.hires.get(1), await uow.hires.get(2)
    today, came_back = uow.now.date(), Outbox(state=Outcome.BOUNCED, finished_at=uow.now)
    return [
        nudge_message(applied, uow.now, managers),
        digest_message([applied], 1, managers),
        undelivered_message(invitation.contact, "no such mailbox", managers),
        ending_card(agreed, managers),
        ended_message(agreed, managers),
        hire_card(_over(agreed), today, managers),
        hire_card(offered, today, managers, came_back),
        alarm_message(Link(id=1, name="Footer"), managers),
        import_offer_message(ImportOffer(id=1, file_name="pool.csv"), managers),
        *(import_message(_import(uow, state), progress, managers) for state in _STATES),
        access_granted_message(managers),
        offer_message(offered, "Acme", None, members),
        request_message(invitation, 1, "Acme", None, members, is_open=True),
    ]


def _over(hire: Hire) -> Hire:
    """Make the same job, but ended."""
    over = Hire(id=9, **asdict(hire.terms), state=HireState.ENDED)
    over.attach(hire.contact)
    return over


def _to_admins() -> list[Message]:
    rights = rights_of(Role.ADMIN)
    return [access_asked_message("U0000000001", rights), installed_message(rights)]


_RESULT = ImportResult(invited=1, skipped=0, failed=0, selected=1, made=1, reasons={}, problems=[])
_STATES = (ImportState.RUNNING, ImportState.DONE)


def _import(uow: UnitOfWork, state: ImportState) -> Import:
    sends_at = uow.now + timedelta(minutes=1)
    return Import(
        id=1, file_name="pool.csv", state=state, made_by="U1", started_at=uow.now, sends_at=sends_at
    )


async def add_everybody(house: House, *tags: str) -> None:
    """Add contacts in every status, an agreed job and an offer. The tags are of who has the job."""
    await house.invite(Name="Ida Ada", Email="ida@x.dk")
    await apply(house)
    await active(house, "Linus Ada", "linus@x.dk", *tags)
    await hired(house, "Linus Ada", "linus@x.dk")
    await active(house, "Grace Ada", "grace@x.dk")
    await hire(house, "Grace Ada")
    for status in ("declined", "blocked"):
        await become(house, await add(house, f"{status.title()} Ada"), status)
    await house.settled()
