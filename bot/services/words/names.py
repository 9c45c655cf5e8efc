"""Tells people's names from the words around them; pure."""

import re

from storage.engine.folding import fold

WORDS_OF_A_NAME = 5

BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|【[^【】]*】")  # a title, a company, a pronoun
_AROUND = ' \t"“”„‟«»‹›「」『』<>()[]{}*_~`´|•·,;:–—-'
_QUOTED = re.compile(r"(['‘’‚])(.+)['‘’‛]")
_TURNED = re.compile(r"([^,]+),\s*([^,]+)")
_LABEL = re.compile(
    r"(e-?mail|mail|e-?mail address|e|tel|phone|mobile|m|t|to|cc|bcc|from|sent|subject|date|web|www|name"
    r"|full name|first name|last name|contact|navn|hi|hello|hej|dear|thanks|thank you|cheers"
    r"|best|(kind|best|warm) regards|regards|mvh|vh|med venlig hilsen|venlig hilsen|(viele|beste) grüße"
    r"|von|an|til|fra|cordialement|saludos|her|his|their|my|your|our|the|ihre|seine|organizer|organiser)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(hi|hello|hej|dear|thanks|thank you|cheers|hallo|bonjour|hola)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:mit )?(?:freundliche|beste|liebe|herzliche|viele)[nr]? grü(?:ß|ss)en?|bien à (?:vous|toi)"
    r"|(?:bien |très )?cordialement|(?:un )?saludos?(?: cordiale?s?)?|(?:cordiali|distinti) saluti"
    r"|atenciosamente|atentamente|com os melhores cumprimentos|(?:serdecznie )?pozdrawiam|s pozdravem"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|(?:med )?(?:vänliga?|bästa) hälsning(?:ar)?"
    r"|(?:med )?(?:venlig|vennlig|bedste|beste) hilsen|ystävällisin terveisin|üdvözlettel|saygılarımla"
    r"|с уважением|з повагою|με εκτίμηση",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:ltd|inc|llc|plc|gmbh|ag|a/s|aps|ab|oy|bv|b\.v|sarl|srl|s\.r\.o|kft|corp)\.?", re.IGNORECASE
)
_NO_NAME = re.compile(r"[\d@/\\=#%&+]|https?:|www\.")
_SUFFIX = re.compile(
    r"(jr|sr|ph\.?d|m\.?d|m\.?sc|b\.?sc|mba|esq|dr|ii|iii|iv|inc|ltd|llc|gmbh|a/s|aps)\.?", re.IGNORECASE
)
_PARTICLE = re.compile(r"van|von|des?|de[rnl]|da|di|du|dos|el|la|le|af|al|bin|ibn|te[nr]|y|e|zu")


def tidy_name(text: str) -> str:
    """Take a name out of quotation marks and brackets, without titles in brackets, first name first."""
    words = BRACKETED.sub(" ", text).split()
    said = [word for word in words if word.strip(f"{_AROUND}.!?\u200b")] or words
    return _first_name_first(_unquoted(" ".join(said).strip(_AROUND)))


def _unquoted(name: str) -> str:
    quoted = _QUOTED.fullmatch(name)
    return quoted[2] if quoted else name


def _first_name_first(name: str) -> str:
    turned = _TURNED.fullmatch(name)
    return joined(turned[1].strip(), turned[2].strip()) or name if turned else name


def joined(last: str, first: str) -> str:
    """Join "Lindholm, Ada". Empty if these are no last and first name."""
    one_word = len(last.split()) == 1 or _PARTICLE.fullmatch(last.split()[0].lower())
    return f"{first} {last}" if one_word and not _SUFFIX.fullmatch(first) else ""


def closes_a_letter(line: str) -> bool:
    """Tell whether a line greets, as above a signature: a phrase, or one word with a comma."""
    return (line.endswith(",") and " " not in line) or _CLOSING.fullmatch(line.strip(" ,.!")) is not None


def may_be_a_name(part: str) -> bool:
    words = part.split()
    if len(words) > 1 and _COMPANY.fullmatch(words[-1]):
        return False
    if _LABEL.fullmatch(part) or _GREETING.match(part) or _SUFFIX.fullmatch(part) or _NO_NAME.search(part):
        return False
    capitals = all(not word[0].islower() or _PARTICLE.fullmatch(word) or _is_elided(word) for word in words)
    return len(part) > 1 and len(words) <= WORDS_OF_A_NAME and capitals and not words[-1].islower()


def _is_elided(word: str) -> bool:
    """Tell whether a word is like d'Arc, which begins with a small letter."""
    return len(word) > 2 and word[1] in "'’" and word[2].isupper()


def belongs(name: str, email: str) -> int:
    """Count the words of a name that its address has: "Ada Lindholm" and ada.l@… share one."""
    local = re.sub(r"[^\w]|[\d_]", " ", fold(email.partition("@")[0]))
    parts = local.split()
    words = [word for word in re.split(r"[^\w]+", fold(name).replace("'", "")) if len(word) > 1]
    return sum(word in parts or (len(word) > 2 and word in local) for word in words)
