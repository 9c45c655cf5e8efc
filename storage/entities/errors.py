"""Refusals. Each is one sentence for the person who asked, says what to do, and carries its data."""


class Refused(Exception):
    """An action the program refuses. Its text gives the reason and a way forward."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class FieldRefused(Refused):
    """One form field is wrong. `field` is its name."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class FormRefused(Refused):
    """Several form fields are wrong: {field: sentence}."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = errors


class NotFound(Refused):
    """No such row in this workspace. The text is the same for other workspaces' ids and for invented ones."""

    def __init__(self, thing: str = "contact") -> None:
        super().__init__(f"This {thing} is no longer here. It may have been removed.")


class NotAllowed(Refused):
    """The person lacks the right to do this.

    `admins`, once looked up, are Slack ids of people who can give access.
    """

    admins: tuple[str, ...] = ()

    def __init__(self, text: str, *, may_ask: bool = True) -> None:
        super().__init__(text)
        self.may_ask = may_ask


class RoleUnknown(Refused):
    """Slack cannot say who a person is, and the cached profile is too old to rely on."""

    def __init__(self) -> None:
        super().__init__(
            "Slack can't confirm your access right now, so nothing was changed. Please try again in a few"
            " minutes."
        )


class DatabaseAway(Refused):
    """The database is locked or unreachable."""

    def __init__(self) -> None:
        super().__init__(
            "The database can't be reached right now, so nothing was changed. Please try again in a moment."
        )


class TooLateForSlack(Refused):
    """Slack waited too long for the answer to a press and no longer takes it."""

    def __init__(self) -> None:
        super().__init__("That took too long for Slack. Please try again.")


class SlackFailed(Refused):
    """Slack's Web API answered with an error, or not at all."""

    def __init__(self) -> None:
        super().__init__("Slack didn't respond as expected. Please try again in a moment.")


class OurFault(Refused):
    """An error of the program's own."""

    def __init__(self) -> None:
        super().__init__("Something went wrong on our side. Please try again.")


class NobodyToAsk(Refused):
    """No administrator is known who could give access."""

    def __init__(self) -> None:
        super().__init__(
            "No administrator is known here yet. Ask an administrator of your Slack workspace to make you a"
            " hiring manager in /contacts settings."
        )


class AlreadyDone(Exception):
    """A click or event that was delivered again. Nothing is done or shown."""
