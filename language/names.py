"""Chooses how to address a person, and the initials that stand for one."""


def first_name(name: str) -> str:
    """Choose the name to greet someone by.

    That is the first word, or the whole name if the first word ends in a full stop or comma: then it is a
    title, an initial or the family name.
    """
    first = name.partition(" ")[0]
    return name if first.endswith((".", ",")) else first


def initials(name: str) -> str:
    """Take the first letters of the first and the last word. Empty for a name that has no letters."""
    letters = [next((letter for letter in word if letter.isalpha()), "") for word in name.split()]
    found = [letter for letter in letters if letter]
    return "".join([found[0], *found[1:][-1:]]).upper() if found else ""


def addressed(text: str, name: str) -> str:
    """Replace `{name}` and `{first name}` in a text, as storage/imports/contacts.py does in SQL."""
    return text.replace("{first name}", first_name(name)).replace("{name}", name)
