"""Verdicts on refusals in the words of common relays, as a table."""

import pytest

from bot.mail.verdict import Fault, Topic, enhanced_code, verdict

PERSON = """
RCPT 550 5.1.1 <ada@x.dk>: Recipient address rejected: User unknown
RCPT 550 5.1.1 <ada@x.dk>: Recipient address rejected: User unknown in virtual mailbox table
RCPT 550 5.1.1 <ada@x.dk>: Recipient address rejected: User unknown in relay recipient table
RCPT 550 <ada@x.dk>: Recipient address rejected: User unknown in relay recipient table
RCPT 550 5.1.1 The email account that you tried to reach does not exist.
RCPT 550 5.2.1 The email account that you tried to reach is inactive
RCPT 550 5.2.1 The email account that you tried to reach is disabled
RCPT 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
RCPT 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)
RCPT 550 5.4.310 DNS domain x.dk does not exist
RCPT 556 5.1.10 Recipient address has null MX
RCPT 550 5.1.2 <ada@x.dk>: Recipient address rejected: Domain not found
RCPT 553 5.1.3 <ada@x.dk>: Recipient address rejected: bad address syntax
RCPT 550 5.1.6 Mailbox has moved, no forwarding address
RCPT 550 No Such User Here
RCPT 550 No such recipient here
RCPT 550 Unrouteable address
RCPT 550 Unroutable address
RCPT 550 unknown user
RCPT 550 Unknown local part ada in <ada@x.dk>
RCPT 550 Invalid recipient
RCPT 550 Invalid mailbox
RCPT 550 no mailbox here by that name
RCPT 554 delivery error: dd This user doesn't have a yahoo.com account (ada@yahoo.com) [0]
RCPT 550 Requested action not taken: mailbox unavailable
RCPT 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).
RCPT 550 ada@x.dk... User unknown
RCPT 550 #5.1.0 Address rejected.
RCPT 550 5.0.0 <ada@x.dk>... No such user
RCPT 550 5.7.1 <ada@x.dk>... User unknown
RCPT 550 Recipient is on the suppression list
RCPT 550 Address unknown
RCPT 550 Mailbox ada does not exist
RCPT 554 5.4.4 Unable to route: no MX
RCPT 550 rejected
DATA 550 5.1.1 User unknown
DATA 554 The recipient's mailbox was not available
RCPT 551 User not local; please try <ada@y.dk>
RCPT 501 Syntax error in address
RCPT 501 5.5.4 Syntax error in parameters: malformed address
RCPT 553 sorry, this recipient is not in my validrcptto list (#5.7.1)
RCPT 550 Mailbox is frozen. See http://help.163.com
RCPT 550 Mailbox locked
RCPT 550 User suspended
RCPT 550 recipient's mailbox has been suspended
RCPT 550 Recipient verify failed
RCPT 550 5.5.0 Boite du destinataire archivee. Archived recipient
DATA 554 Message rejected: Address blacklisted.
"""

US = """
MAIL 553 5.7.1 Sender address rejected: not owned by user talent
MAIL 530 5.7.0 Authentication required
MAIL 530 5.7.57 Client not authenticated to send mail
MAIL 550 5.1.8 Access denied, bad outbound sender
MAIL 550 rejected
MAIL 501 5.1.7 Bad sender address syntax
MAIL 553 5.1.8 Sender address rejected: Domain not found
MAIL 550 5.7.60 SMTP; Client does not have permissions to send as this sender
MAIL 501 5.5.4 Invalid domain name
MAIL 503 5.5.1 EHLO/HELO first.
connect 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org
connect 554 no SMTP service here
connect 535 5.7.8 Error: authentication failed
connect 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant
connect 534 5.7.9 Application-specific password required
RCPT 530 5.7.0 Authentication required
RCPT 554 5.7.1 <ada@x.dk>: Relay access denied
RCPT 550 5.7.1 Unable to relay
RCPT 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain
RCPT 550 relay not permitted
RCPT 550 Administrative prohibition
RCPT 550 authentication required
RCPT 550 Verification failed for <talent@acme.example> 550 Sender verify failed
RCPT 550 Sender verify failed
RCPT 553 sorry, that domain isn't in my list of allowed rcpthosts; you must authenticate
RCPT 554 5.7.1 <talent@acme.example>: Sender address rejected: Access denied
RCPT 553 5.7.1 <talent@acme.example>: Sender address rejected: not logged in
RCPT 550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits
RCPT 550 5.7.501 Access denied, spam abuse detected
RCPT 550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP
RCPT 550 5.1.90 Your message can't be sent because you've reached your daily limit
RCPT 550 5.7.705 Access denied, tenant has exceeded threshold
RCPT 550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked
RCPT 550 5.7.25 The IP address sending this message does not have a PTR record
RCPT 550 SC-001 (BAY004) Unfortunately, messages from 192.0.2.1 weren't sent
RCPT 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation
RCPT 550 Blocked - see https://example.org/lookup
RCPT 550 Message limit exceeded for this hour
RCPT 550 Domain acme.example has exceeded the max emails per hour (100/100) allowed. Message discarded.
RCPT 550 You have exceeded your hourly sending quota
RCPT 550 Account suspended
RCPT 550 This account has been disabled
RCPT 503 5.5.1 Bad sequence of commands
MAIL 550 5.1.1 User unknown
RCPT 550 Your account is under review
RCPT 550 5.1.1 Sender address rejected: user unknown
RCPT 550 Please activate your account before sending
DATA 554 5.2.252 SendAsDenied; talent@acme.example not allowed to send as bounce@acme.example
DATA 554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied
DATA 554 Message rejected: Email address is not verified. The following identities failed the check in region
DATA 554 Message rejected: Sending paused for this account. For more information, please check the inbox
DATA 554 Transaction failed: Daily message quota exceeded
DATA 550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error
DATA 550 Unauthenticated senders not allowed
DATA 552 Message refused: relay quota of 500 exceeded
DATA 550 5.7.1 Please activate your Mailgun account. Check your inbox or log in to your control panel
DATA 550 5.7.1 The 'From' address you supplied is not a Sender Signature on your account
DATA 550 5.7.26 This mail has been blocked because the sender is unauthenticated
DATA 550 5.7.515 Access denied, sending domain acme.example doesn't meet the required authentication level
DATA 550 5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail
DATA 554 Sandbox subdomains are for test purposes only. Please add your own domain
DATA 550 Maximum credits exceeded
DATA 554 5.7.0 Reject, trial account may only write to its own address
DATA 554 rejected due to policy reasons
DATA 550 5.7.0 Must issue a STARTTLS command first
RCPT 550 permanent failure for one or more recipients (<>:blocked)
RCPT 550 Your mailbox has been blocked for spam, change its password
RCPT 552 5.2.2 The sender has exceeded his quota
RCPT 550 Absenderadresse abgelehnt
RCPT 550 Ihre IP-Adresse wurde gesperrt
RCPT 550 Sendelimit erreicht
RCPT 550 Anmeldung erforderlich
RCPT 554 Votre compte est bloque, envoi interdit
RCPT 550 Expéditeur refusé
RCPT 550 Remitente no permitido
RCPT 550 Mittente non autorizzato
RCPT 550 Nadawca odrzucony
RCPT 550 Insufficient privileges
DATA 554 Transaction failed: Configuration set doesn't exist
DATA 550 Invalid From header domain
DATA 550 5.7.1 Header From does not match
"""

MESSAGE = """
DATA 552 5.3.4 Message size exceeds fixed limit
DATA 552 5.3.4 Error: message file too big
DATA 552 Message size exceeds maximum permitted
DATA 552 5.2.3 Your message exceeded Google's message size limits
DATA 554 message too large
MAIL 552 5.3.4 Message size exceeds fixed limit
DATA 554 5.6.0 Invalid message content
DATA 552 5.7.0 This message was blocked because its content presents a potential security issue: attachment
DATA 550 This message contains a virus (Eicar)
DATA 554 rejected
DATA 550 5.0.0 no
DATA 550 5.7.0 This message was blocked because its content presents a potential security issue.
DATA 550 5.7.1 The email size exceeds the limit
DATA 550 5.7.1 Messages missing a valid Message-ID header are not accepted.
DATA 550 Message headers fail syntax check
DATA 550 Multiple From headers not allowed
DATA 550 maximum allowed line length is 998 octets, got 1200
RCPT 553 5.6.7 Non-ASCII addresses not permitted for that sender/recipient
"""

LATER = """
connect 421 4.3.2 Too many connections
connect 421 Service not available, closing transmission channel
MAIL 452 4.3.1 Insufficient system storage
MAIL 451 4.7.1 Please try again later
connect 454 4.7.0 Temporary authentication failure
RCPT 450 4.2.0 Greylisted, try again
RCPT 450 4.7.1 Client host rejected: cannot find your hostname
RCPT 452 4.2.2 Mailbox full
RCPT 552 5.2.2 Mailbox full
RCPT 552 5.2.2 The email account that you tried to reach is over quota
RCPT 550 Mailbox quota exceeded
RCPT 552 Requested mail action aborted: exceeded storage allocation
RCPT 554 5.2.2 STOREDRV.Deliver.Exception:QuotaExceededException; mailbox is full
RCPT 550 User is over quota
RCPT 550 ada@x.dk mailfolder is full
RCPT 550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery
RCPT 550 5.3.2 System not accepting network messages
RCPT 550 Greylisted, come back later
DATA 432 4.3.2 Concurrent connections limit exceeded
DATA 454 4.7.0 Throttling failure: maximum sending rate exceeded
DATA 451 4.3.0 Temporary lookup failure
DATA 554 5.4.7 Delivery expired
RCPT 550 Mailbox size limit exceeded
RCPT 552 user mailbox exceeds its allowed size
RCPT 552 Postfach voll
RCPT 552 Account full
RCPT 554 5.3.0 Other mail system problem
RCPT 554 Internal Server Error
RCPT 550 5.4.300 Message expired
RCPT 550 server too busy
DATA 554 Transaction failed: internal failure
DATA 554 5.3.0 Database error
"""


def cases(fault: Fault, text: str) -> list[tuple[str, Fault]]:
    return [(line, fault) for line in text.strip().splitlines()]


ALL = [
    *cases(Fault.PERSON, PERSON),
    *cases(Fault.US, US),
    *cases(Fault.MESSAGE, MESSAGE),
    *cases(Fault.LATER, LATER),
]


@pytest.mark.parametrize(("line", "fault"), ALL)
def test_a_refusal_is_whose_its_code_and_words_say(line: str, fault: Fault) -> None:
    stage, code, words = line.split(" ", 2)
    assert verdict(stage, int(code), words).fault is fault


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("5.7.1 <talent@acme.example>: Sender address rejected", Topic.SENDER),
        ("5.2.252 SendAsDenied", Topic.SENDER),
        ("5.7.1 Relay access denied", Topic.RELAYING),
        ("5.4.5 Daily user sending limit exceeded", Topic.QUOTA),
        ("5.7.1 Client host [192.0.2.1] blocked using a list", Topic.BLOCKED),
        ("Please log in first", Topic.LOGIN),
        ("5.7.0 Must issue a STARTTLS command first", Topic.ENCRYPTION),
        ("5.7.1 go away", Topic.OTHER),
    ],
)
def test_an_administrator_is_pointed_to_what_the_words_are_about(words: str, topic: Topic) -> None:
    assert verdict("RCPT", 550, words).topic is topic


def test_only_the_step_speaks_where_code_and_words_say_nothing() -> None:
    assert not verdict("RCPT", 550, "no").certain
    assert not verdict("DATA", 554, "5.0.0 no").certain
    assert verdict("RCPT", 550, "5.1.1 no").certain


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("5.1.1 no", (5, 1, 1)),
        ("#5.1.0 no", (5, 1, 0)),
        ("5.0.0 wrapped: 550 5.2.2 full", (5, 2, 2)),
        ("host 5.7.1.9 and 15.7.1 and 5.7.1x are none", None),
        ("5.0.0 no", None),
    ],
)
def test_the_first_enhanced_code_that_says_something_counts(
    words: str, code: tuple[int, int, int] | None
) -> None:
    assert enhanced_code(words) == code
