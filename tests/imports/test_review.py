"""The review of a file: counts, row kinds, pages, saved ticks, filters and Find."""

from tests.kit.importing import ADA, ALAN, GRACE, THREE, Importer, counts, page, people, who_has_checked
from tests.kit.product import House

MIXED = f"""name,email,tags
Ada Lovelace,{ADA},maths
Grace Hopper,{GRACE},cobol

Ada L.,ADA@lovelace.example,
No Address,not an address,
,nobody@x.example,
Alan Turing,{ALAN},
"""


async def test_counts_and_classes_tell_what_each_row_is(house: House) -> None:
    await house.invite(Name="Grace", Email=GRACE)
    form = await Importer(house).reviewing(MIXED)
    assert "6 rows: 2 new, 1 already a contact, 1 twice in the file, 2 with a problem." in form.words
    assert "2 selected. No email is sent until you import." in form.words
    assert page(form) == ["Ada Lovelace", "Grace Hopper", "Alan Turing"]
    assert form.words.index("Invitation") < form.words.index("Who to invite") < form.words.index("Rows 1 to")
    for words in (
        f"{ADA} · maths · new",
        f"{GRACE} · cobol · already here: no reply yet",
        "Line 5: Ada L. · ADA@lovelace.example",
        "The same address is on line 2; only that row is used.",
        "Line 6: No Address · not an address",
        "Line 7: nobody@x.example",
        "Please enter a name.",
    ):
        assert words in form.words


async def test_new_rows_are_ticked_at_first_and_those_already_here_are_not(house: House) -> None:
    await house.invite(Name="Grace", Email=GRACE)
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    assert who_has_checked(jordan.person) == ["Ada Lovelace", "Alan Turing"]


async def test_nothing_is_stored_or_mailed_before_the_import_is_confirmed(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.click("Select all")
    await jordan.person.close()
    house.forward(minutes=10)
    await house.settled()
    assert await counts(house) == {}
    assert await house.rows("SELECT id FROM tag") == []
    assert house.demo.mailbox.mails == []


async def test_more_than_ten_rows_are_turned_page_by_page(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing(people(23))
    assert "Rows 1 to 10 of 23" in form.words
    assert "Previous" not in form.buttons
    seen = page(form)
    for label, size in (("Rows 11 to 20 of 23", 10), ("Rows 21 to 23 of 23", 3)):
        await jordan.person.click("Next")
        assert label in jordan.form.words
        assert len(page(jordan.form)) == size
        seen += page(jordan.form)
    assert seen == [f"Person {number:03}" for number in range(1, 24)]
    assert "Next" not in jordan.form.buttons
    await jordan.person.click("Previous")
    await jordan.person.click("Previous")
    assert "Rows 1 to 10 of 23" in jordan.form.words
    assert "Previous" not in jordan.form.buttons


async def test_a_tick_is_kept_over_pages_and_when_the_review_is_closed(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(people(12))
    await jordan.person.untick("Person 002")
    assert "11 selected" in jordan.form.words
    await jordan.person.click("Next")
    await jordan.person.untick("Person 012")
    await jordan.person.click("Previous")
    assert "Person 002" not in who_has_checked(jordan.person)
    await jordan.person.close()
    form = await jordan.review()
    assert "10 selected" in form.words
    assert len(await house.rows("SELECT id FROM import")) == 1
    await jordan.start()
    assert await counts(house) == {"invited": 10}
    names = {row["name"] for row in await house.rows("SELECT name FROM contact")}
    assert not names & {"Person 002", "Person 012"}


async def test_select_all_and_none_take_the_whole_file_whatever_is_shown(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(people(25))
    await jordan.person.choose("Find", "p3@")
    await jordan.person.click("Select none")
    assert "0 selected" in jordan.form.words
    assert who_has_checked(jordan.person) == []
    await jordan.person.click("Select all")
    assert "25 selected" in jordan.form.words
    assert who_has_checked(jordan.person) == ["Person 003"]


async def test_nobody_selected_is_an_error_and_the_review_stays(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.click("Select none")
    await jordan.person.submit()
    assert "No one is selected" in jordan.form.errors["Invitation"]
    await jordan.person.tick("Grace Hopper")
    await jordan.start()
    assert await house.rows("SELECT email FROM contact") == [{"email": GRACE}]


async def test_show_leaves_what_one_wants_to_look_at(house: House) -> None:
    await house.invite(Name="Grace", Email=GRACE)
    jordan = Importer(house)
    await jordan.reviewing(MIXED)
    for show, rows in (
        ("New", ["Ada Lovelace", "Alan Turing"]),
        ("Already contacts", ["Grace Hopper"]),
        ("Problems", []),
        ("Selected", ["Ada Lovelace", "Alan Turing"]),
        ("All rows", ["Ada Lovelace", "Grace Hopper", "Alan Turing"]),
    ):
        await jordan.person.choose("Show", show)
        assert page(jordan.form) == rows, show
    await jordan.person.choose("Show", "Problems")
    assert "Rows 1 to 3 of 3" in jordan.form.words


async def test_find_finds_as_home_does(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"name,email,tags\nSøren Ærø,{ADA},Grafik\nJosé Núñez,{GRACE},maling\n")
    for typed, rows in (
        ("NUNEZ", ["José Núñez"]),
        ("josé", ["José Núñez"]),
        ("grafik", ["Søren Ærø"]),
        ("@hopper", ["José Núñez"]),
        ("Soeren", ["Søren Ærø"]),
        ("núñez, José", ["José Núñez"]),
        ("grafik aero", ["Søren Ærø"]),
        (f"<mailto:{GRACE}>", ["José Núñez"]),
        ("%", []),
        ("", ["Søren Ærø", "José Núñez"]),
    ):
        await jordan.person.choose("Find", typed)
        assert page(jordan.form) == rows, typed
    await jordan.person.choose("Find", "nobody")
    assert "No rows match." in jordan.form.words


async def test_a_late_tick_does_not_undo_a_newer_one(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.untick("Ada Lovelace")
    unticked = house.demo.deliveries[-1].payload
    await jordan.person.tick("Ada Lovelace")
    late = unticked | {"trigger_id": house.demo.world.new_trigger(jordan.person.user)}
    assert (await house.demo.deliver("interactive", late)).status == 200
    assert "3 selected" in jordan.form.words


async def test_a_late_select_none_does_not_undo_a_newer_tick(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.click("Select none")
    none = house.demo.deliveries[-1].payload
    await jordan.person.tick("Ada Lovelace")
    late = none | {"trigger_id": house.demo.world.new_trigger(jordan.person.user)}
    assert (await house.demo.deliver("interactive", late)).status == 200
    assert "1 selected" in jordan.form.words


async def test_a_tick_on_its_way_while_the_review_is_closed_is_kept_without_a_word(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.untick("Ada Lovelace")
    again = dict(house.demo.deliveries[-1].payload)
    again["actions"] = [
        again["actions"][0] | {"selected_options": [], "action_ts": house.demo.world.ids.ts()}
    ]
    again["trigger_id"] = house.demo.world.new_trigger(jordan.person.user)
    await jordan.person.close()
    assert (await house.demo.deliver("interactive", again)).status == 200
    assert jordan.person.modal is None
    assert "0 selected" in (await jordan.review()).words


async def test_two_who_review_the_same_file_do_not_disturb_each_other(house: House) -> None:
    jordan, maria = Importer(house), Importer(house, "Maria Garcia")
    maria.file = await jordan.share(THREE)
    await jordan.review()
    await maria.review()
    await jordan.person.untick("Ada Lovelace")
    await maria.person.click("Select none")
    await maria.person.tick("Ada Lovelace")
    assert "2 selected" in jordan.form.words
    await maria.start()
    assert await house.rows("SELECT email FROM contact") == [{"email": ADA}]
    await jordan.start()
    assert await counts(house) == {"invited": 3}


async def test_the_very_same_file_again_says_who_imported_it_and_when(house: House) -> None:
    jordan, maria = Importer(house), Importer(house, "Maria Garcia")
    await jordan.all_of(THREE, "first.csv")
    form = await maria.reviewing(THREE, "second.csv")
    assert f"Jordan Lee imported this same file on {house.clock().day}" in form.words
    assert "3 already a contact" in form.words
    assert "imported this same file" not in (await jordan.reviewing(THREE + "x,x@x.dk,\n")).words


async def test_what_nobody_confirms_within_a_day_is_forgotten_and_says_so(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    house.forward(days=1, minutes=1)
    await house.settled()
    assert await house.rows("SELECT id FROM import_row") == []
    assert await house.rows("SELECT import_id FROM import_file") == []
    await jordan.person.click("Select all")
    assert "open for over a day, so its file was deleted" in jordan.form.words
    await jordan.person.close()
    await jordan.person.close()
    assert "3 rows: 3 new." in (await jordan.review()).words
