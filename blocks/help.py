"""What `/contacts help` shows."""

from slack_sdk.models.blocks import SectionBlock

from blocks.modal import Message, to_json
from blocks.text import ours

_LINES = (
    "*/invite-contact* – invite somebody; they get a mail with a personal link",
    "*/invite-contact Ada Lovelace ada@example.com #python* – the same with the form filled in",
    "*/contacts* – who waits for whom, and the way to the Home tab with everybody",
    "*/contacts react berlin* – finds people by parts of their names, addresses and tags",
    "*/contacts history ada@example.com* – what happened with somebody, in sentences",
    "*/contacts import* – take a list of people from a CSV or Excel file; so does sharing it in a channel",
    "*/contacts export* – everybody as a file for Excel, in a message from this app",
    "*/contacts hires* – jobs that are running or agreed on, and a file of them",
    "*/contacts link* – make a link that many can sign up by, and see what came of your links",
    "*/contacts settings* – who may invite, and your company's name (administrators)",
    "*/contacts help* – these lines",
)


def help_message() -> Message:
    """The commands there are."""
    text = "What Trusted Contacts does for you here:"
    blocks = [SectionBlock(text=ours(f"{text}\n" + "\n".join(f"• {line}" for line in _LINES)))]
    return Message(
        f"{text} /invite-contact, /contacts and a word to search for, /contacts history, /contacts import,"
        " /contacts export, /contacts hires, /contacts link, /contacts settings, /contacts help",
        to_json(blocks),
    )
