"""`mail-preview` writes files that people and email clients can open."""

from email import message_from_bytes, policy
from pathlib import Path

from bot.mail.preview import samples, write_previews


def test_every_sample_becomes_a_mail_and_a_page(tmp_path: Path) -> None:
    written = write_previews(tmp_path / "new" / "folder")
    assert sorted(path.name for path in written) == sorted(
        f"{name}.{ending}" for name in samples() for ending in ("eml", "html")
    )


def test_the_files_hold_what_would_be_sent(tmp_path: Path) -> None:
    write_previews(tmp_path)
    message = message_from_bytes((tmp_path / "invitation.eml").read_bytes(), policy=policy.default)
    assert message["Subject"] == "Jordan Lee invites you to Acme's trusted contacts"
    assert "Open the invitation" in (tmp_path / "invitation.html").read_text(encoding="utf-8")


def test_writing_again_replaces_the_files(tmp_path: Path) -> None:
    assert write_previews(tmp_path) == write_previews(tmp_path)
