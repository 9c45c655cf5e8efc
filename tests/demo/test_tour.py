"""The tour's story: played to its end, with a spectator who interferes, and as a command."""

import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.showcase import signup
from bot.showcase.invitation import ADA
from bot.showcase.running import print_tour, showcase
from bot.showcase.story import STORY
from bot.showcase.web_page import press
from demo import DemoServer, Person, Seen

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def demo() -> AsyncIterator[DemoServer]:
    """Run the demo as at the beginning of the tour: without hiring managers."""
    async with showcase(settled=False) as running:
        yield running.demo
        assert running.demo.problems == []


async def play_to(demo: DemoServer, title: str) -> None:
    """Move on until this step is shown."""
    await demo.tour.move("start" if demo.tour.at is None else "next")
    while demo.tour.steps[demo.tour.at or 0].title != title:
        await demo.tour.move("next")


async def test_every_scene_is_told_and_can_be_played() -> None:
    told: list[str] = []
    await print_tour(told.append)  # raises if a person could not act, or Slack refused something
    assert [line.partition("\n")[0].partition(": ")[2] for line in told] == [scene.title for scene in STORY]


async def test_every_scene_is_shown_at_a_place_that_exists(demo: DemoServer) -> None:
    channels = {scene.where for scene in STORY} - {"home", "app", "mail"}
    assert {demo.channel(each).name for each in channels} == channels


def application(person: Person, name: str) -> Seen:
    """Find the card of an applicant, who is named in its thread, too."""
    messages = person.messages("hiring")
    return next(each for each in messages if name in each.words and "Signed up with" in each.words)


async def test_it_leaves_what_it_tells(demo: DemoServer) -> None:
    await play_to(demo, STORY[-1].title)
    jordan = demo.person("Jordan Lee")
    assert any("Active since" in each.words for each in jordan.messages("app") if ADA in each.words)
    assert jordan.home and "free from" in jordan.home.words
    assert any("Would hire again: yes" in each.words for each in jordan.messages("app"))
    assert "Declined since" in jordan.message("grace@hopper.example").words
    assert "Withdrawn since" in jordan.message("alan@turing.example").words
    linus, rosa = (application(jordan, each).words for each in ("Linus Berg", "Rosa Kahn"))
    assert "Approved by" in linus
    assert "Declined by" in rosa
    assert [len(demo.mailbox.to(each)) for each in (signup.LINUS, signup.ROSA)] == [3, 2]
    for each in (ADA, signup.LINUS):
        assert "When are you free to work with Acme?" in [mail.subject for mail in demo.mailbox.to(each)]
    peter = demo.person("Peter Holm")
    await peter.command("/invite-contact")
    assert peter.form.title == "Invite a contact"


async def test_a_spectator_may_press_what_the_story_would_press(demo: DemoServer) -> None:
    await play_to(demo, "Jordan invites Ada")
    await demo.person("Jordan Lee").submit()
    await play_to(demo, "Ada's email")
    link = next(link for link in demo.mailbox.to("ada@lovelace.example")[-1].links if "/i/" in link)
    await press(link, "Accept")
    await play_to(demo, "Linus signs up")
    await press(confirm_link(demo, signup.LINUS), "Confirm")
    await play_to(demo, "The application")
    jordan = demo.person("Jordan Lee")
    await jordan.click("Approve", on=application(jordan, "Linus Berg"))
    await play_to(demo, STORY[-1].title)


def confirm_link(demo: DemoServer, email: str) -> str:
    return next(link for link in demo.mailbox.to(email)[-1].links if "/confirm/" in link)


async def test_a_spectator_may_close_the_forms(demo: DemoServer) -> None:
    await play_to(demo, "Maria says who may invite")
    await demo.person("Maria Garcia").close()
    await play_to(demo, "Jordan invites Ada")
    await demo.person("Jordan Lee").close()
    await play_to(demo, "A link for people nobody has met yet")
    await demo.person("Jordan Lee").close()
    await play_to(demo, STORY[-1].title)


async def test_it_can_be_taken_in_the_plain_demo_too() -> None:
    async with showcase() as running:
        await play_to(running.demo, STORY[-1].title)
        assert running.demo.problems == []


@pytest.mark.parametrize("mode", [(), ("--socket-mode",)], ids=["http", "socket mode"])
async def test_as_a_command_without_a_browser_it_ends_by_itself(mode: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "bot", "demo", "--tour", *mode]
    process = await create_subprocess_exec(*command, cwd=ROOT, stdin=DEVNULL, stdout=PIPE, stderr=PIPE)
    said, complained = await process.communicate()
    assert (process.returncode, complained.decode()) == (0, "")
    assert all(scene.title in said.decode() for scene in STORY)
