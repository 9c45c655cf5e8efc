"""Whatever people typed or uploaded is shown as they wrote it: Slack reads no mention and no link in it."""

import itertools
from collections.abc import AsyncIterator

import pytest

from blocks.approval.news import reminder_message
from blocks.contact.history import history_message
from blocks.contact.share import shared_card
from blocks.hire import card as hire_card
from blocks.home.found import found_message
from blocks.home.overview import told
from blocks.imports.message import ImportProgress, import_message
from blocks.imports.offer import offer_message
from blocks.invitation import card
from blocks.invitation.link import alarm_message, alarm_over_message
from blocks.kit.modal import Message, text_message
from blocks.lists.forms import news_message
from blocks.person.forms import data_message
from blocks.person.news import job_erased_message, left_message
from blocks.workspace.refusal import refusal_message
from blocks.workspace.relay import mail_refused_message
from storage.entities.errors import Refused
from storage.entities.import_result import ImportResult
from storage.entities.imports import Import, ImportOffer
from storage.entities.link import Link
from storage.entities.right import Right
from storage.entities.saved_list import SavedList
from storage.entities.status import Answer, ImportState
from storage.entities.tag import Tag
from storage.overview.listing import Criteria
from storage.uow import UnitOfWork
from tests.kit.everything_shown import Shown, add_everybody, everything_shown
from tests.kit.knocking import knock
from tests.kit.product import House
from tests.kit.recorder import registered

PING, LINK = "<!channel>", "<https://evil.test|Approve>"
MARK = f"{PING} & {LINK}"
TYPED = (
    ("contact", "name", "source"),
    ("application", "name", "message", "reason"),
    ("hire", "title", "message", "reason"),
    ("invitation", "note"),
    ("link", "name"),
    ("member", "name", "title"),
    ("tag", "name"),
    ("workspace", "team_name"),
)


@pytest.fixture
async def marked(house: House) -> AsyncIterator[House]:
    """Add contacts in every status, jobs and a link, and put markup wherever somebody's text is stored."""
    await add_everybody(house, "react")
    for table, *columns in TYPED:
        await house.plant(f"UPDATE {table} SET {', '.join(f'{each} = :mark' for each in columns)}", mark=MARK)
    yield house


def read_as_markup(shown: Shown) -> list[str]:
    return [text for text in shown.marked if PING in text or LINK in text]


async def test_no_name_is_a_mention_wherever_it_is_shown(marked: House) -> None:
    for name in ("Maria Garcia", "Jordan Lee"):
        shown = await everything_shown(marked, marked.person(name), is_admin=name == "Maria Garcia")
        assert MARK in shown.text
        assert read_as_markup(shown) == []


async def test_no_press_makes_a_mention_of_a_name(marked: House) -> None:
    maria, shown = marked.person("Maria Garcia"), Shown()
    calls = len(marked.demo.calls())
    actions = sorted(name for name in registered() if name.startswith("action:"))
    for listener, value in itertools.product(actions, "123456"):
        what, payload = knock(marked, maria, listener, value)
        shown.add((await marked.demo.deliver(what, payload)).answer)
    await marked.settled()
    for call in marked.demo.calls()[calls:]:
        shown.add(call.arguments)
    assert MARK in shown.text
    assert read_as_markup(shown) == []
    marked.demo.forgive()


_IMPORT = Import(id=1, file_name=MARK, state=ImportState.DONE, made_by="U1", problem=MARK)
_RESULT = ImportResult(1, 1, 1, 1, 1, {MARK: 1}, [(2, MARK)])


async def messages_about(uow: UnitOfWork) -> list[Message]:
    """Render messages that tell of something rare, as the outbox does."""
    rights, contact, job = frozenset(Right), await uow.contacts.get(1), await uow.hires.get(1)
    link, saved = Link(id=1, name=MARK), SavedList(id=1, name=MARK, owner="U1")
    offers = [ImportOffer(id=1, file_name=MARK), ImportOffer(id=1, file_name="pool.csv", problem=MARK)]
    return [
        *(card.answered_message(contact, answer, rights) for answer in Answer),
        card.reopened_message(contact),
        card.new_link_message(contact),
        card.undelivered_message(contact, MARK, rights),
        hire_card.answered_message(job),
        hire_card.prolonged_message(job),
        hire_card.ended_message(job, rights),
        hire_card.undelivered_message(job, MARK),
        *(offer_message(offer, rights, imported=imported) for offer in offers for imported in (False, True)),
        import_message(_IMPORT, ImportProgress(_RESULT, {}, None, 0, uow.now), rights),
        alarm_message(link, rights),
        alarm_over_message(link, "https://acme.example/join/x", rotated=True, blocked=1),
        data_message(contact),
        found_message(MARK, [], False, "slack://app", rights),
        history_message(contact, []),
        job_erased_message(MARK, "2026-01-01", "2026-01-31"),
        left_message(contact),
        mail_refused_message(MARK, MARK),
        news_message(saved, 1, [MARK]),
        refusal_message(Refused(MARK), rights),
        reminder_message(contact, rights),
        shared_card([contact], "U1"),
        text_message(MARK),
    ]


async def test_no_message_about_something_rare_mentions_anybody(marked: House) -> None:
    async with marked.program.new_uow(workspace_id=1).read() as uow:
        for message in await messages_about(uow):
            shown = Shown()
            shown.add({"text": message.text, "blocks": message.blocks})
            assert any("!channel" in text for text in shown.words)
            assert read_as_markup(shown) == []


def test_what_somebody_searches_for_mentions_nobody() -> None:
    criteria = Criteria(text=MARK, place=MARK, language=MARK)
    said = told(criteria, [Tag(name=MARK)], Link(name=MARK), Import(file_name=MARK))
    assert said.count("&lt;!channel&gt;") == 6
    assert PING not in said
