"""A link opens one row of one database for ever, and never another row with its id after a restore."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from itsdangerous import URLSafeSerializer

from bot.security.keyring import Keyring
from bot.security.tokens import HOLDS, ROWS, Purpose
from bot.services.signup.link import rotate_link
from demo.world.mailbox import Mail
from storage.engine import migrate
from tests.kit.hire import hire
from tests.kit.importing import Importer, people
from tests.kit.outboxes import BOTH
from tests.kit.postgres import Server
from tests.kit.product import House, fresh_sqlite, running
from tests.kit.signing_up import new_link, send, sign_up, unit_of_work
from tests.kit.signing_up import words as page_words

KEY = "one key for every database of these tests"
WITHOUT_SALTS = "2026_11_25_hires"
WAYS = ("", "/accept", "/decline", "/company", "/all")
EVE, BOB = "eve@x.dk", "bob@x.dk"

Copy = Callable[[str], str]


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def copy(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copy]:
    """Make a function that copies a database nobody uses. The copy can be run like any other."""
    with ExitStack() as stack:

        def on_postgres(url: str) -> str:
            server: Server = request.getfixturevalue("postgres")
            return stack.enter_context(server.database(url.rpartition("/")[2]))

        def on_sqlite(url: str) -> str:
            path = Path(url.removeprefix("sqlite:///"))
            return f"sqlite:///{shutil.copy(path, path.with_name(f'copy-of-{path.name}'))}"

        yield on_sqlite if kind == "sqlite" else on_postgres


@pytest.fixture
def fresh(kind: str, request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[str]:
    """Provide the URL of an empty database."""
    if kind == "sqlite":
        yield fresh_sqlite(migrated, tmp_path)
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(server.template("migrated", migrate.upgrade)) as url:
        yield url


@pytest.fixture
async def begun(fresh: str) -> str:
    """Set up Acme with Jordan Lee as a hiring manager, and stop the program."""
    async with running(fresh, secret_key=KEY) as house:
        await house.name_hiring_manager("Jordan Lee")
        await house.settled()
    return fresh


async def invited(house: House, email: str) -> tuple[Mail, list[str]]:
    """Invite somebody. Returns the email and its links, without the host."""
    await house.invite(Name=email, Email=email, **{"Invite note": f"A note for {email}"})
    await house.settled()
    mail = house.demo.mailbox.to(email)[-1]
    paths = [urlsplit(link).path for link in mail.links]
    return mail, [path for path in dict.fromkeys(paths) if path.startswith(("/i/", "/stop/"))]


async def statuses(house: House) -> list[tuple[str, str, object]]:
    rows = await house.rows("SELECT email, status, mail_stopped_at FROM contact ORDER BY id")
    return [(row["email"], row["status"], row["mail_stopped_at"]) for row in rows]


async def opens_nothing(house: House, path: str) -> None:
    """Check that neither opening nor pressing works, and that the page is the one for unknown addresses."""
    nothing = (await house.web.get("/nothing")).content
    page = await house.web.get(path)
    assert (page.status_code, page.content) == (404, nothing), path
    for way in WAYS:
        page = await house.post(f"{house.program.settings.public_url}{path}{way}")
        assert page.status_code in {404, 405}, (path, way)


async def everything(house: House, name: str) -> dict[Purpose, tuple[int, str]]:
    """Make one row for every kind of page, concerning one person: {page: (row id, path)}."""
    await invited(house, f"{name}@x.dk")
    await house.press_in_mail(f"{name}@x.dk", "Accept")
    await hire(house, near=f"{name}@x.dk")
    await sign_up(house, await new_link(house, f"The link of {name}"), email=f"{name}@else.dk")
    _, own_page = await newest(house, Purpose.PERSON)
    assert (await send(house, f"{own_page}/address", {"email": f"{name}@home.dk"})).status_code == 200
    await house.settled()
    return {purpose: await newest(house, purpose) for purpose in ROWS}


async def newest(house: House, purpose: Purpose) -> tuple[int, str]:
    query = f"SELECT * FROM {ROWS[purpose].__tablename__} ORDER BY id DESC LIMIT 1"
    [row] = await house.rows(query)
    made = int(house.clock().timestamp()) // 3_600 if purpose in HOLDS else 0
    url = await house.page(purpose, row["id"], row.get("generation", made))
    return row["id"], urlsplit(url).path


async def test_who_was_invited_before_a_restore_does_not_answer_for_who_is_invited_after_it(
    begun: str, copy: Copy
) -> None:
    backup = copy(begun)
    async with running(begun, secret_key=KEY) as house:
        to_eve, of_eve = await invited(house, EVE)
        assert len(of_eve) == 2
    async with running(backup, secret_key=KEY) as house:
        to_bob, of_bob = await invited(house, BOB)
        assert [row["id"] for row in await house.rows("SELECT id FROM invitation")] == [1]
        before = await statuses(house)
        for path in of_eve:
            await opens_nothing(house, path)
        assert await statuses(house) == before
        for path in of_bob:
            page = await house.web.get(path)
            assert (page.status_code, BOB in page_words(page)) == (200, True)
        await house.press_in_mail(BOB, "Accept")
        assert [status for _, status, _ in await statuses(house)] == ["active"]
    assert to_eve.header("Message-ID") != to_bob.header("Message-ID")
    assert to_eve.header("Message-ID").split(".")[:2] == to_bob.header("Message-ID").split(".")[:2]


async def test_no_page_opens_by_a_link_of_before_a_restore(begun: str, copy: Copy) -> None:
    backup = copy(begun)
    async with running(begun, secret_key=KEY) as house:
        before = await everything(house, "eve")
        for _, path in before.values():
            assert (await house.web.get(path)).status_code == 200, path
    async with running(backup, secret_key=KEY) as house:
        after = await everything(house, "bob")
        standing = await statuses(house)
        assert {purpose: row for purpose, (row, _) in before.items()} == {
            purpose: row for purpose, (row, _) in after.items()
        }, "the ids come again"
        for _, path in before.values():
            await opens_nothing(house, path)
        assert await statuses(house) == standing
        for _, path in after.values():
            assert (await house.web.get(path)).status_code == 200, path


async def test_two_databases_with_one_key_have_no_link_in_common(migrated: Path, tmp_path: Path) -> None:
    paths: list[str] = []
    for name in ("eve", "bob"):
        (tmp_path / name).mkdir()
        async with running(fresh_sqlite(migrated, tmp_path / name), secret_key=KEY) as house:
            await house.name_hiring_manager("Jordan Lee")
            for path in paths:
                await opens_nothing(house, path)
            own = await everything(house, name)
            for path in paths:
                await opens_nothing(house, path)
            paths = [path for _, path in own.values()]


async def test_a_link_rotated_again_after_a_restore_is_not_the_one_that_got_about(database_url: str) -> None:
    async with running(database_url, secret_key=KEY) as house:
        await house.name_hiring_manager("Jordan Lee")
        await new_link(house)
    backup = f"{database_url}.backup"
    shutil.copy(database_url.removeprefix("sqlite:///"), backup.removeprefix("sqlite:///"))
    rotated: list[str] = []
    for url in (database_url, backup):
        async with running(url, secret_key=KEY) as house:
            async with unit_of_work(house) as uow:
                await rotate_link(uow, 1)
            rotated.append((await newest(house, Purpose.JOIN))[1])
            assert (await house.web.get(rotated[-1])).status_code == 200
            assert {(await house.web.get(path)).status_code for path in rotated[:-1]} <= {410}
    assert len(set(rotated)) == 2


async def test_each_row_of_an_import_has_a_salt_of_its_own(house_on_either: House) -> None:
    jordan = Importer(house_on_either)
    await jordan.all_of(people(30))
    salts: list[str] = []
    for table in ("contact", "invitation", "outbox"):
        salts += [row["salt"] for row in await house_on_either.rows(f"SELECT salt FROM {table}")]
    assert len(salts) > 4 * 30  # each contact also has a reminder in the outbox
    assert len(set(salts)) == len(salts)
    assert {len(salt) for salt in salts} == {22}


# --- Links emailed before there were salts -----------------------------------------------------------


NEWER = {Purpose.PERSON, Purpose.COMPANIES, Purpose.ADDRESS, Purpose.UNCLAIMED, Purpose.STAY, Purpose.FREE}
OLD = [purpose for purpose in ROWS if purpose not in NEWER]


def signed_of_old(purpose: str, row_id: int, generation: int) -> str:
    """Make a link's path as the previous version did."""
    signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    keys = Keyring([KEY]).signing_keys()
    serializer = URLSafeSerializer(keys, salt=f"link {purpose}", signer_kwargs=signer)
    return f"/{purpose}/{serializer.dumps([1, row_id, generation])}"


async def test_links_of_the_version_before_open_what_they_opened(begun: str, copy: Copy) -> None:
    async with running(begun, secret_key=KEY) as house:
        found = await everything(house, "eve")
        rows = {purpose: found[purpose][0] for purpose in OLD}
        generations = {purpose: int("generation" in ROWS[purpose].__table__.columns) for purpose in OLD}
    migrate.downgrade(begun, WITHOUT_SALTS)
    migrate.upgrade(begun)
    async with running(begun, secret_key=KEY) as house:
        for purpose, row_id in rows.items():
            old = signed_of_old(purpose, row_id, generations[purpose])
            assert (await house.web.get(old)).status_code == 200, purpose
            assert (await newest(house, purpose))[1] == old, "and it is shown and mailed again as it was"
        # keys made from view ids, which a new stand-in counts from one again
        for table in ("invitation", "hire"):
            await house.plant(f"UPDATE {table} SET request_key = 'before'")
        after = await everything(house, "bob")
        for purpose, (row_id, path) in after.items():
            assert (await house.web.get(path)).status_code == 200, purpose
            if purpose not in OLD:
                continue
            await opens_nothing(house, signed_of_old(purpose, row_id, generations[purpose]))


async def test_a_link_of_the_version_before_opens_no_row_that_came_after_a_restore(
    begun: str, copy: Copy
) -> None:
    """Back up and restore with the previous version, then upgrade."""
    migrate.downgrade(begun, WITHOUT_SALTS)
    backup = copy(begun)
    migrate.upgrade(backup)
    async with running(backup, secret_key=KEY) as house:
        await everything(house, "bob")
        for purpose in ROWS:
            for generation in (0, 1):
                await opens_nothing(house, signed_of_old(purpose, 1, generation))


async def test_an_old_link_that_expired_leads_to_the_new_mail(begun: str) -> None:
    """Check that an expired link still leads to a new one, though its row has no salt."""
    async with running(begun, secret_key=KEY) as house:
        await invited(house, EVE)
        await house.plant("UPDATE invitation SET salt = NULL")
        old = signed_of_old(Purpose.INVITATION, 1, 1)
        house.forward(days=15)
        jordan = house.person("Jordan Lee")
        await jordan.click("Resend", on=await jordan.sees(EVE))
        page = await house.web.get(old)
        assert (page.status_code, "emailed you a newer invitation" in page_words(page)) == (410, True)
        assert (await house.press_in_mail(EVE, "Accept")).status_code == 200
        assert [status for _, status, _ in await statuses(house)] == ["active"]
