"""Samples of the welcome, settings, help, access and refusals."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from blocks.home.view import closed_home
from blocks.kit.modal import Message, ViewJson, text_message
from blocks.workspace.away import away_modal, back_modal, deputy_message
from blocks.workspace.help import help_message
from blocks.workspace.installation import installed_message
from blocks.workspace.leaving import departure_message, heir_modal, stand_in_note
from blocks.workspace.refusal import (
    access_asked_message,
    access_given_message,
    access_granted_message,
    access_sent_message,
    access_sent_modal,
    refusal_message,
    refusal_modal,
)
from blocks.workspace.relay import mail_delayed_message, mail_refused_message, mail_works_again_message
from blocks.workspace.restored import held_modal, restored_message, settled_message
from blocks.workspace.settings import Standing, saved_modal, settings_form, settings_list
from blocks.workspace.words import DONE_NOT_SHOWN, NO_ACCESS
from bot.mail.advice import advice
from bot.mail.verdict import Topic
from bot.showcase.samples.cast import ADMIN, MANAGER, MEMBER, NOW, TODAY, applicant, contact, days, hire, job
from bot.showcase.samples.sample import Sample
from bot.slack.access import Role, authorize
from bot.slack.surfaces import closed
from storage.entities.colleague import ADMINISTRATORS, Departure, OpenThings
from storage.entities.contact import Contact
from storage.entities.errors import DatabaseAway, NotAllowed, NotFound, Refused, RoleUnknown
from storage.entities.held import Held, HeldRow
from storage.entities.right import Right
from storage.entities.setting import Group
from storage.entities.settings import WorkspaceSettings, settings_in
from storage.entities.status import HireState, ImportState, Status

INSTALL, HELP, ACCESS, REFUSALS = "Install and settings", "Help", "Access", "Refusals"
RESTORE = "After a restore"
LEAVING, AWAY = "Somebody has left", "Somebody is away"
RELAY = "The mail server"
_SAID = "554 5.7.1 <address>: Sender address rejected: not owned by user talent"
_HELD = Held(emails=12, messages=1, since=NOW)
_HELD_ROWS = (
    HeldRow("mail", "invitation", "Ada Lovelace", NOW),
    HeldRow("slack", "card", "Ada Lovelace", NOW),
    HeldRow("slack", "digest", None, NOW),
)
_SET = WorkspaceSettings(company_name="Acme", hiring_managers=["U1"], import_grace_seconds=60)
_DEFAULTS = {"company_name": "Acme Inc.", "import_grace_seconds": 120}
_LACKING = Standing(_SET, _DEFAULTS, MANAGER, ["files:read"], "https://contacts.acme.example/slack/install")


_OPEN = (
    OpenThings("links", 1, ["Portfolio footer"]),
    OpenThings("applications", 2, ["Ada Lovelace", "Bo Berg"]),
    OpenThings("invitations", 412, ["Grace Hopper"]),
    OpenThings("offers", 1, ["Linus Berg"]),
    OpenThings("jobs", 1, ["Mary Jackson"]),
    OpenThings("imports", 1, ["people.csv"]),
)


def _departure(**changes: Any) -> Departure:
    passed = {"links": [1], "applications": [1, 2]}
    given: dict[str, Any] = {"id": 1, "user_id": "U1", "heir": ADMINISTRATORS, "passed": passed}
    return Departure(**given | changes)


def _noted(until: datetime | None, *, here: bool) -> Message:
    message = mail_works_again_message()
    return Message(message.text, [*stand_in_note("U1", until, here=here), *message.blocks])


def _standing(settings: WorkspaceSettings) -> Standing:
    return Standing(settings, _DEFAULTS, MANAGER)


def _changed_meanwhile() -> ViewJson:
    refused = "Maria Garcia changed these settings while you had them open. Nothing was saved."
    return settings_form(_standing(_SET), Group.EMAILS, refused, _SET.group(Group.EMAILS))


def _refusal(act: Callable[[], object]) -> Message:
    """Render the refusal that this act raises."""
    try:
        act()
    except Refused as refused:
        return refusal_message(refused, MANAGER)
    raise AssertionError("This act refuses nobody.")


def _not_allowed() -> NotAllowed:
    try:
        authorize([Right.INVITE], Role.MEMBER)
    except NotAllowed as refused:
        refused.admins = ("U2",)
        return refused
    raise AssertionError("Members may invite.")


def _archived() -> Contact:
    return contact(Status.ACTIVE, archived_at=NOW)


def _withdrawn() -> Contact:
    return contact(archived_at=NOW)


def _stopped() -> Contact:
    return contact(Status.DECLINED, mail_stopped_at=NOW)


def _finish(state: HireState) -> None:
    hire(state).finish(NOW, TODAY)


def _start(state: ImportState) -> None:
    job(state).must_be(ImportState.REVIEW)


_ACTS: dict[str, Callable[[], object]] = {
    "invite, already a contact": lambda: contact(Status.ACTIVE).invite_again("U1", NOW, days(30)),
    "invite, blocked": lambda: applicant(Status.BLOCKED).invite_again("U1", NOW, days(30)),
    "invite, declined a short while ago": lambda: contact(Status.DECLINED).invite_again("U1", NOW, days(30)),
    "invite, asked never to be written to": lambda: _stopped().invite_again("U1", NOW, days(30)),
    "resend, withdrawn": lambda: _withdrawn().must_be_waiting("sent again"),
    "resend, answered": lambda: contact(Status.ACTIVE).must_be_waiting("sent again"),
    "withdraw, answered": lambda: contact(Status.ACTIVE).withdraw(NOW),
    "archive, archived": lambda: _archived().archive(NOW),
    "archive, blocked": lambda: applicant(Status.BLOCKED).archive(NOW),
    "restore, not archived": lambda: contact(Status.ACTIVE).restore(),
    "unblock, not blocked": lambda: contact(Status.ACTIVE).unblock(NOW),
    "edit, archived": lambda: _archived().must_be_editable(),
    "edit, declined": lambda: contact(Status.DECLINED).must_be_editable(),
    "edit, changed meanwhile": lambda: contact().must_be_at(2),
    "hire, invited": lambda: contact().must_be_hireable(),
    "hire, applied": lambda: applicant().must_be_hireable(),
    "hire, declined": lambda: contact(Status.DECLINED).must_be_hireable(),
    "hire, blocked": lambda: applicant(Status.BLOCKED).must_be_hireable(),
    "hire, archived": lambda: _archived().must_be_hireable(),
    "hire, asked never to be written to": lambda: _stopped().must_be_hireable(),
    "cancel offer, begun": lambda: hire(HireState.ACCEPTED, start=TODAY).cancel("", NOW, TODAY),
    **{
        f"end hire, {state}": partial(_finish, state)
        for state in HireState
        if state is not HireState.ACCEPTED
    },
    "judge, accepted": lambda: hire(HireState.ACCEPTED).judge(again=True),
    **{
        f"start import, {state}": partial(_start, state)
        for state in ImportState
        if state is not ImportState.REVIEW
    },
    "stop import, not started": lambda: job(ImportState.REVIEW).stop("U1", NOW),
    "stop import, stopped": lambda: job(ImportState.SENDING, stopped_at=NOW).stop("U1", NOW),
}


SAMPLES = (
    Sample(INSTALL, "welcome", lambda: installed_message(ADMIN)),
    Sample(INSTALL, "settings, never set", lambda: settings_list(_standing(WorkspaceSettings()), ADMIN)),
    Sample(INSTALL, "settings", lambda: settings_list(_standing(_SET), ADMIN)),
    Sample(INSTALL, "settings, scopes missing", lambda: settings_list(_LACKING, ADMIN)),
    *(
        Sample(INSTALL, f"settings, {group}", partial(settings_form, _standing(_SET), group))
        for group in Group
        if settings_in(group)
    ),
    Sample(INSTALL, "settings, changed meanwhile", _changed_meanwhile),
    Sample(INSTALL, "settings, saved and not drawn", saved_modal),
    Sample(HELP, "administrator", lambda: help_message(ADMIN)),
    Sample(HELP, "hiring manager", lambda: help_message(MANAGER)),
    Sample(HELP, "member", lambda: help_message(MEMBER, closed(MEMBER))),
    Sample(ACCESS, "not allowed", lambda: refusal_message(_not_allowed(), MEMBER)),
    Sample(ACCESS, "not allowed, in a modal", lambda: refusal_modal(_not_allowed(), MEMBER)),
    Sample(ACCESS, "asked, by message", access_sent_message),
    Sample(ACCESS, "asked, in a modal", access_sent_modal),
    Sample(ACCESS, "on the Home tab", lambda: closed_home(NO_ACCESS, ["U2"])),
    Sample(ACCESS, "for an administrator", lambda: access_asked_message("U1", ADMIN)),
    Sample(ACCESS, "for an administrator, granted", lambda: access_given_message("U1")),
    Sample(ACCESS, "granted", lambda: access_granted_message(MANAGER)),
    *(Sample(REFUSALS, name, partial(_refusal, act)) for name, act in _ACTS.items()),
    Sample(REFUSALS, "no longer here", lambda: refusal_message(NotFound(), MANAGER)),
    Sample(REFUSALS, "Slack does not answer", lambda: refusal_message(RoleUnknown(), MANAGER)),
    Sample(REFUSALS, "done, but not shown", lambda: text_message(DONE_NOT_SHOWN)),
    Sample(REFUSALS, "no database", lambda: refusal_message(DatabaseAway(), MANAGER)),
    Sample(
        RELAY, "takes no email", lambda: mail_refused_message(_SAID, advice(Topic.SENDER, "a@acme.example"))
    ),
    Sample(RELAY, "takes no email, and others run it", mail_delayed_message),
    Sample(RELAY, "takes email again", mail_works_again_message),
    Sample(LEAVING, "to an administrator", lambda: departure_message(_departure(), _OPEN, ADMIN)),
    Sample(LEAVING, "to the heir", lambda: departure_message(_departure(heir="U2"), _OPEN, MANAGER)),
    Sample(LEAVING, "links kept", lambda: departure_message(_departure(links_kept_by="U2"), _OPEN, MANAGER)),
    Sample(LEAVING, "all done", lambda: departure_message(_departure(passed={}), [], ADMIN)),
    Sample(LEAVING, "choose heir", lambda: heir_modal(1, _OPEN)),
    Sample(LEAVING, "above a message, left", lambda: _noted(None, here=False)),
    Sample(LEAVING, "above a message, away", lambda: _noted(NOW, here=True)),
    Sample(LEAVING, "above a message, not reached", lambda: _noted(None, here=True)),
    Sample(AWAY, "form", lambda: away_modal(TODAY)),
    Sample(AWAY, "form, away already", lambda: away_modal(TODAY, "U2", TODAY)),
    Sample(AWAY, "back", back_modal),
    Sample(AWAY, "to the deputy", lambda: deputy_message("U1", TODAY, _OPEN, MANAGER)),
    Sample(AWAY, "to the deputy, nothing waits", lambda: deputy_message("U1", TODAY, [], MANAGER)),
    Sample(RESTORE, "question", lambda: restored_message(_HELD)),
    Sample(RESTORE, "on hold", lambda: held_modal(_HELD_ROWS, _HELD)),
    Sample(RESTORE, "on hold, nothing", lambda: held_modal([], Held())),
    Sample(RESTORE, "sent", lambda: settled_message(13, sent=True)),
    Sample(RESTORE, "dropped", lambda: settled_message(1, sent=False)),
)
