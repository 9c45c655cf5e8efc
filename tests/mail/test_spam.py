"""SpamAssassin's rules on our emails, without network and Bayes. Passing them is only a minimum."""

import asyncio
import os
import re
from asyncio.subprocess import PIPE
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.mail.content import Mailbox
from bot.mail.message import build
from bot.mail.preview import samples
from tests.kit import machine

# From one public address to another, like real email: SpamAssassin takes reserved ones for forged.
RECEIVED = (
    b"Received: from mail.acme.example (mail.acme.example [5.9.110.12]) by mx.studio.example with ESMTPS"
    b" id 4Xyz for <ada@studio.example>; Mon, 30 Nov 2026 09:30:05 +0000\r\n"
)
MOST_POINTS = 0.5
MOST_POINTS_FREEMAIL = 1.5  # an inviter at a free email provider: FREEMAIL_FORGED_REPLYTO
BAD = b"From: you@gmail.com\r\nContent-Type: text/html\r\n\r\n<img src='https://a.example/x.png'>\r\n"


class Verdict(NamedTuple):
    points: float
    rules: str


class SpamAssassin(NamedTuple):
    program: str
    home: Path

    async def judge(self, mail: bytes) -> Verdict:
        process = await asyncio.create_subprocess_exec(
            *(self.program, "-L", "--cf=use_bayes 0"),
            env={"PATH": os.defpath, "HOME": str(self.home)},
            stdin=PIPE,
            stdout=PIPE,
        )
        out, _ = await process.communicate(RECEIVED + mail)
        found = re.search(rb"X-Spam-Status: \w+, score=(-?[\d.]+).*?tests=(.*?)\s+autolearn", out, re.DOTALL)
        assert found, out[:2000]
        return Verdict(float(found[1]), found[2].decode())


@pytest.fixture
def spamassassin(tmp_path: Path) -> SpamAssassin:
    return SpamAssassin(machine.spamassassin(), tmp_path)


@pytest.mark.parametrize(
    "sample",
    [
        *("invitation", "invitation-long-note", "invitation-danish", "invitation-japanese"),
        "invitation-branded",
        *("signup", "signup-waiting", "signup-active", "decision-yes", "decision-no", "decision-no-reason"),
    ],
)
async def test_our_mails_are_no_spam(spamassassin: SpamAssassin, sample: str) -> None:
    verdict = await spamassassin.judge(build(*samples()[sample]).data)
    assert verdict.points <= MOST_POINTS, verdict.rules


async def test_an_inviter_at_a_free_mail_service_costs_little(spamassassin: SpamAssassin) -> None:
    content, delivery = samples()["invitation"]
    delivery = replace(delivery, reply_to=Mailbox("Jordan Lee", "jordan.lee@gmail.com"))
    verdict = await spamassassin.judge(build(content, delivery).data)
    assert verdict.points <= MOST_POINTS_FREEMAIL, verdict.rules


async def test_the_measure_sees_a_bad_mail(spamassassin: SpamAssassin) -> None:
    assert (await spamassassin.judge(BAD)).points > 5
