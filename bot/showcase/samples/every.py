"""Collects all samples, in the order in which a workspace meets them."""

from bot.showcase.samples import (
    approval,
    contact,
    emails,
    hire,
    home,
    imports,
    invitation,
    lists,
    numbers,
    pages,
    person,
    profile,
    share,
    workspace,
)
from bot.showcase.samples.sample import Sample

EVERY: tuple[Sample, ...] = (
    *workspace.SAMPLES,
    *invitation.SAMPLES,
    *approval.SAMPLES,
    *imports.SAMPLES,
    *home.SAMPLES,
    *lists.SAMPLES,
    *contact.SAMPLES,
    *share.SAMPLES,
    *hire.SAMPLES,
    *numbers.SAMPLES,
    *person.SAMPLES,
    *profile.SAMPLES,
    *emails.SAMPLES,
    *pages.SAMPLES,
)
