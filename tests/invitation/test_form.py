"""The form "Invite a contact": suggested tags, and values from the command."""

from tests.kit.product import House

ADA = {"Name": "Ada Lovelace", "Email": "ada@x.dk"}


async def test_a_new_tag_is_offered_to_be_created(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    assert await jordan.options("Tags", "") == []
    assert await jordan.options("Tags", "Rea") == ['Create "Rea"']
    assert await jordan.options("Tags", "  #Rea ") == ['Create "Rea"']


async def test_known_tags_are_offered_as_one_types_those_that_begin_so_first(house: House) -> None:
    await house.invite(**ADA, Tags=['Create "react"', 'Create "preact"', 'Create "python"'])
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    assert await jordan.options("Tags", "") == ["preact", "python", "react"]
    assert await jordan.options("Tags", "REA") == ['Create "REA"', "react", "preact"]
    assert await jordan.options("Tags", "React") == ["react", "preact"]
    assert await jordan.options("Tags", "zig") == ['Create "zig"']


async def test_what_a_database_takes_for_a_pattern_is_a_letter(house: House) -> None:
    await house.invite(**ADA, Tags=['Create "react"'])
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    for typed in ("%", "_", "\\", "'"):
        assert await jordan.options("Tags", typed) == [f'Create "{typed}"']


async def test_spellings_of_one_tag_are_one_tag(house: House) -> None:
    await house.invite(**ADA, Tags=['Create "React"'])
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact", "Bob bob@x.dk #REACT #react #sØren")
    await jordan.submit()
    await jordan.command("/invite-contact", "Eve eve@x.dk #SøREN")
    await jordan.submit()
    assert jordan.modal is None
    assert await house.rows("SELECT name FROM tag ORDER BY key") == [{"name": "React"}, {"name": "sØren"}]
    await house.settled()
    assert "Tags: React, sØren" in jordan.message("bob@x.dk").words


async def test_tags_are_added_to_those_a_returning_contact_has(house: House) -> None:
    jordan = await house.invite(**ADA, Tags=['Create "react"'])
    await house.settled()
    await jordan.click("Withdraw", on=jordan.message("Ada"), confirm=True)
    await house.invite(**ADA, Tags=['Create "python"'])
    await house.settled()
    assert "Tags: python, react" in jordan.message("No reply yet").words


async def test_a_tag_as_long_as_one_can_type_is_offered_cut(house: House) -> None:
    jordan = house.person("Jordan Lee")
    await jordan.command("/invite-contact")
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    for typed in ("x" * 300, family * 100, "e\u0323\u0302\u0301" * 100):
        assert len(await jordan.options("Tags", typed)) == 1
        await jordan.command("/invite-contact", f"Ada ada@x.dk #{typed}")
        assert len(jordan.form.fields["Tags"]) == 1


IN_EVERY_ORDER = (
    "Ada Lovelace ada@x.dk #react #vue",
    "ada@x.dk Ada Lovelace #react #vue",
    "#react #vue ada@x.dk Ada Lovelace",
    "#react Ada Lovelace <mailto:ada@x.dk|ada@x.dk> #vue",
    "Ada Lovelace <ada@x.dk>, #react, #vue",
    "Ada   Lovelace\tada@x.dk #react #React #vue",
    "“Lovelace, Ada” “ada@x.dk”. #react #vue",
)
ANYTHING = (
    "x" * 3_000,
    "ada@" + "x" * 3_000 + ".dk",
    " ".join(f"#t{n}" for n in range(500)),
    "#" + "\U0001f469\u200d" * 1_000,
    "<!channel> <@U1> &lt; \u202e \U0001f600",
)


async def test_what_is_typed_behind_the_command_is_in_the_form(house: House) -> None:
    jordan = house.person("Jordan Lee")
    for typed in IN_EVERY_ORDER:
        await jordan.command("/invite-contact", typed)
        fields = jordan.form.fields
        assert (fields["Name"], fields["Email"]) == ("Ada Lovelace", "ada@x.dk")
        assert fields["Tags"] == ["react", "vue"]
    await jordan.submit()
    ada = {"name": "Ada Lovelace", "email": "ada@x.dk"}
    assert await house.rows("SELECT name, email FROM contact") == [ada]


async def test_whatever_is_typed_behind_the_command_opens_the_form(house: House) -> None:
    jordan = house.person("Jordan Lee")
    for typed in ANYTHING:
        assert (await jordan.command("/invite-contact", typed)).ok
        assert jordan.form.title == "Invite a contact"
        await jordan.close()
