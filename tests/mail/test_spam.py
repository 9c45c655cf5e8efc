"""SpamAssassin's rules on our emails, without network and Bayes. Passing them is only a minimum."""

import os
import re
import subprocess
from dataclasses import replace
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


SAMPLES = [
    *("invitation", "invitation-long-note", "invitation-danish", "invitation-japanese"),
    "invitation-branded",
    *("signup", "signup-waiting", "signup-active", "decision-yes", "decision-no", "decision-no-reason"),
]


def mails() -> dict[str, bytes]:
    """Make all that is judged, by name."""
    content, delivery = samples()["invitation"]
    delivery = replace(delivery, reply_to=Mailbox("Jordan Lee", "jordan.lee@gmail.com"))
    built = {sample: build(*samples()[sample]).data for sample in SAMPLES}
    return built | {"freemail": build(content, delivery).data, "bad": BAD}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Have all judged by one process, since its start takes most of the time."""
    folder, judged = tmp_path_factory.mktemp("mails"), mails()
    for name, mail in judged.items():
        (folder / name).write_bytes(RECEIVED + mail)
    out = subprocess.run(
        [machine.spamassassin(), "-L", "--cf=use_bayes 0", *judged],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder)},
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    found = re.findall(rb"X-Spam-Status: \w+, score=(-?[\d.]+).*?tests=(.*?)\s+autolearn", out, re.DOTALL)
    given = [Verdict(float(points), rules.decode()) for points, rules in found]
    return dict(zip(judged, given, strict=True))


@pytest.mark.parametrize("sample", SAMPLES)
def test_our_mails_are_no_spam(verdicts: dict[str, Verdict], sample: str) -> None:
    assert verdicts[sample].points <= MOST_POINTS, verdicts[sample].rules


def test_an_inviter_at_a_free_mail_service_costs_little(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["freemail"].points <= MOST_POINTS_FREEMAIL, verdicts["freemail"].rules


def test_the_measure_sees_a_bad_mail(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["bad"].points > 5
