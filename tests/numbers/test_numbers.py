"""The numbers: the message, its picture and the file, and the weekly ones in a channel."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services.hire.form import HireForm
from bot.services.hire.offer import answer_offer, offer
from bot.services.invitation.invitation import Claim, answer
from bot.services.signup.signup import SignupForm
from demo import Person, Seen
from storage.entities.status import Answer
from tests.kit.applying import apply
from tests.kit.hire import in_days
from tests.kit.pool import unit_of_work
from tests.kit.product import House, settle
from tests.kit.zones import live_in

ROWS = (
    ("Asked", "2", "2", "2"),
    ("Yes", "1", "1", "1"),
    ("No", "1", "1", "1"),
    ("Days to yes", "2.0", "2.0", "2.0"),
    ("Hired", "2", "2", "2"),
    ("Hired again", "1", "1", "1"),
)


async def invited(house: House, name: str, email: str) -> int:
    await house.invite(Name=name, Email=email)
    await house.settled()
    return int((await house.rows("SELECT max(id) AS id FROM invitation"))[0]["id"])


async def answered(house: House, invitation_id: int, said: Answer) -> None:
    async with house.program.new_uow(workspace_id=1, actor="contact") as uow:
        await answer(uow, Claim(invitation_id, 1), said)


async def hired(house: House, number: int) -> None:
    """Hire Ada for a job, which she accepts."""
    days = in_days(house, 10 + 30 * number), in_days(house, 20 + 30 * number)
    form = HireForm("Illustrator", "80", "EUR", "hour", *days)
    async with unit_of_work(house) as uow:
        job = await offer(uow, 1, form, f"job-{number}")
        assert job
        await answer_offer(uow, job.id, accepted=True)


async def test_the_numbers_say_who_was_asked_and_what_became_of_it(house_on_either: House) -> None:
    house, jordan = house_on_either, house_on_either.person("Jordan Lee")
    ada, bo = await invited(house, "Ada", "ada@x.dk"), await invited(house, "Bo", "bo@x.dk")
    house.forward(days=2)
    await answered(house, ada, Answer.ACCEPTED)
    await answered(house, bo, Answer.DECLINED)
    for number in range(2):
        await hired(house, number)
    await apply(house, SignupForm("Eve", "eve@x.dk", "", ""))
    seen = await jordan.command("/contacts", "numbers")
    assert "in a message from this app" in seen.words
    await house.settled()
    message = next(each for each in jordan.messages("app") if each.text.startswith("Numbers, 12 June 2026"))
    for label, *values in ROWS:
        assert f"{label:<12}" + "".join(f"{each:>8}" for each in values) in message.words
    assert "Applications waiting: 1. Active contacts: 1." in message.words
    assert "Portfolio footer: 1 signed up, 0 approved, 1 waiting, 0 declined" in message.words
    [picture] = [file for each in message.thread for file in each.files]
    assert picture.data.startswith(b"\x89PNG")
    assert "Jun 1 yes and 1 no" in picture.file.alt_text
    await jordan.click("CSV", on=message)
    await house.settled()
    file = jordan.messages("app")[-1].files[0]
    assert file.name == "numbers-2026-06-12.csv"
    rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline="")))
    assert rows[-2] == ["month", "2026-06", "2", "1", "1", "2.0", "", "2", "1", "1"]
    assert rows[-1] == ["link", "Portfolio footer", "1", "0", "0", "", "1", "0", "0", ""]


async def test_of_jobs_those_that_came_about_count_and_of_people_those_that_are_here(house: House) -> None:
    jordan = house.person("Jordan Lee")
    for name, said in (("Ada", Answer.ACCEPTED), ("Bo", Answer.STOPPED), ("Cy", Answer.ACCEPTED)):
        await answered(house, await invited(house, name, f"{name}@x.dk"), said)
    await house.plant("UPDATE contact SET archived_at = created_at WHERE name = 'Cy'")
    for number, state in enumerate(("cancelled", "ended")):
        await hired(house, number)
        became = "UPDATE hire SET state = :state, finished_at = created_at WHERE state = 'accepted'"
        await house.plant(became, state=state)
    await jordan.command("/contacts", "numbers")
    await house.settled()
    message = next(each for each in jordan.messages("app") if each.text.startswith("Numbers"))
    for label, count in (("Asked", 3), ("Yes", 2), ("No", 1), ("Hired", 1), ("Hired again", 0)):
        assert f"{label:<12}{count:>8}" in message.words
    assert "Active contacts: 1." in message.words


async def test_a_links_jobs_are_those_of_who_was_approved_by_it(house: House) -> None:
    await apply(house, SignupForm("Eve", "eve@x.dk", "", ""))
    await house.plant("UPDATE contact SET status = 'active'")
    await house.plant("UPDATE application SET decision = 'approved'")
    for number in range(2):
        await hired(house, number)
    async with unit_of_work(house).read() as uow:
        assert await uow.counting.jobs_of_links([1]) == {1: {"hired": 2, "again": 1}}
    await house.plant("UPDATE application SET decision = 'declined'")
    async with unit_of_work(house).read() as uow:
        assert await uow.counting.jobs_of_links([1]) == {}


def posted(person: Person) -> list[Seen]:
    return [each for each in person.messages("hiring") if each.text.startswith("Numbers") and not each.files]


async def test_weekly_numbers_come_on_monday_at_eight_where_who_switched_them_on_lives(house: House) -> None:
    zone = ZoneInfo("America/New_York")
    maria = await live_in(house, "Maria Garcia", zone.key)
    await settle(maria, "People and rights", {"Weekly numbers in": "hiring"})
    await house.settled()
    monday = datetime(2026, 6, 15, 8, tzinfo=zone)
    house.forward(seconds=(monday - house.clock()).total_seconds() - 60)
    await house.settled()
    assert posted(maria) == []
    for weeks in (1, 2):
        house.forward(seconds=61 if weeks == 1 else 7 * 86_400)
        await house.settled()
        assert len(posted(maria)) == weeks
    assert [file.name for each in posted(maria)[-1].thread for file in each.files] == [
        "numbers-2026-06-22.png"
    ]
    await settle(maria, "People and rights", {"Weekly numbers in": ""})
    house.forward(days=7)
    await house.settled()
    assert len(posted(maria)) == 2
