"""The codes in our emails' headers, by which reports of failed delivery are known as ours."""

from bot.security.codes import is_mail_code, mail_code
from bot.security.keyring import Keyring
from storage.entities.outbox import Outbox

KEYS = Keyring(["the first key"])
EMAIL = Outbox(id=1, salt="a")


def test_a_report_about_an_email_sent_before_a_change_of_the_key_is_about_ours() -> None:
    code = mail_code(KEYS, EMAIL)
    assert is_mail_code(KEYS, EMAIL, code)
    assert is_mail_code(Keyring(["the newest key", "another", "the first key"]), EMAIL, code)
    assert not is_mail_code(Keyring(["the newest key"]), EMAIL, code)


def test_new_emails_get_the_newest_keys_code() -> None:
    assert mail_code(Keyring(["the newest key", "the first key"]), EMAIL) == mail_code(
        Keyring(["the newest key"]), EMAIL
    )


def test_no_other_email_has_this_code() -> None:
    code = mail_code(KEYS, EMAIL)
    for other in (Outbox(id=2, salt="a"), Outbox(id=1, salt="b"), Outbox(id=1)):
        assert not is_mail_code(KEYS, other, code)
    assert not is_mail_code(KEYS, EMAIL, "")
    assert not is_mail_code(KEYS, EMAIL, code[:-1])
    assert not is_mail_code(KEYS, EMAIL, "é" * 12)
