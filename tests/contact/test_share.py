"""Sharing a contact into a channel."""

import pytest

from demo.person.seen import CannotDo
from tests.kit.pool import add, become, open_contact
from tests.kit.product import House

ADDRESS = "ada@x.dk"


async def test_a_shared_contact_is_read_by_the_channel_and_deleted_when_erased(house: House) -> None:
    jordan, maria = house.person("Jordan Lee"), house.person("Maria Garcia")
    await become(house, await add(house, "Ada *Lovelace*", "python", "berlin", email=ADDRESS), "active")
    await jordan.open_home()
    await jordan.click("Open", near="Ada", on=jordan.home)
    await jordan.click("Edit")
    await jordan.fill({"Title": "Illustrator", "Links": "https://ada.dk", "Place": "Copenhagen"})
    await jordan.fill({"Usual rate": "80", "Currency": "EUR", "Per": "hour"})
    await jordan.submit()
    await jordan.click("Share")
    await jordan.fill({"Channel": "hiring"})
    assert ADDRESS in jordan.form.words
    await jordan.submit()
    assert "Shared in #hiring." in jordan.form.words
    await house.settled()
    card = await maria.sees("Ada *Lovelace*", channel="hiring")
    assert card.words.splitlines() == [
        "Ada *Lovelace*",
        "Open",
        "Illustrator",
        "https://ada.dk",
        "berlin, python",
        "Shared by @Jordan Lee. Open shows more to hiring managers.",
    ]
    assert not [word for word in (ADDRESS, "80", "Copenhagen") if word in card.words + card.text]
    sam = house.person("Sam Rivera")
    await sam.click("Open", on=await sam.sees("Ada *Lovelace*", channel="hiring"))
    await sam.sees("Only administrators and hiring managers may see contacts here.", channel="hiring")
    await maria.click("Open", on=card)
    await maria.click("Erase")
    await maria.submit()
    await house.settled()
    assert card.gone


async def test_who_shares_where_the_app_is_not_reads_why_it_did_not_arrive(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await add(house, "Ada", email=ADDRESS)
    await jordan.remove_app("hiring")
    await jordan.open_home()
    await jordan.click("Open", near="Ada", on=jordan.home)
    await jordan.click("Share")
    await jordan.fill({"Channel": "hiring"})
    with house.demo.expecting("not_in_channel"):
        await jordan.submit()
        await house.settled()
    told = jordan.messages("app")[-1].words
    assert "hiring" in told
    assert "Ada" in told


async def test_a_channel_with_people_of_another_organisation_is_not_offered(house: House) -> None:
    await add(house, "Ada", email=ADDRESS)
    jordan = await open_contact(house, "Ada")
    await jordan.click("Share")
    with pytest.raises(CannotDo, match="no conversation"):
        await jordan.fill({"Channel": "partners"})
