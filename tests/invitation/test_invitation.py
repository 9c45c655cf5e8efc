"""Inviting one person, from the slash command to the card."""

from tests.kit.product import House

ADA = {
    "Name": "Ada Lovelace",
    "Email": "ada@x.dk",
    "Invite note": "We liked your talk.",
    "Tags": ['Create "python"'],
}


async def test_an_invitation_goes_from_the_command_to_the_answer(house: House) -> None:
    jordan = await house.invite(**ADA)
    assert jordan.modal is None
    await house.settled()
    mail = house.demo.mailbox.to("ada@x.dk")[-1]
    assert "We liked your talk." in mail.text
    card = await jordan.sees("No reply yet", channel="app")
    assert card.buttons == ["Resend", "Copy link", "Withdraw"]


async def test_the_form_has_the_words_people_learn_in_their_order(house: House) -> None:
    jordan = house.person("Jordan Lee")
    seen = await jordan.command("/invite-contact")
    assert seen.ok
    form = jordan.form
    assert form.title == "Invite a contact"
    assert form.fields == {"Name": "", "Email": "", "Invite note": "", "Tags": [], "Job": [], "Sending": []}
    assert list(form.fields) == ["Name", "Email", "Invite note", "Tags", "Job", "Sending"]
    assert form.buttons == ["Preview", "Invite contact", "Cancel"]


async def test_submitting_stores_one_contact_with_note_tags_and_inviter(house: House) -> None:
    await house.invite(**ADA)
    jordan = house.person("Jordan Lee")
    assert await house.rows("SELECT name, email, status, invited_by, source FROM contact") == [
        {
            "name": "Ada Lovelace",
            "email": "ada@x.dk",
            "status": "invited",
            "invited_by": jordan.id,
            "source": "invited by hand",
        }
    ]
    assert await house.rows("SELECT note, invited_by FROM invitation") == [
        {"note": "We liked your talk.", "invited_by": jordan.id}
    ]
    assert await house.rows("SELECT name FROM tag") == [{"name": "python"}]


async def test_the_inviters_card_confirms_it_in_a_direct_message(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.settled()
    card = jordan.message("Ada Lovelace")
    for words in ("ada@x.dk", "python", "No reply yet", "sent", "We liked your talk."):
        assert words in card.words
    assert card.text == "Ada Lovelace: No reply yet"
    assert [message.words for message in jordan.messages("app")] == [card.words]


async def test_note_and_tags_may_be_left_out(house: House) -> None:
    jordan = await house.invite(Name="Bob", Email="bob@x.dk")
    assert jordan.modal is None
    await house.settled()
    assert len(house.demo.mailbox.to("bob@x.dk")) == 1
    assert "Tags" not in jordan.message("Bob").words


async def test_an_address_is_taken_out_of_what_was_copied_with_it(house: House) -> None:
    jordan = await house.invite(Name="Ada", Email="“Ada Lindholm” <ada\u200b@x.dk>;")
    assert jordan.modal is None
    assert await house.rows("SELECT name, email, email_key FROM contact") == [
        {"name": "Ada", "email": "ada@x.dk", "email_key": "ada@x.dk"}
    ]


WRONG = (
    ({"Name": "  ", "Email": "ada@x.dk"}, "Name", "Please enter a name."),
    ({"Name": "\u200b\u3164", "Email": "ada@x.dk"}, "Name", "Please enter a name."),
    ({"Name": "Ada", "Email": "ada@x..dk"}, "Email", "This doesn't look like an email address."),
    ({"Name": "Ada", "Email": "-oQ/tmp/x@x.dk"}, "Email", "An email address can't begin with a hyphen"),
    ({"Name": "Ada", "Email": f"{'a' * 65}@x.dk"}, "Email", "longer than"),
    ({"Name": "Ada", "Email": "ada@x.dk, bo@x.dk"}, "Email", "several email addresses"),
    ({"Name": "Ada", "Email": "ada @x.dk"}, "Email", "spaces"),
)


async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(house: House) -> None:
    for typed, field, said in WRONG:
        jordan = await house.invite(**typed)
        assert list(jordan.form.errors) == [field]
        assert said in jordan.form.errors[field]
        assert jordan.form.fields["Email"] == typed["Email"]
        await jordan.close()
    assert await house.rows("SELECT id FROM contact") == []
    assert await house.rows("SELECT id FROM event WHERE contact_id IS NOT NULL") == []
    assert house.demo.mailbox.mails == []


async def test_two_wrong_fields_are_told_at_once(house: House) -> None:
    jordan = await house.invite(Name=" ", Email="ada@x..dk")
    assert sorted(jordan.form.errors) == ["Email", "Name"]


async def test_a_mended_form_goes_through(house: House) -> None:
    jordan = await house.invite(Name="Ada", Email="ada@x..dk")
    await jordan.fill({"Email": "ada@x.dk"})
    await jordan.submit()
    assert jordan.modal is None
    assert len(await house.rows("SELECT id FROM contact")) == 1


async def test_an_address_is_trimmed_compared_without_case_and_shown_as_typed(house: House) -> None:
    await house.invite(Name="Ada", Email="Ada@X.dk")
    jordan = await house.invite(Name="Ada", Email="ada@x.DK")
    assert "Ada (Ada@X.dk): No reply yet" in jordan.form.text
    assert len(await house.rows("SELECT id FROM contact")) == 1


async def test_an_address_with_letters_of_another_script_is_another_contact_with_a_warning(
    house: House,
) -> None:
    await house.invite(Name="Apple", Email="a@apple.com")
    jordan = await house.invite(Name="Not Apple", Email="a@\u0430pple.com")
    await house.settled()
    card = jordan.message("Not Apple")
    assert "xn--pple-43d.com" in card.words
    assert "check that this is the right person" in card.words
    assert len(await house.rows("SELECT id FROM contact")) == 2


async def test_the_inviter_reads_when_the_invitation_is_accepted(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    news = await jordan.sees("Ada Lovelace accepted your invitation and is now active.")
    assert news.ts > jordan.message("Active since").ts
    assert jordan.message("Active since").buttons == news.buttons == ["Hire", "Open"]
    await jordan.click("Open", on=news)
    assert jordan.form.title == "Ada Lovelace"


async def test_the_inviter_reads_when_the_invitation_is_declined(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.press_in_mail("ada@x.dk", "Decline")
    await house.settled()
    await jordan.sees("Ada Lovelace declined your invitation.")
    assert jordan.message("Declined since").buttons == []


async def test_every_change_is_in_the_history_with_who_and_from_where(house: House) -> None:
    jordan = await house.invite(**ADA)
    await house.press_in_mail("ada@x.dk", "Accept")
    await house.settled()
    assert await house.rows("SELECT kind, status, actor, origin FROM event WHERE contact_id = 1") == [
        {"kind": "invited", "status": "invited", "actor": jordan.id, "origin": "slack"},
        {"kind": "mail sent", "status": None, "actor": "system", "origin": "worker"},
        {"kind": "invitation accepted", "status": "active", "actor": "contact", "origin": "web"},
    ]
