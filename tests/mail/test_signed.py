"""With a key of our own, every email leaves with a DKIM signature."""

from pathlib import Path
from typing import Any

import dkim

from tests.kit.dkim_key import key_file
from tests.kit.product import running

NOTE = "Hi Ada\n.\n..two dots\nRødgrød med fløde " + "x" * 1_500


async def test_emails_arrive_with_a_signature_that_holds(database_url: str, tmp_path: Path) -> None:
    own: dict[str, Any] = {"dkim_key_file": key_file(tmp_path), "dkim_selector": "contacts"}
    async with running(database_url, **own) as house:
        signer = house.program.settings.signer
        assert signer
        await house.name_hiring_manager("Jordan Lee")
        await house.invite(**{"Name": "Zoë Ångström", "Email": "ada@x.dk", "Invite note": NOTE})
        await house.settled()
        [mail] = house.demo.mailbox.mails
    assert "d=acme.example" in mail.header("DKIM-Signature")
    assert dkim.verify(mail.raw, dnsfunc=lambda name, timeout=5: signer.record.encode())
