"""Links of invitations and connection requests that no longer work, each with its reason."""

from storage.entities.link import LinkGone


class InvitationWithdrawn(LinkGone):
    """Taken back by the inviter."""

    def __init__(self) -> None:
        super().__init__("This invitation has been withdrawn. There's nothing you need to do.")


class InvitationRenewed(LinkGone):
    """An address from before the invitation was sent again."""

    def __init__(self) -> None:
        super().__init__(
            "It has been replaced. If we've emailed you a newer invitation, please use the link in that one."
        )


class InvitationExpired(LinkGone):
    """After its last day."""

    def __init__(self) -> None:
        super().__init__("This invitation has expired. If you're still interested, reply to our email.")


class RequestClosed(LinkGone):
    """A connection request that does not concern this person any more."""

    def __init__(self) -> None:
        super().__init__("This request is no longer open. There's nothing you need to do.")
