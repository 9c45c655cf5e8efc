"""Judges why an email was refused: because of the address, of us, of this message, or of the moment.

Pure. The codes are those of RFC 3463 and the IANA registry, and the longer ones are Office 365's.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

CONNECT, MAIL, RCPT, DATA = "connect", "MAIL", "RCPT", "DATA"
LOGIN_WANTED = (530, 534, 535, 538)
EXCEEDED_STORAGE = 552  # RFC 5321: of a recipient when it is named, else of a message


class Fault(StrEnum):
    """Why a relay refuses an email.

    person: the address is dead. us: our sender, login, quota or reputation, so that other emails would be
    refused, too. message: this email is too big or its content is not accepted. later: a retry may succeed.
    """

    PERSON = "person"
    US = "us"
    MESSAGE = "message"
    LATER = "later"


class Topic(StrEnum):
    """Topics of advice for administrators."""

    LOGIN = "login"
    ENCRYPTION = "encryption"
    SENDER = "sender"
    RELAYING = "relaying"
    QUOTA = "quota"
    BLOCKED = "blocked"
    FULL = "full"
    SIZE = "size"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement of one refusal. `certain`: based on its code or words, not only on the step it came at."""

    fault: Fault
    topic: Topic = Topic.OTHER
    certain: bool = True


def verdict(stage: str, code: int, words: str) -> Verdict:
    """Judge a refusal by its enhanced code, then its words, then the step at which it came.

    `stage` is connect, MAIL, RCPT or DATA; `words` is the reply without its three digits.
    """
    text = " ".join(words.lower().split())
    if code in LOGIN_WANTED:
        return Verdict(Fault.US, Topic.LOGIN)
    if 400 <= code < 500:
        return Verdict(Fault.LATER, _later_topic(text))
    by_words = _by_enhanced_code(enhanced_code(text), text) or _by_words(text)
    judged = by_words or _by_stage(stage, code, text)
    if judged.fault is Fault.PERSON and stage in (CONNECT, MAIL):  # before the recipient was named
        return Verdict(Fault.US, _topic(text))
    return judged


_ENHANCED = re.compile(r"(?<![\w.])([245])\.(\d{1,3})\.(\d{1,3})(?![\w]|\.\d)")


def enhanced_code(words: str) -> tuple[int, int, int] | None:
    """Find the first enhanced code that means something. 5.0.0 does not."""
    found = [(int(one), int(two), int(three)) for one, two, three in _ENHANCED.findall(words)]
    return next((code for code in found if code[1:] != (0, 0)), None)


_PERSON_CODES = {(1, 1), (1, 2), (1, 3), (1, 4), (1, 6), (1, 10), (2, 1), (2, 4), (4, 4), (4, 310)}
_US_CODES = {(1, 7), (1, 8), (1, 90), (1, 91), (3, 5), (4, 5)}
_LATER_CODES = {(2, 2), (2, 121), (2, 122), (3, 1), (3, 2), (4, 6), (4, 7), (4, 14)}
_MESSAGE_CODES = {(2, 3), (3, 4)}


def _by_enhanced_code(code: tuple[int, int, int] | None, text: str) -> Verdict | None:
    if code is None:
        return None
    kind, subject, detail = code
    if kind == 4 or ((subject, detail) in _LATER_CODES and not _blames_us(text)):
        return Verdict(Fault.LATER, _later_topic(text))
    if (subject, detail) in _MESSAGE_CODES:
        return Verdict(Fault.MESSAGE, Topic.SIZE)
    if (subject, detail) in _US_CODES or (subject == 2 and 200 <= detail < 300):
        return Verdict(Fault.US, _topic(text))
    if (subject, detail) in _PERSON_CODES and not _blames_us(text):
        return Verdict(Fault.LATER) if _AT_TIMES.search(text) else Verdict(Fault.PERSON)
    if subject == 7:
        return _by_policy(text)
    if (subject, detail) == (4, 1):  # Office 365's code for addresses missing from its directory
        return Verdict(Fault.PERSON if "recipient address rejected" in text else Fault.LATER)
    if subject == 5 and detail:
        return _by_words(text) or (None if "mailbox" in text else Verdict(Fault.US))
    return Verdict(Fault.MESSAGE) if subject == 6 else None


def _by_policy(text: str) -> Verdict:
    """Judge a refusal by policy (5.7.x).

    It is mostly because of us, unless the words say that the user does not exist, or what this message has.
    """
    if _SIZE.search(text):
        return Verdict(Fault.MESSAGE, Topic.SIZE)
    if _HARMFUL.search(text) or _misshapen(text):
        return Verdict(Fault.MESSAGE)
    if _DEAD.search(text) and not _blames_us(text):
        return Verdict(Fault.PERSON)
    return Verdict(Fault.US, _topic(text))


def _by_words(text: str) -> Verdict | None:
    if _SIZE.search(text):
        return Verdict(Fault.MESSAGE, Topic.SIZE)
    if _HARMFUL.search(text) or _misshapen(text):
        return Verdict(Fault.MESSAGE)
    if _FULL.search(text) and not _SENDING.search(text):
        return Verdict(Fault.LATER, Topic.FULL)
    if _DEAD.search(text) and not _blames_us(text):
        return Verdict(Fault.PERSON)
    if _AT_TIMES.search(text):
        return Verdict(Fault.LATER)
    if _US.search(text):
        return Verdict(Fault.US, _topic(text))
    return Verdict(Fault.LATER) if _OUT_OF_ORDER.search(text) else None


def _by_stage(stage: str, code: int, text: str) -> Verdict:
    if stage == RCPT:
        full = code == EXCEEDED_STORAGE
        return Verdict(Fault.LATER, Topic.FULL) if full else Verdict(Fault.PERSON, certain=False)
    if stage == DATA:
        dead = "mailbox" in text or "recipient" in text
        return Verdict(Fault.PERSON if dead else Fault.MESSAGE, certain=False)
    return Verdict(Fault.US, _topic(text), certain=False)


def _misshapen(text: str) -> bool:
    """Tell whether a server cannot read the message. Headers that do not match are a matter of the sender."""
    return _FORM.search(text) is not None and _OF_THE_SENDER.search(text) is None


def _blames_us(text: str) -> bool:
    return _SENDING.search(text) is not None


def _later_topic(text: str) -> Topic:
    return Topic.FULL if _FULL.search(text) and not _SENDING.search(text) else Topic.OTHER


def _topic(text: str) -> Topic:
    return next((topic for topic, words in _TOPICS if words.search(text)), Topic.OTHER)


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_SIZE = _any_of(
    r"\b(message|e?-?mail|content|data)s? (is |was |size |length )*(too (big|large|long|much)|exceeds?)",
    r"(?<!mailbox )\bsize (limit|exceed|is over|of \d+)|maximum (message )?size",
    r"^(?!.*mailbox).*exceeds? .{0,30}\bsize|too (big|large)\b",
)
_HARMFUL = _any_of(r"\bvirus|malware|\battachment|security issue")
_FORM = _any_of(
    r"\b(missing|duplicate|multiple|invalid|malformed|illegal|bad|too many|non-?ascii)\b.{0,40}\bheaders?\b",
    r"\bheaders?\b.{0,20}\b(syntax|malformed|missing|duplicate|long|invalid)",
    r"\blines? (is |are )?(too long|longer|length|exceeds)|bare (lf|cr|line ?feed)",
    r"\bsmtputf8|non-?ascii|\b8-?bit",
)
_OF_THE_SENDER = _any_of(r"\bdomain|\bmatch|align|verif|authent|\bspf\b|\bdkim|\bdmarc|\brate\b")
_FULL = _any_of(
    r"(mail|in)?box (is |was )?(over|full|exceed)|mailbox.{0,30}(full|quota|exceed|limit)",
    r"(user|recipient|account|address|storage|disk).{0,40}(over ?quota|out of .{0,10}storage|is full)",
    r"(over ?quota|quota exceeded|exceed\w* .{0,20}quota|is full).{0,40}(mailbox|recipient|user|inbox)",
    r"(insufficient|exceeded) (system |disk )?(storage|space)|storage (allocation|limit|quota)|disk quota",
    r"^(\S+ )?over ?quota\b|\bmailfolder is full",
)
# Words about the sender. If they precede "user unknown", the refusal is not about the recipient.
_SENDING = _any_of(
    r"\bsender|\bsend(ing)? |\bfrom[: ]+(address|domain|header)|\bmail from\b|\bre?turn.?path|envelope.?from",
    r"\brelay (quota|limit)|\boutgoing|\boutbound|send.?as",
    r"\bunverified|not verified|\byour (account|ip|domain|mailbox|server)",
    r"absender|exp[eé]diteur|remitente|remetente|mittente|nadawc|afzender|avsändar|afsender|отправител",
)
_DEAD = _any_of(
    r"(user|recipient|address|addressee|mailbox|local.?part|alias) (name |is |was )*(unknown|not known)",
    r"unknown (user|recipient|address|mailbox|local.?part|or illegal alias)|unrout(e|e?a)able address",
    r"no such (user|person|recipient|mail ?box|address|account|domain|local|name|email)",
    r"no mailbox (here|by|with)|no account (by|with) |no (valid|longer).{0,20}(recipient|mailbox)",
    r"(user|recipient|mailbox|address|account|domain|alias|person)\b.{0,40} (not found|not exist|"
    r"(do|does|did)n[o']t exist|cannot be found|can't be found|could not be found)",
    r"(user|recipient|mailbox|address|alias|person)\b.{0,40} "
    r"(is |was |has been |marked as )+"
    r"(disabled|inactive|deactivated|closed|deleted|discontinued|suspended|locked|frozen)",
    r"^(\S+ )?(user|recipient|mailbox|mail box)( is)? (suspended|locked|frozen|blocked|closed|deleted)",
    r"recipient.{0,30}(verif\w+ failed|verify failed|cannot be verified)|user not local; please try",
    r"(?<!sender )address (is )?(blacklisted|syntax|malformed)|(syntax|malformed)\b.{0,30}\baddress",
    r"recipient is not in",
    r"(invalid|bad|nonexistent|non-existent|undeliverable) (recipient|mailbox|destination|user|rcpt)",
    r"not our customer|not a (valid|known) (user|mailbox|recipient|address)|mailbox disabled",
    r"(does|do)(n't| not) have an? .{0,30}account|suppression list|user doesn't",
    r"(domain|host)( name)? (not found|does not exist|has no mx|unknown)|no mx|null ?mx",
)
_AT_TIMES = _any_of(
    r"\btemporar|gr[ae]y ?list|try (it |this )?(again )?later|come back later",
    r"receiving mail (at a rate|too)|(message|delivery) (time )?expired|\bdeferred",
)
# Faults of a server, if nothing else is said.
_OUT_OF_ORDER = _any_of(
    r"\b(internal|system|local|server|database|disk|i/o|processing) (\w+ )?(error|problem|failure)",
    r"\bbusy\b|\b(please|then|and) (re)?try\b|lookup (error|failure)|error in processing",
)
_QUOTA = _any_of(
    r"quota|limit|too many|\brates?\b|exceed|maximum|throttl|\bcredits?\b|\bplan\b|allowance|allotment"
)
_BLOCKED = _any_of(
    r"block|black ?list|deny ?list|\blisted\b|\bspam|reputation|suspend|abuse|\bbanned|\bdnsbl|\brbl",
    r"deactivated|disabled|\bclient host|reverse (dns|lookup)|\bptr\b|\brdns|unsolicited",
    r"under review|paused|gesperrt|bloqu|bloccat|zablokowan|geblok|заблокир",
    r"your (ip|server|host)|\bfrozen|\bterminated|\blocked",
)
_LOGIN = _any_of(
    r"authenticat|\bauth\b|log ?in|credential|password|username|authentifi|autentic|autenti[fs]|anmeld"
)
_SENDER = _any_of(
    r"sender|send.?as|\bfrom\b|verif|identit|envelope|\bowned|\bspf\b|\bdkim|\bdmarc",
    r"on behalf|domain|impersonat|return.?path|\bsandbox|\btrial",
    r"absender|exp[eé]diteur|remitente|remetente|mittente|nadawc|afzender|avsändar|отправител",
)
_RELAYING = _any_of(r"relay|not (local|permitted|allowed)|no longer valid|prohibited|open proxy")
_POLICY = _any_of(
    r"polic(y|ies)|permi(t|ss)|denied|not allowed|not authori[sz]ed|unauthori[sz]ed|prohibit",
    r"administrative|\btls\b|encrypt|starttls|\bhelo\b|\behlo\b|activat|subscription|billing|payment",
    r"must (be|have|use|first)|autori[sz]|privileg|configuration",
    r"not (accepted|acceptable)|your (message|email|account|server|service)|service (un|not )available",
    r"bad sequence|\bcommand|syntax",
)
_TOPICS = (
    (Topic.ENCRYPTION, _any_of(r"\btls\b|starttls|encrypt|\bssl\b")),
    (Topic.LOGIN, _LOGIN),
    (Topic.QUOTA, _QUOTA),
    (Topic.BLOCKED, _BLOCKED),
    (Topic.SENDER, _SENDER),
    (Topic.RELAYING, _RELAYING),
)
_US = _any_of(*(each.pattern for each in (_LOGIN, _QUOTA, _BLOCKED, _SENDER, _RELAYING, _POLICY)))
