"""A strict local stand-in for Slack with a mailbox, to try out and test any Bolt app."""

from bot.demo.demo import DemoServer
from bot.demo.person import Outcome, Person
from bot.demo.seed import WorkspaceSeed, acme, northwind
from bot.demo.seen import CannotDo, Home, Modal, Seen

__all__ = [
    "CannotDo",
    "DemoServer",
    "Home",
    "Modal",
    "Outcome",
    "Person",
    "Seen",
    "WorkspaceSeed",
    "acme",
    "northwind",
]
