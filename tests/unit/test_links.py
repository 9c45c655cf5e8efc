"""Signed links: bound to a purpose, not to be guessed, and surviving a change of the key."""

import base64
import string
from datetime import UTC, datetime

import pytest

from bot.keyring import Keyring
from bot.links import BadToken, Links, Purpose, Token

BASE = "https://contacts.acme.example"


def links(*secrets: str) -> Links:
    return Links(Keyring(secrets or ("secret",)), BASE)


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


INVITATION = token_of(links().url(Purpose.INVITATION, 1, 2, 3))


def refused(token: str, purpose: Purpose = Purpose.INVITATION) -> bool:
    with pytest.raises(BadToken):
        links().read(purpose, token)
    return True


def test_a_link_says_again_what_it_was_made_of() -> None:
    assert links().read(Purpose.INVITATION, INVITATION) == Token(1, 2, 3)


def test_a_link_can_be_shown_again_since_it_is_derived() -> None:
    assert token_of(links().url(Purpose.INVITATION, 1, 2, 3)) == INVITATION


def test_a_link_made_for_one_purpose_opens_no_other() -> None:
    assert refused(INVITATION, Purpose.STOP)
    assert refused(token_of(links().url(Purpose.STOP, 1, 2, 3)), Purpose.INVITATION)


@pytest.mark.parametrize("made_for", Purpose)
def test_no_two_purposes_read_each_others_links(made_for: Purpose) -> None:
    token = token_of(links().url(made_for, 1, 2, 3))
    assert links().read(made_for, token) == Token(1, 2, 3)
    assert all(refused(token, other) for other in Purpose if other is not made_for)


def test_a_form_says_to_the_millisecond_when_it_was_drawn() -> None:
    at = datetime(2026, 11, 30, 9, 30, 0, 123_999, tzinfo=UTC)
    drawn = links().drawn(Token(1, 2, 3), at)
    assert links().drawn_at(Token(1, 2, 4), drawn) == at.replace(microsecond=123_000)


def test_another_links_form_and_what_is_none_are_refused() -> None:
    drawn = links().drawn(Token(1, 2, 3), datetime(2026, 11, 30, tzinfo=UTC))
    other_links = [(Token(1, 9, 3), drawn), (Token(9, 2, 3), drawn)]
    for join, text in [*other_links, (Token(1, 2, 3), INVITATION), (Token(1, 2, 3), "")]:
        with pytest.raises(BadToken):
            links().drawn_at(join, text)


def test_a_link_carries_at_least_128_bits_nobody_can_guess() -> None:
    signature = INVITATION.rpartition(".")[2]
    assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) >= 16


@pytest.mark.parametrize("position", range(len(INVITATION)))
def test_a_link_with_one_letter_changed_is_none_of_ours(position: int) -> None:
    """Also the last one: several spellings of base64's last letter mean the same bytes."""
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
    assert refused(token_of(links("another secret").url(Purpose.INVITATION, 1, 2, 3)))


def test_after_a_change_of_the_key_old_links_open_and_new_ones_are_made_with_the_new_key() -> None:
    both = links("new", "secret")
    assert both.read(Purpose.INVITATION, INVITATION) == Token(1, 2, 3)
    made = token_of(both.url(Purpose.INVITATION, 1, 2, 3))
    assert made != INVITATION
    assert links("new").read(Purpose.INVITATION, made) == Token(1, 2, 3)


def test_without_its_key_a_link_is_dead() -> None:
    with pytest.raises(BadToken):
        links("new").read(Purpose.INVITATION, INVITATION)
