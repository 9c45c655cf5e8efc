"""The person in whose name we write: photo or initials, name and title, in the email and on the page."""

import pytest

from bot.mail.preview import samples
from bot.mail.rendering import render
from bot.slack.directory import HomeOrganisation, member_of
from tests.kit.product import House

PHOTO = "https://avatars.slack-edge.com/2026/jordan_192.png"


async def test_the_inviter_is_shown_with_photo_and_title_in_the_email_and_without_photo_on_the_page(
    house: House,
) -> None:
    user = house.person("Jordan Lee").user
    user.photo, user.title = PHOTO, "Hiring manager, product"
    house.forward(minutes=11)  # what is known of a colleague is asked anew after ten
    await house.invite(Name="Ada Lovelace", Email="ada@x.dk", **{"Invite note": "We liked your talk."})
    await house.settled()
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert f'src="{PHOTO}" alt="Jordan Lee" width="44"' in mail.html
    lines = [each for each in mail.text.splitlines() if each]
    assert lines[2:5] == ["Jordan Lee", "Hiring manager, product · Acme", "> We liked your talk."]
    page = (await house.web.get(await house.link("ada@x.dk"))).text
    assert "Hiring manager, product" in page
    assert 'data-initials="JL"' in page
    assert PHOTO not in page


@pytest.mark.parametrize("sample", ["invitation", "reminder", "request", "offer"])
def test_the_note_stands_above_our_own_words(sample: str) -> None:
    for part in render(*samples()[sample]):
        assert part.index("Hello Ada Lovelace,") < part.index("two React projects") < part.index("Open the ")


def test_a_person_without_a_photo_has_initials() -> None:
    html = render(*samples()["invitation"])[1]
    assert '<span aria-hidden="true">JL</span>' in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("profile", "photo"),
    [
        ({"image_192": PHOTO, "is_custom_image": True}, PHOTO),
        ({"image_192": PHOTO, "is_custom_image": False}, None),
        ({"image_192": PHOTO}, None),
        ({"is_custom_image": True}, None),
        ({"image_192": "http://slack.test/a.png", "is_custom_image": True}, None),
        ({"image_192": f'{PHOTO}" onerror="x', "is_custom_image": True}, None),
        ({"image_192": 7, "is_custom_image": True}, None),
    ],
)
def test_only_a_picture_they_uploaded_themselves_is_their_photo(
    profile: dict[str, object], photo: str | None
) -> None:
    user = {"id": "U1", "team_id": "T1", "name": "jordan", "profile": profile}
    assert member_of(user, HomeOrganisation("T1")).photo == photo
