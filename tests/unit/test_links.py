"""Signed links: bound to a purpose, impossible to guess, and valid after a key rotation."""

import base64
import string
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.security.keyring import Keyring
from bot.security.tokens import ROWS, BadToken, Links, Purpose, Token

BASE = "https://contacts.acme.example"
TOKEN = Token(1, 2, 3, "0123456789abcdef012345")
OLD = Token(1, 2, 3)  # of a row without a salt


def links(*secrets: str) -> Links:
    return Links(Keyring(secrets or ("secret",)), BASE)


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


INVITATION = token_of(links().url_of(Purpose.INVITATION, TOKEN))


def refused(token: str, purpose: Purpose = Purpose.INVITATION) -> bool:
    with pytest.raises(BadToken):
        links().read(purpose, token)
    return True


def test_a_link_says_again_what_it_was_made_of() -> None:
    assert links().read(Purpose.INVITATION, INVITATION) == TOKEN


def test_a_link_can_be_shown_again_since_it_is_derived() -> None:
    assert token_of(links().url_of(Purpose.INVITATION, TOKEN)) == INVITATION


def test_another_rows_salt_makes_another_link() -> None:
    """Check that the salt alone tells two rows apart.

    Id and generation may be equal after a restore, or in another database with this key.
    """
    other = replace(TOKEN, salt="f" * 22)
    assert token_of(links().url_of(Purpose.INVITATION, other)) != INVITATION
    assert links().read(Purpose.INVITATION, INVITATION) != other


def test_a_link_of_before_there_were_salts_says_what_it_said() -> None:
    mailed = "WzEsMiwzXQ.8VXCZ4Xrnos3rRuM1b51xbRUWkaOFHDTogWgulbSzwE"
    assert token_of(links().url_of(Purpose.INVITATION, OLD)) == mailed
    assert links().read(Purpose.INVITATION, mailed) == OLD


def test_every_page_knows_whose_salt_its_links_carry() -> None:
    assert set(ROWS) == set(Purpose) - {Purpose.FORM}


def test_a_link_made_for_one_purpose_opens_no_other() -> None:
    assert refused(INVITATION, Purpose.STOP)
    assert refused(token_of(links().url_of(Purpose.STOP, TOKEN)), Purpose.INVITATION)


@pytest.mark.parametrize("made_for", Purpose)
def test_no_two_purposes_read_each_others_links(made_for: Purpose) -> None:
    token = token_of(links().url_of(made_for, TOKEN))
    assert links().read(made_for, token) == TOKEN
    assert all(refused(token, other) for other in Purpose if other is not made_for)


def test_a_form_says_to_the_millisecond_when_it_was_drawn() -> None:
    at = datetime(2026, 11, 30, 9, 30, 0, 123_999, tzinfo=UTC)
    drawn = links().drawn(TOKEN, at)
    again = links().drawn(TOKEN, at, again=True)
    at = at.replace(microsecond=123_000)
    assert links().drawn_at(replace(TOKEN, generation=4), drawn) == (at, False)
    assert links().drawn_at(TOKEN, again) == (at, True)


def test_another_links_form_and_what_is_none_are_refused() -> None:
    drawn = links().drawn(TOKEN, datetime(2026, 11, 30, tzinfo=UTC))
    others = (replace(TOKEN, row_id=9), replace(TOKEN, workspace_id=9), replace(TOKEN, salt="f" * 22), OLD)
    for join, text in [*((other, drawn) for other in others), (TOKEN, INVITATION), (TOKEN, "")]:
        with pytest.raises(BadToken):
            links().drawn_at(join, text)


def test_a_link_carries_at_least_128_bits_nobody_can_guess() -> None:
    signature = INVITATION.rpartition(".")[2]
    assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) >= 16


@pytest.mark.parametrize("position", range(len(INVITATION)))
def test_a_link_with_one_letter_changed_is_none_of_ours(position: int) -> None:
    """Includes the last letter: base64 has several spellings of it for the same bytes."""
    for letter in string.ascii_letters + string.digits + "-_.=~":
        if letter != INVITATION[position]:
            assert refused(INVITATION[:position] + letter + INVITATION[position + 1 :])


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "a.b",
        "é",
        "\ud800",
        "\x00",
        INVITATION[:-1],
        INVITATION + "A",
        INVITATION + "=",
        INVITATION + "!",
        INVITATION.upper(),
        INVITATION.rpartition(".")[0],
        "." + INVITATION,
        "a" * 10_000,
    ],
)
def test_what_we_did_not_sign_is_refused(token: str) -> None:
    assert refused(token)


def test_another_installations_link_is_refused() -> None:
    assert refused(token_of(links("another secret").url_of(Purpose.INVITATION, TOKEN)))


def test_after_a_change_of_the_key_old_links_open_and_new_ones_are_made_with_the_new_key() -> None:
    both = links("new", "secret")
    assert both.read(Purpose.INVITATION, INVITATION) == TOKEN
    made = token_of(both.url_of(Purpose.INVITATION, TOKEN))
    assert made != INVITATION
    assert links("new").read(Purpose.INVITATION, made) == TOKEN


def test_without_its_key_a_link_is_dead() -> None:
    with pytest.raises(BadToken):
        links("new").read(Purpose.INVITATION, INVITATION)
