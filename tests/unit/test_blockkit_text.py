"""How the stand-in converts what people type before the app gets it."""

import pytest

from demo.person.gestures import escaped, expanded, linked
from demo.world.manifest import Manifest
from demo.world.model import User
from demo.world.world import World


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("a & b <c>", "a &amp; b &lt;c&gt;"), ("\"quoted\" 'too'", "\"quoted\" 'too'"), ("&amp;", "&amp;amp;")],
)
def test_three_characters_are_escaped(typed: str, sent: str) -> None:
    assert escaped(typed) == sent


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ada@x.dk", "<mailto:ada@x.dk|ada@x.dk>"),
        ("Ada, ada@x.dk.", "Ada, <mailto:ada@x.dk|ada@x.dk>."),
        ("see https://x.dk/a?b=1 now", "see <https://x.dk/a?b=1> now"),
        ("@ada and #general", "@ada and #general"),
    ],
)
def test_addresses_become_links_in_messages(typed: str, stored: str) -> None:
    assert linked(typed) == stored


def test_a_command_that_asks_for_it_gets_references() -> None:
    world = World(Manifest(), lambda: 0.0)
    world.users["U1"] = User("U1", "T1", "ada", "Ada Lovelace", "ada@x.dk")
    text = expanded(world, "@ada @bob ada@x.dk")
    assert text == "<@U1|ada> @bob <mailto:ada@x.dk|ada@x.dk>"
