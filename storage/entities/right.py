"""The rights. Which role has which is in one matrix, bot/slack/access.py."""

from enum import StrEnum


class Right(StrEnum):
    """A right a listener may need. Its value ends the sentence "Only … may …"."""

    INVITE = "invite people"
    IMPORT = "import files"
    HIRE = "hire people"
    SHARE = "make invite links"
    APPROVE = "decide on applications"
    SEE = "see contacts"
    EDIT = "change contacts"
    EXPORT = "export contacts"
    LOOK = "open the Home tab"
    SETTLE = "change settings"
    ERASE = "erase people, or export all data about one"
    ASK = "ask for help or access"
    ANSWER = "answer what they were asked themselves"
    REPORT = "report changes in Slack itself"


Rights = frozenset[Right]
