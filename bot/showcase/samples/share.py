"""Samples of sharing a contact into a channel."""

from blocks.contact.share import share_modal, shared_card, shared_modal
from bot.showcase.samples.cast import contact, profile
from bot.showcase.samples.sample import Sample
from storage.entities.status import Status

SHARE = "Sharing a contact"

SAMPLES = (
    Sample(SHARE, "form", lambda: share_modal(contact(Status.ACTIVE))),
    Sample(SHARE, "shared", lambda: shared_modal("C1")),
    Sample(
        SHARE, "card in the channel", lambda: shared_card(contact(Status.ACTIVE, profile=profile()), "U1")
    ),
    Sample(SHARE, "card, with the name alone", lambda: shared_card(contact(Status.ACTIVE, tags=[]), "U1")),
)
