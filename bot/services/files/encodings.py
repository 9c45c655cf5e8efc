"""The encodings of text files: labels under `File encoding`, codecs, and the languages written in them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.services.files import alphabets


class Encoding(StrEnum):
    """The encodings offered under `File encoding`, by their labels."""

    UTF_8 = "UTF-8"
    UTF_16 = "UTF-16"
    WINDOWS_1252 = "Windows-1252"
    WINDOWS_1250 = "Windows-1250"
    WINDOWS_1251 = "Windows-1251"
    WINDOWS_1253 = "Windows-1253"
    WINDOWS_1254 = "Windows-1254"
    WINDOWS_1255 = "Windows-1255"
    WINDOWS_1256 = "Windows-1256"
    WINDOWS_1257 = "Windows-1257"
    SHIFT_JIS = "Shift_JIS"
    GB18030 = "GB18030"
    BIG5 = "Big5"
    EUC_KR = "EUC-KR"
    MAC_ROMAN = "Mac Roman"
    MAC_CENTRAL = "Mac Central European"
    MAC_CYRILLIC = "Mac Cyrillic"
    KOI8_R = "KOI8-R"
    KOI8_U = "KOI8-U"
    CP850 = "DOS (cp850)"
    CP852 = "DOS (cp852)"
    CP866 = "DOS (cp866)"
    ISO_8859_2 = "ISO-8859-2"
    ISO_8859_15 = "ISO-8859-15"
    ISO_8859_5 = "ISO-8859-5"
    ISO_8859_6 = "ISO-8859-6"
    ISO_8859_7 = "ISO-8859-7"
    CP857 = "DOS (cp857)"
    EUC_JP = "EUC-JP"
    ISO_2022_JP = "ISO-2022-JP"


@dataclass(frozen=True, slots=True)
class Legacy:
    """An encoding that a file does not declare. `usual`: how likely it is before a letter has been seen."""

    codec: str
    languages: tuple[str, ...] = ()
    usual: float = 0.0
    wide: bool = False  # letters of two bytes


LEGACY = {
    Encoding.WINDOWS_1252: Legacy("cp1252", alphabets.WESTERN, 3.0),
    Encoding.WINDOWS_1250: Legacy("cp1250", alphabets.CENTRAL),
    Encoding.WINDOWS_1251: Legacy("cp1251", alphabets.CYRILLIC),
    Encoding.WINDOWS_1253: Legacy("cp1253", alphabets.GREEK),
    Encoding.WINDOWS_1254: Legacy("cp1254", alphabets.TURKISH),
    Encoding.WINDOWS_1255: Legacy("cp1255", alphabets.HEBREW),
    Encoding.WINDOWS_1256: Legacy("cp1256", alphabets.ARABIC),
    Encoding.WINDOWS_1257: Legacy("cp1257", alphabets.BALTIC, -1.0),
    Encoding.SHIFT_JIS: Legacy("cp932", wide=True),
    Encoding.GB18030: Legacy("gb18030", wide=True),
    Encoding.BIG5: Legacy("cp950", wide=True),
    Encoding.EUC_KR: Legacy("cp949", wide=True),
    Encoding.MAC_ROMAN: Legacy("mac-roman", alphabets.WESTERN, -1.5),
    Encoding.MAC_CENTRAL: Legacy("mac-latin2", alphabets.CENTRAL, -4.0),
    Encoding.MAC_CYRILLIC: Legacy("mac-cyrillic", alphabets.CYRILLIC, -4.0),
    Encoding.KOI8_R: Legacy("koi8-r", alphabets.CYRILLIC[:1], -2.0),
    Encoding.KOI8_U: Legacy("koi8-u", alphabets.CYRILLIC[:2], -2.5),
    Encoding.CP850: Legacy("cp850", alphabets.WESTERN, -2.0),
    Encoding.CP852: Legacy("cp852", alphabets.CENTRAL, -3.5),
    Encoding.CP866: Legacy("cp866", alphabets.CYRILLIC, -3.0),
    Encoding.ISO_8859_2: Legacy("iso8859-2", alphabets.CENTRAL, -2.5),
    Encoding.ISO_8859_15: Legacy("iso8859-15", alphabets.WESTERN, -2.0),
    Encoding.ISO_8859_5: Legacy("iso8859-5", alphabets.CYRILLIC, -4.0),
    Encoding.ISO_8859_6: Legacy("iso8859-6", alphabets.ARABIC, -2.5),
    Encoding.ISO_8859_7: Legacy("iso8859-7", alphabets.GREEK, -2.5),
    Encoding.CP857: Legacy("cp857", alphabets.TURKISH, -3.5),
    Encoding.EUC_JP: Legacy("euc_jp", usual=-2.0, wide=True),
}
