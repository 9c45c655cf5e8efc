"""Reports of failed delivery in the forms of common mail servers, and messages that only look like them."""

ROW, CODE = 41, "0123456789ab"
VERP = f"bounce+{ROW}-{CODE}@acme.example"
MESSAGE_ID = f"<invitation.{ROW}.{CODE}@acme.example>"

_PARTS = """\
From: Mail Delivery System <MAILER-DAEMON@mx.x.dk>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type={report}; boundary="b0"
{headers}
--b0
Content-Type: text/plain; charset=utf-8

{text}

--b0
Content-Type: {status_type}

Reporting-MTA: dns; mx.x.dk
{about_all}
Final-Recipient: rfc822; ada@x.dk
Original-Recipient: rfc822;ada@x.dk
Action: {action}
Status: {status}
{diagnostic}
--b0
Content-Type: {returned_type}

From: Acme Talent <talent@acme.example>
To: ada@x.dk
Message-ID: {message_id}
References: <earlier@somewhere.example>
Subject: Jordan Lee invites you

--b0--
"""


def dsn(status: str, diagnostic: str = "", message_id: str = MESSAGE_ID, **given: str) -> bytes:
    """Write a report by RFC 3464, as Postfix does, with its own Auto-Submitted."""
    usual = {
        "to": "talent@acme.example", "report": "delivery-status", "action": "failed", "headers": "",
        "text": "Your message could not be delivered.", "about_all": "", "returned_type": "message/rfc822",
        "status_type": "message/delivery-status",
    }  # fmt: skip
    said = f"Diagnostic-Code: {diagnostic}\n" if diagnostic else ""
    fields = usual | given | {"status": status, "diagnostic": said, "message_id": message_id}
    return _PARTS.format(**fields).encode()


def plain(text: str, **headers: str) -> bytes:
    """Write a message of one part."""
    usual = {"From": "MAILER-DAEMON@mx.x.dk", "To": "talent@acme.example", "Subject": "failure notice"}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in (usual | headers).items()]
    return "\n".join([*lines, "", text]).encode()


_RETURNED = f"""\
Return-Path: <talent@acme.example>
From: Acme Talent <talent@acme.example>
To: ada@x.dk
Message-ID: {MESSAGE_ID}
Subject: Jordan Lee invites you

Hello Ada Lovelace,
"""

QMAIL = plain(
    "Hi. This is the qmail-send program at mx.x.dk.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    "<ada@x.dk>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
    f"--- Below this line is a copy of the message.\n\n{_RETURNED}"
)
QMAIL_TIMED_OUT = plain(
    "Hi. This is the qmail-send program at mx.x.dk.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    "<ada@x.dk>:\nSorry, I wasn't able to establish an SMTP connection. (#4.4.1)\n"
    "I'm not going to try again; this message has been in the queue too long.\n\n"
    f"--- Below this line is a copy of the message.\n\n{_RETURNED}"
)
EXIM = plain(
    "This message was created automatically by mail delivery software.\n\n"
    "A message that you sent could not be delivered to one or more of its\n"
    "recipients. This is a permanent error. The following address(es) failed:\n\n"
    "  ada@x.dk\n"
    "    host mx.x.dk [192.0.2.1]\n"
    "    SMTP error from remote mail server after RCPT TO:<ada@x.dk>:\n"
    "    550 5.1.1 User unknown\n\n"
    f"------ This is a copy of the message, including all the headers. ------\n\n{_RETURNED}",
    X_Failed_Recipients="ada@x.dk",
    Auto_Submitted="auto-replied",
)
EXIM_WARNING = plain(
    "This message was created automatically by mail delivery software.\n"
    "A message that you sent has not yet been delivered to one or more of its\n"
    "recipients after more than 24 hours on the queue on mx.x.dk.\n\n"
    "The address to which the message has not yet been delivered is:\n\n  ada@x.dk\n\n"
    "No action is required on your part. Delivery attempts will continue.\n",
    To=VERP,
    Subject="Warning: message 1abc delayed 24 hours",
)
VACATION = plain(
    "I'm on vacation until Monday. ada@x.dk is not read meanwhile.\n\n"
    f"> Message-ID: {MESSAGE_ID}\n> Hello Ada Lovelace,\n",
    To=VERP,
    From="Ada Lovelace <ada@x.dk>",
    Subject="Out of office: Jordan Lee invites you",
    Auto_Submitted="auto-replied",
    In_Reply_To=MESSAGE_ID,
)
HUMAN = plain(
    "Who is this? User unknown to me, mailbox full of such things. 550 5.1.1!",
    To=VERP,
    From="Ada Lovelace <ada@x.dk>",
    Subject="Re: Jordan Lee invites you",
    In_Reply_To=MESSAGE_ID,
)
