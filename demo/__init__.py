"""A strict local stand-in for Slack with a mailbox, to try out and test any Bolt app."""

from demo.demo import DemoServer
from demo.person.person import Outcome, Person
from demo.person.seen import CannotDo, Home, Modal, Seen
from demo.world.seed import WorkspaceSeed, acme, northwind

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
