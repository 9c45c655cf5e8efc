"""Renders emails in advance, with what was typed so far, as they would read now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from blocks.approval.words import TELL_THEM
from blocks.hire.words import rate_words
from blocks.kit import words
from blocks.kit.modal import ViewJson
from blocks.kit.preview import preview_modal
from bot.mail.content import Content
from bot.mail.message import from_name
from bot.mail.reading import in_words
from bot.mail.texts import approval, hire
from bot.mail.texts.invitation import invitation
from bot.mail.texts.phrases import typed_in, uploaded
from bot.services.hire.days import today_of
from bot.services.hire.form import HireForm, check
from bot.services.imports.review import Sample
from bot.services.invitation.invitation import InviteForm
from bot.services.words.text import NAME_LENGTH, one_line, paragraphs
from storage.entities.letterhead import Letterhead
from storage.entities.settings import WorkspaceSettings
from storage.uow import UnitOfWork

LINK = "https://link.example"  # no link is shown


@dataclass(frozen=True, slots=True)
class Writer:
    """Who an email comes from: a person, or only the company if `person` is empty.

    `foot_address` is for companies that have set no postal address.
    """

    head: Letterhead
    person: str
    address: str
    foot_address: str

    @classmethod
    async def acting(cls, uow: UnitOfWork, foot_address: str) -> "Writer":
        head = Letterhead.of(await uow.workspaces.current())
        member = await uow.members.get(uow.scope.actor)
        address = member.email if member and member.email else ""
        return cls(head, member.name if member else head.company, address, foot_address)

    def preview(self, to: str, content: Content, *, personal: bool = True, above: str = "") -> ViewJson:
        """Render the modal. `personal`: From names the person, who also gets the replies."""
        head = self.head
        sender = from_name(self.person if personal else None, head.sender_name or head.company)
        replies = head.reply_address or (self.address if personal else "")
        envelope = [above, words.comes_from(sender), words.goes_to(to), words.replies_go_to(replies)]
        mail = in_words(content, head.company, head.postal_address or self.foot_address)
        return preview_modal(mail, [each for each in envelope if each])


async def invitation_preview(uow: UnitOfWork, form: InviteForm, foot_address: str) -> ViewJson:
    """Render the invitation that the form would send. Whether it would be a request, no one sees here."""
    writer, settings = await Writer.acting(uow, foot_address), await uow.workspaces.settings()
    name = one_line(form.name, NAME_LENGTH)
    content = invitation(
        company=writer.head.company,
        inviter=writer.person,
        contact_name=name,
        note=paragraphs(form.note) or None,
        link=LINK,
        expires=uow.now + settings.invitation_lifetime,
        source=typed_in(writer.person, uow.now.date()),
    )
    return writer.preview(words.named_address(name, form.email), content)


async def import_preview(uow: UnitOfWork, sample: Sample, foot_address: str) -> ViewJson:
    """Render the email of an import to one person of its file."""
    writer, settings = await Writer.acting(uow, foot_address), await uow.workspaces.settings()
    content = invitation(
        company=writer.head.company,
        inviter=writer.person,
        contact_name=sample.name,
        note=sample.note or None,
        link=LINK,
        expires=uow.now + settings.invitation_lifetime,
        source=uploaded(writer.person, uow.now.date()),
    )
    return writer.preview(words.named_address(sample.name, sample.email), content)


async def offer_preview(uow: UnitOfWork, contact_id: int, form: HireForm, foot_address: str) -> ViewJson:
    """Render the offer that the form would send. Raises FormRefused while terms are missing or wrong."""
    terms = check(form, await today_of(uow, uow.scope.actor))
    writer, contact = await Writer.acting(uow, foot_address), await uow.contacts.get(contact_id)
    rate, company = rate_words(terms), writer.head.company
    job = hire.Job(company, writer.person, contact.name, terms.title, rate, terms.start, terms.end)
    content = hire.offer(job, message=terms.message or None, link=LINK)
    return writer.preview(words.named_address(contact.name, contact.email), content)


async def refusal_preview(
    uow: UnitOfWork, contact_id: int, form: Mapping[str, Any], foot_address: str
) -> ViewJson:
    """Render the answer to an application that is declined or blocked: both read the same."""
    writer, contact = await Writer.acting(uow, foot_address), await uow.contacts.get(contact_id)
    content = approval.no_thank_you(
        company=writer.head.company, contact_name=contact.name, reason=paragraphs(form["reason"]) or None
    )
    above = "" if form["tell"] else words.only_with(TELL_THEM)
    to = words.named_address(contact.name, contact.email)
    return writer.preview(to, content, personal=False, above=above)


async def letterhead_preview(uow: UnitOfWork, typed: Mapping[str, Any], foot_address: str) -> ViewJson:
    """Render an invitation with settings that are typed but not saved, {name: value}."""
    acting, workspace = await Writer.acting(uow, foot_address), await uow.workspaces.current()
    settings = replace(WorkspaceSettings.of(workspace), **typed)
    head = Letterhead.settled(settings, workspace.team_name)
    writer = replace(acting, head=head)
    content = invitation(
        company=head.company,
        inviter=writer.person,
        contact_name=words.SOMEONE,
        note=None,
        link=LINK,
        expires=uow.now + settings.invitation_lifetime,
        source=typed_in(writer.person, uow.now.date()),
    )
    above = words.looks(head.logo, head.colour)
    return writer.preview(words.named_address(words.SOMEONE, words.SOMEWHERE), content, above=above)
