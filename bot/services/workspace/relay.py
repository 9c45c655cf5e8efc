"""Reacts to a relay that refuses us: the lane pauses and probes, and administrators are told once.

A pause begins after three refusals of us in a row, or at once if the settings cannot work. It also begins if
several people are refused in the same words without a success in between, since hardly all of their addresses
are dead. It ends when an email is accepted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from bot.services.workspace.work import MailDelayed, MailRefused, MailWorksAgain
from storage.entities.outbox import Outbox
from storage.entities.relay import FIRST_PROBE, RelayTrouble
from storage.outbox.relay import CLEARED, GIVEN_UP_AT_ONCE
from storage.outbox.sending import Ending
from storage.uow import UnitOfWork

ENOUGH = 3  # refusals of us in a row, or people refused in the same words
QUICK_PROBES = 10  # probes without a wait, before a refusal of several people counts as one of us
ACCEPTED_LATELY = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=3)
RUN_KEPT = 20

NOT_TAKEN = "Our mail server doesn't take email at the moment."
TRYING = f"{NOT_TAKEN} We'll keep trying."
TOLD = f"{NOT_TAKEN} We've told the administrators."
SHORT = 120  # characters of the relay's words shown on a card
GIVEN_UP = "Our mail server has not taken our email for three days."


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal by the relay: its words without addresses, and advice for administrators.

    `alike` are the words without what names this one email. `at_once`: the settings cannot work. `certain`:
    code or words say whose fault it is. `domain` is a keyed hash of the recipient's domain.
    """

    words: str
    advice: str
    alike: str = ""
    at_once: bool = False
    certain: bool = True
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Operators:
    """The people to tell.

    With several workspaces, only the `admins` of the environment read the relay's words, since it is theirs.
    The administrators of workspaces with waiting emails read that email is delayed.
    """

    admins: Collection[str]
    many_workspaces: bool = False

    def reason(self, sentence: str, words: str) -> str:
        """Add the relay's words to a sentence, unless its readers do not run the relay."""
        return sentence if self.many_workspaces else f"{sentence} It said: {words[:SHORT]}"


async def accepted(uow: UnitOfWork, operators: Operators) -> bool:
    """End the trouble after the relay has accepted an email. Returns True if there was a pause."""
    trouble = await uow.relay.lock_trouble()
    if trouble is None:
        return False
    if trouble.told and trouble.paused_at:
        incident = int(trouble.paused_at.timestamp())
        told = await _recipients(uow, operators, None)
        homes = await uow.relay.told_of_delay(MailDelayed.kind, incident)
        told += await _others(uow, homes, told)
        for home, to in told:
            with uow.within(home):
                await uow.outbox.add(MailWorksAgain(to, incident))
    paused = trouble.paused_at is not None
    await uow.relay.end_trouble()
    return paused


async def we_are_refused(uow: UnitOfWork, row: Outbox, refused: Refused, operators: Operators) -> None:
    """Count a refusal that is not about the recipient."""
    trouble = await uow.relay.lock_or_add_trouble()
    trouble.refusals += 1
    trouble.words, trouble.advice = refused.words, refused.advice
    if trouble.paused_at is None:
        if refused.at_once or trouble.refusals >= ENOUGH:
            trouble.pause(uow.now)
    elif trouble.probe == row.id:
        trouble.probe_refused(uow.now, first_try=row.attempts == 1)
    await _tell(uow, trouble, row, operators)


async def suspects(uow: UnitOfWork, row: Outbox, refused: Refused, operators: Operators) -> set[int]:
    """Find rows refused like this one, which suggests that the relay refuses us. This row is among them.

    Failed ones are queued again. A row refused again after another email was accepted is not included.
    """
    trouble = await uow.relay.lock_or_add_trouble()
    if row.fault == CLEARED:
        _probe_another(trouble, row, uow)
        return set()
    _remember(trouble, row, refused)
    if not await _looks_like_us(uow, trouble, refused):
        _probe_another(trouble, row, uow)
        return set()
    trouble.words, trouble.advice = refused.words, refused.advice
    found = {one["row"] for one in trouble.run["people"]}
    for home, contact_id in await uow.relay.revive(found, uow.now, NOT_TAKEN):
        with uow.within(home):
            uow.outbox.redraw(contact_id)
    if trouble.paused_at is None:
        trouble.pause(uow.now, QUICK_PROBES)
    elif trouble.probe == row.id:
        trouble.probe_refused(uow.now, first_try=row.attempts == 1)
    await _tell(uow, trouble, row, operators)
    return found


async def said_nothing(uow: UnitOfWork, row: Outbox, *, tried: bool) -> None:
    """Plan another probe: this one was not sent, or was refused for a reason of the moment."""
    trouble = await uow.relay.lock_trouble()
    if trouble and trouble.probe == row.id:
        wait = timedelta(seconds=trouble.wait_seconds if tried else 0)
        trouble.probe_said_nothing(uow.now + wait)


async def pause_words(uow: UnitOfWork) -> str:
    """Say to inviters why no email is being sent. Empty while the relay takes email."""
    trouble = await uow.relay.trouble()
    return trouble.reason if trouble and trouble.told else ""


async def give_up_old(uow: UnitOfWork) -> list[Ending]:
    """Fail emails that have waited for three days, during a pause."""
    trouble = await uow.relay.trouble()
    if trouble is None or trouble.paused_at is None:
        return []
    endings = await uow.relay.give_up(uow.now - GIVE_UP_AFTER, GIVEN_UP)
    if len(endings) == GIVEN_UP_AT_ONCE and trouble.probe is None:
        # so that the rest follow soon, and not in half an hour
        trouble.probe_said_nothing(uow.now + FIRST_PROBE)
    return endings


def _probe_another(trouble: RelayTrouble, row: Outbox, uow: UnitOfWork) -> None:
    if trouble.probe == row.id:
        trouble.probe_said_nothing(uow.now)


def _remember(trouble: RelayTrouble, row: Outbox, refused: Refused) -> None:
    """Add a person to those refused in the same words. Other words start a new list."""
    before = trouble.run["people"] if trouble.run.get("alike") == refused.alike else []
    person = {"row": row.id, "recipient": row.recipient, "domain": refused.domain}
    people = [one for one in before if one["row"] != row.id]
    trouble.run = {"alike": refused.alike, "people": [*people, person][-RUN_KEPT:]}


async def _looks_like_us(uow: UnitOfWork, trouble: RelayTrouble, refused: Refused) -> bool:
    """Judge whether refusals in the same words are about us.

    If the words name the person, that takes several domains and no accepted email lately.
    """
    people = trouble.run["people"]
    if len({one["recipient"] for one in people}) < ENOUGH:
        return False
    if not refused.certain:
        return True
    if len({one["domain"] for one in people}) < ENOUGH:
        return False
    last = await uow.relay.last_accepted()
    return last is None or last < uow.now - ACCEPTED_LATELY


async def _tell(uow: UnitOfWork, trouble: RelayTrouble, row: Outbox, operators: Operators) -> None:
    """Tell the administrators, once in a pause, when no quick probe is left."""
    if trouble.told or trouble.quick or trouble.paused_at is None:
        return
    trouble.told, trouble.reason = True, operators.reason(TOLD, trouble.words)
    await uow.relay.explain(trouble.reason)
    incident = int(trouble.paused_at.timestamp())
    told = await _recipients(uow, operators, row.workspace_id)
    for home, to in told:
        with uow.within(home):
            await uow.outbox.add(MailRefused(to, incident, trouble.words, trouble.advice))
    if operators.many_workspaces:
        for home, to in await _others(uow, await uow.relay.waiting_workspaces(), told):
            with uow.within(home):
                await uow.outbox.add(MailDelayed(to, incident))
    for home, contact_id in await uow.relay.waiting_contacts():
        with uow.within(home):
            uow.outbox.redraw(contact_id)


async def _others(
    uow: UnitOfWork, workspace_ids: Collection[int], told: Collection[tuple[int, str]]
) -> list[tuple[int, str]]:
    """List (workspace, user id) of these workspaces' administrators, without people who are told already."""
    known = {user_id for _, user_id in told}
    return [each for each in await _administrators(uow, workspace_ids) if each[1] not in known]


async def _administrators(uow: UnitOfWork, workspace_ids: Collection[int]) -> list[tuple[int, str]]:
    """List (workspace, user id) of these workspaces' administrators."""
    found: list[tuple[int, str]] = []
    for home in workspace_ids:
        with uow.within(home):
            found += [(home, each) for each in await uow.colleagues.administrators()]
    return found


async def _recipients(
    uow: UnitOfWork, operators: Operators, workspace_id: int | None
) -> list[tuple[int, str]]:
    """List (workspace, user id) of the people to tell."""
    if operators.many_workspaces:
        return await uow.relay.homes_of(operators.admins)
    home = workspace_id or await uow.relay.home()
    if home is None:
        return []
    return await _administrators(uow, [home])
