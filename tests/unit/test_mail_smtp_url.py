"""The forms of SMTP_URL."""

import ssl

import pytest

from bot.mail.smtp import Smtp


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "implicit"),
    [
        ("smtp://u:p%40ss@mail.acme.example", "mail.acme.example", 587, True, False),
        ("smtp://mail.acme.example:25", "mail.acme.example", 25, True, False),
        ("smtps://u:p@mail.acme.example", "mail.acme.example", 465, False, True),
        ("smtp://127.0.0.1:1025?starttls=never", "127.0.0.1", 1025, False, False),
        ("smtp://[::1]:1025/?starttls=never", "::1", 1025, False, False),
    ],
)
def test_a_url_says_how_to_connect(url: str, host: str, port: int, starttls: bool, implicit: bool) -> None:
    smtp = Smtp.from_url(url, tls=ssl.create_default_context())
    assert (smtp.host, smtp.port, smtp.starttls, smtp.implicit_tls) == (host, port, starttls, implicit)
    assert "p@ss" not in repr(smtp)


def test_what_is_escaped_in_a_url_logs_in_as_it_is() -> None:
    smtp = Smtp.from_url("smtp://talent%40acme.example:p%40ss%2Fw%23@mail.acme.example")
    assert (smtp.username, smtp.password) == ("talent@acme.example", "p@ss/w#")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.acme.example",
        "http://u:s3cret@mail.acme.example",
        "smtp://u:s3cret@:587",
        "smtp://u:s3cret@mail.acme.example:port",
        "smtp://u:s3cret@mail.acme.example/path",
        "smtp://u:s3cret@mail.acme.example?starttls=maybe",
        "smtp://u:s3cret@mail.acme.example?tls=1",
        "smtp://u:s3cret@mail.acme.example?starttls=never",
    ],
)
def test_a_wrong_url_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL") as refused:
        Smtp.from_url(url)
    assert "s3cret" not in str(refused.value)
