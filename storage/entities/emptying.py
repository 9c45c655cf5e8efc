"""Refusals about deleting all data of a workspace."""

from storage.entities.errors import FieldRefused, Refused


class NameDiffers(FieldRefused):
    """The name typed is not the workspace's."""

    def __init__(self, name: str) -> None:
        super().__init__("name", f"Please type {name}, exactly as it is written here.")


class EmptyingOver(Refused):
    """Nobody asks for it any more."""

    def __init__(self) -> None:
        super().__init__("This is settled already: nobody asks to delete the data any more.")


class EmptyingConfirmed(Refused):
    """Somebody else has confirmed."""

    def __init__(self) -> None:
        super().__init__("This is confirmed already: the data are being deleted.")


class SecondNeeded(Refused):
    """Whoever asked cannot confirm."""

    def __init__(self) -> None:
        super().__init__("You asked for this yourself, so another administrator has to confirm it.")
