"""The review shows each row as what it is, and keeps what one has chosen and typed."""

from tests.kit.importing import ADA, GRACE, THREE, Importer, options, page, people
from tests.kit.pool import shown
from tests.kit.product import House
from tests.kit.signing_up import new_link, sign_up
from tests.kit.xlsx import packed, sheet


async def again(jordan: Importer) -> None:
    """Close the review and open it again: Slack keeps nothing of what was chosen in it."""
    await jordan.person.close()
    await jordan.review()


async def test_another_filter_or_search_begins_with_the_first_row(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(people(23))
    for field, value in (("Show", "New"), ("Find", "person")):
        await jordan.person.click("Next")
        await jordan.person.click("Next")
        await jordan.person.choose(field, value)
        assert "Rows 1 to 10 of 23" in jordan.form.words, field


async def test_a_review_opened_again_says_which_rows_it_shows(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.choose("Show", "Selected")
    await jordan.person.choose("Find", "grace")
    await again(jordan)
    assert page(jordan.form) == ["Grace Hopper"]
    assert (jordan.form.fields["Show"], jordan.form.fields["Find"]) == ("Selected", "grace")


async def test_a_filter_that_fits_no_row_does_not_call_the_file_empty(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    await jordan.person.choose("Show", "Problems")
    assert "No rows match." in jordan.form.words


async def test_a_row_says_what_it_is_however_many_tags_it_has(house: House) -> None:
    tags = "; ".join(f"quite a long tag {number}" for number in range(10))
    form = await Importer(house).reviewing(f"name,email,tags\nAda,{ADA},{tags}\n")
    assert "… · new" in form.words


async def test_who_was_withdrawn_before_is_not_shown_as_new(house: House) -> None:
    jordan = Importer(house)
    await jordan.all_of(THREE)
    await jordan.undo()
    form = await jordan.reviewing(f"name,email\nAda,{ADA}\n")
    assert f"{ADA} · withdrawn before" in form.words


async def test_lines_above_the_header_are_told(house: House) -> None:
    form = await Importer(house).reviewing(f"Our people\nAs of today\n{THREE}")
    assert "2 lines above the header (line 3) left out." in form.words
    assert page(form) == ["Ada Lovelace", "Grace Hopper", "Alan Turing"]


async def test_of_many_columns_left_out_the_first_are_named_and_the_others_counted(house: House) -> None:
    more = ",".join(f"Note {number}" for number in range(1, 10))
    form = await Importer(house).reviewing(f"name,email,{more}\nAda,{ADA}{',x' * 9}\n")
    assert "“Note 6” and 3 more." in form.words


async def test_names_turned_round_and_tags_left_out_are_told(house: House) -> None:
    many = "; ".join(f"t{number}" for number in range(25))
    rows = "".join(f'"Lindholm, Ada",a{number}@x.dk,{many}\n' for number in range(12))
    form = await Importer(house).reviewing(f"name,email,tags\n{rows}")
    assert page(form)[0] == "Ada Lindholm"
    assert "“Lindholm, Ada” is imported as “Ada Lindholm”." in form.words
    assert "left out on lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and others." in form.words


async def test_of_letters_in_doubt_the_names_are_shown_that_have_some(house: House) -> None:
    text = f"name,email\nAda Lovelace,{ADA}\nדוד כהן,{GRACE}\n"
    form = await Importer(house).reviewing(text.encode("cp1255"))
    assert "We read them as Windows-1252: ãåã ëäï." in form.words


async def test_columns_chosen_before_are_chosen_when_one_comes_back_to_them(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"who,where,what\nAda,{ADA},maths\n")
    await jordan.person.fill({"Name": "who", "Email": "where", "Tags": ["what"]})
    await jordan.person.submit()
    await jordan.read()
    await jordan.person.click("Choose columns")
    fields = jordan.form.fields
    assert (fields["Name"], fields["Email"], fields["Tags"]) == ("who", "where", ["what"])


async def test_without_any_column_of_names_the_choice_is_refused(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"who,where\nAda,{ADA}\n")
    await jordan.person.fill({"Name": "", "Email": "where"})
    await jordan.person.submit()
    assert "Name" in jordan.form.errors


async def test_of_a_wide_file_a_column_is_found_by_what_is_in_it(house: House) -> None:
    jordan = Importer(house)
    fields = ",".join(f"Field {number}" for number in range(150))
    await jordan.reviewing(f"{fields},Who,Where\n{'x,' * 150}Ada Lovelace,{ADA}\n")
    for typed in ("who", "WHO ", "ada love"):
        assert await jordan.person.options("Name", typed) == ["Who"], typed


async def test_another_sheet_has_columns_of_its_own(house: House) -> None:
    jordan = Importer(house)
    odd, plain = [["who", "where"], ["Ada", ADA]], [["email", "name"], [GRACE, "Grace Hopper"]]
    await jordan.reviewing(packed({"Odd": sheet(odd), "Plain": sheet(plain)}), "people.xlsx")
    if "Which column is which?" not in jordan.form.words:
        await jordan.person.choose("Sheet", "Odd")
        await jordan.read()
    await jordan.person.fill({"Name": "who", "Email": "where"})
    await jordan.person.submit()
    assert page(await jordan.read()) == ["Ada"]
    await jordan.person.choose("Sheet", "Plain")
    assert page(await jordan.read()) == ["Grace Hopper"]


async def test_another_sheet_is_shown_in_full_and_of_one_that_cannot_be_read_no_row_is_left(
    house: House,
) -> None:
    jordan = Importer(house)
    rows = {name: [["name", "email"], [name, f"{name}@x.dk"]] for name in ("Ada", "Bo")} | {"Blank": []}
    await jordan.reviewing(packed({name: sheet(each) for name, each in rows.items()}), "people.xlsx")
    await jordan.person.choose("Find", "ada")
    await jordan.person.choose("Sheet", "Bo")
    assert page(await jordan.read()) == ["Bo"]
    await jordan.person.choose("Sheet", "Blank")
    assert "empty" in (await jordan.read()).words
    assert await house.rows("SELECT name FROM import_row") == []


async def test_one_column_of_addresses_chosen_twice_counts_once(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(f"who,where\nAda,{ADA}\n")
    await jordan.person.fill({"Name": "who", "Email": "where", "Second email": "where"})
    await jordan.person.submit()
    assert page(await jordan.read()) == ["Ada"]


async def test_tags_for_everyone_outlive_another_reading_and_are_gone_once_taken_off(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    for tags in (['Create "fair"'], []):
        await jordan.person.fill({"Tags for everyone": tags})
        await jordan.person.click("Choose columns")
        await jordan.person.submit()
        form = await jordan.read()
        assert len(form.fields["Tags for everyone"]) == len(tags)


BAD = f"name,email\nAda Lovelace,{ADA}\nGrace Hopper,grace at hopper\n"


async def test_a_mended_row_keeps_its_tags(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing("name,email,tags\nGrace,grace at hopper,cobol; navy\n")
    await jordan.person.click("Fix")
    await jordan.person.fill({"Email": GRACE})
    await jordan.person.submit()
    assert f"{GRACE} · cobol, navy · new" in jordan.form.words


async def mended(jordan: Importer, **fields: str) -> None:
    await jordan.reviewing(BAD)
    await jordan.person.click("Fix")
    await jordan.person.fill(fields)
    await jordan.person.submit()


async def test_a_mended_row_is_found_and_sorted_by_its_new_words(house: House) -> None:
    jordan = Importer(house)
    await mended(jordan, Name="Aase Hopper", Email=GRACE)
    await jordan.person.choose("Find", "aase hopper.example")
    assert page(jordan.form) == ["Aase Hopper"]
    await jordan.start()
    await jordan.person.open_home()
    assert await shown(house) == ["Aase Hopper", "Ada Lovelace"]


async def unasked(house: House) -> str:
    """Sign Grace up, and return the link by which she can stop all email before she is a contact."""
    await sign_up(house, await new_link(house), email=GRACE)
    await house.settled()
    return next(link for link in house.demo.mailbox.to(GRACE)[-1].links if "/unasked/" in link)


async def test_a_row_mended_to_an_address_that_wants_no_email_is_not_ticked(house: House) -> None:
    await house.press(await unasked(house), "Stop all email")
    jordan = Importer(house)
    await mended(jordan, Email=GRACE)
    assert "Opted out: an import never emails them." in jordan.form.words
    assert "1 selected" in jordan.form.words


async def test_who_opts_out_after_their_row_was_mended_is_not_imported(house: House) -> None:
    stop, jordan = await unasked(house), Importer(house)
    await mended(jordan, Email=GRACE)
    await house.press(stop, "Stop all email")
    await jordan.start()
    await jordan.mails_leave()
    assert [row["email"] for row in await house.rows("SELECT email FROM contact")] == [ADA]
    assert len(house.demo.mailbox.to(GRACE)) == 1


async def test_a_tick_that_comes_only_with_the_press_counts(house: House) -> None:
    jordan = Importer(house)
    await jordan.reviewing(THREE)
    payload = jordan.person.submit_payload()
    [ticks] = [chosen for block, chosen in payload["view"]["state"]["values"].items() if "rows-" in block]
    [boxes] = ticks.values()
    boxes["selected_options"] = boxes["selected_options"][:1]
    await house.demo.deliver("interactive", payload)
    await house.settled()
    assert await house.rows("SELECT email FROM contact") == [{"email": ADA}]


async def test_a_text_that_cannot_be_read_may_be_read_in_other_letters(house: House) -> None:
    jordan = Importer(house)
    form = await jordan.reviewing('name,email\nAda,a@x.dk\n"Søren,s@x.dk\n'.encode("cp1252"))
    assert "a quotation mark that is not closed" in form.words
    assert "Mac Roman" in options(form, "File encoding")


async def test_what_is_no_text_is_not_read_in_other_letters(house: House) -> None:
    form = await Importer(house).reviewing(b"%PDF-1.7 x")
    assert "File encoding" not in form.words


async def test_a_list_that_no_library_reads_is_refused_in_the_form_too(house: House) -> None:
    form = await Importer(house).from_home(b"PK", "people.numbers")
    assert "because it is an Apple Numbers document" in form.words
    assert house.demo.calls("files.download") == []


async def test_a_file_that_came_without_a_name_gets_the_one_it_has_in_slack(house: House) -> None:
    jordan = Importer(house)
    shared = await jordan.share(THREE, "people.csv")
    await jordan.person.command("/contacts", "import")
    await jordan.person.fill({"CSV or Excel file": ("people.csv", THREE.encode())})
    payload = jordan.person.submit_payload()
    payload["view"]["state"]["values"]["file"]["file"]["files"] = [{"id": shared.files[0].id}]
    await house.demo.deliver("interactive", payload)
    house.forward(seconds=1)
    await house.settled()
    assert [row["file_name"] for row in await house.rows("SELECT file_name FROM import")] == ["people.csv"]


async def test_of_existing_contacts_the_history_tells_what_an_import_added(house: House) -> None:
    await house.invite(Name="Ada", Email=ADA)
    await house.settled()
    jordan = Importer(house)
    await jordan.reviewing(f"name,email,tags,title\nAda,{ADA},maths; python,Illustrator\n")
    await jordan.person.click("Select all")
    await jordan.start()
    told = await jordan.person.command("/contacts", f"history {ADA}")
    assert "Jordan Lee added the tags “maths, python”" in told.words
    assert "“Illustrator”" in told.words
