"""What an invited person may still do when their invitation has expired or they have declined it."""

from datetime import datetime, timedelta

from storage.entities.contact import Invitation
from storage.entities.status import Answer, Status

ASK_AGAIN_AFTER = timedelta(days=1)


def replaceable(invitation: Invitation, at: datetime) -> bool:
    """Tell whether the person may ask for a new link: theirs expired, and they are still to answer."""
    contact = invitation.contact
    waits = contact.status == Status.INVITED and not contact.archived_at and not contact.mail_stopped_at
    return waits and invitation.expired(at) and not (invitation.answered_at or invitation.withdrawn_at)


def asked_lately(invitation: Invitation, at: datetime) -> bool:
    """Tell whether the person asked for a new link within the last day."""
    asked_at = invitation.new_link_asked_at
    return asked_at is not None and at < asked_at + ASK_AGAIN_AFTER


def reversible(invitation: Invitation, at: datetime) -> bool:
    """Tell whether the person may take back that they declined.

    That is as long as they could have answered, unless something else has happened to the contact.
    """
    contact = invitation.contact
    untouched = contact.status == Status.DECLINED and contact.status_at == invitation.answered_at
    ended = contact.mail_stopped_at or contact.archived_at or invitation.withdrawn_at
    return invitation.answer == Answer.DECLINED and untouched and not ended and not invitation.expired(at)
