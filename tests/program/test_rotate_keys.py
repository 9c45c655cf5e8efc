"""Rotating SECRET_KEY: every secret is encrypted with the newest key, and the former can be removed."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.security.keyring import KeyLost
from tests.kit import forked
from tests.kit.installing import with_northwind
from tests.kit.product import running

OLD, NEW = "the-former-key-of-the-tests-0123", "the-newest-key-of-the-tests-0123"
ENVIRONMENT = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "demo-client-secret",
    "SLACK_SIGNING_SECRET": "s",
    "SMTP_URL": "smtp://127.0.0.1:9?starttls=never",
    "MAIL_FROM": "talent@acme.example",
    "PATH": "/usr/bin:/bin",
}


def rotate(folder: Path, **environment: str) -> CompletedProcess[str]:
    return forked.run("bot", "rotate-keys", folder=folder, environment=ENVIRONMENT | environment)


async def kept(url: str, key: str) -> list[dict[str, object]]:
    """Start the program, which decrypts all tokens, and return what is stored then."""
    async with running(url, by_oauth=True, secret_key=key) as house:
        return await house.rows("SELECT token FROM install ORDER BY workspace_id")


async def test_after_it_the_former_key_opens_nothing_and_is_not_needed(
    database_url: str, tmp_path: Path
) -> None:
    async with running(database_url, by_oauth=True, secret_key=OLD) as house:
        await with_northwind(house)
        before = await house.rows("SELECT token FROM install ORDER BY workspace_id")
    done = rotate(tmp_path, DATABASE_URL=database_url, SECRET_KEY=f"{NEW},{OLD}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Encrypted anew: 3." in done.stdout
    assert "Encrypted anew: 0." in rotate(tmp_path, DATABASE_URL=database_url, SECRET_KEY=NEW).stdout
    after = await kept(database_url, NEW)
    assert len(after) == 2
    assert not [row for row in after if row in before]
    with pytest.raises(KeyLost):
        await kept(database_url, OLD)


async def test_without_the_former_key_it_says_what_to_do(database_url: str, tmp_path: Path) -> None:
    async with running(database_url, by_oauth=True, secret_key=OLD) as house:
        await with_northwind(house)
    done = rotate(tmp_path, DATABASE_URL=database_url, SECRET_KEY=NEW)
    assert done.returncode == 2
    assert "Set the former one" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_start_with_a_new_key_before_it_seals_anew_by_itself(database_url: str) -> None:
    async with running(database_url, by_oauth=True, secret_key=OLD) as house:
        await with_northwind(house)
    await kept(database_url, f"{NEW},{OLD}")
    assert len(await kept(database_url, NEW)) == 2
