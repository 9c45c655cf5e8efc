"""What is wrong with an email address, in sentences for the person who typed it."""

MISSING = "Please enter an email address."
SPACES = "This isn't an email address: it has spaces or invisible characters in it."
SYMBOLS = "This isn't an email address: it has a sign before the @ that no address has. Please check it."
SEVERAL = "There are several email addresses here. Please keep one."
HYPHEN = "An email address can't begin with a hyphen. Please check it."


def too_long(most: int) -> str:
    return f"An email address has at most {most} characters."


def local_part_too_long(most: int) -> str:
    return f"The part before the @ is longer than {most} characters."


def unlike_an_address(why: str) -> str:
    """`why` is the reason that email-validator gives."""
    return f"This doesn't look like an email address. {why}"


class SeveralAddresses(ValueError):
    """A place for one address holds several."""

    def __init__(self) -> None:
        super().__init__(SEVERAL)
