"""Samples of sharing a contact into a channel."""

from blocks.contact.share import share_modal, shared_card, shared_modal
from bot.showcase.samples.cast import contact, profile, tag
from bot.showcase.samples.sample import Sample
from storage.entities.contact import Contact
from storage.entities.status import Status

SHARE = "Sharing a contact"


def _ada() -> Contact:
    return contact(Status.ACTIVE, profile=profile())


def _several() -> list[Contact]:
    unknown = contact(id=3, name="Bo Berg", tags=[tag("copywriting")])
    return [_ada(), unknown, contact(Status.ACTIVE, id=4, name="Cy", tags=[], profile=profile(person=False))]


SAMPLES = (
    Sample(SHARE, "form", lambda: share_modal(contact(Status.ACTIVE))),
    Sample(SHARE, "shared", lambda: shared_modal("C1")),
    Sample(SHARE, "card in the channel", lambda: shared_card([_ada()], "U1")),
    Sample(SHARE, "several in the channel", lambda: shared_card(_several(), "U1")),
    Sample(SHARE, "card, with the name alone", lambda: shared_card([contact(Status.ACTIVE, tags=[])], "U1")),
)
