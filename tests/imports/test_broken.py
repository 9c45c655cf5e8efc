"""An import that our own code fails at, again and again, ends with words that say what to do next."""

from tests.kit.importing import ADA, GRACE, THREE, Importer, counts
from tests.kit.product import House

TRIES = 5  # of a row at which our code fails


async def given_up(house: House) -> None:
    """Wait until what fails has been tried often enough."""
    await house.settled()
    for _ in range(TRIES - 1):
        house.forward(hours=1)
        await house.settled()


async def test_an_import_that_breaks_says_that_the_rest_is_to_be_shared_again(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await house.plant("UPDATE import_row SET tags = '[1]' WHERE email = :email", email=GRACE)
    await jordan.start()
    await given_up(house)
    said = jordan.message.words
    assert "The import stopped early. Something went wrong on our side. Share the file again to" in said
    assert "0 added, 0 emailed" in said
    assert await counts(house) == {}


async def test_an_undo_that_breaks_says_that_the_rest_can_be_undone(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(f"name,email,title\nAda,{ADA},Illustrator\nGrace,{GRACE},\n")
    await house.plant("UPDATE import_row SET profile_before = '{\"spoilt\": 1}' WHERE line = 2")
    await jordan.undo()
    await given_up(house)
    words = "The undo stopped early. Something went wrong on our side. Press Undo import to undo the rest."
    assert words in jordan.message.words
    await house.plant("UPDATE import_row SET profile_before = NULL")
    await jordan.undo()
    assert "Reversed 2." in jordan.message.words
    assert "stopped early" not in jordan.message.words


async def test_what_slack_says_of_a_file_that_it_does_not_give_us_is_told(house: House) -> None:
    jordan = Importer(house)
    await jordan.share(THREE)
    house.demo.faults.once("files.info", "user_is_restricted")
    assert "The file couldn't be read. Slack answered: user_is_restricted" in (await jordan.review()).words
