"""What Slack says about a shared file, and whether it may be a contact list. Most shared files are not."""

import re
from dataclasses import dataclass

from bot.services.files.limits import MOST_BYTES
from storage.entities.imports import FROM_ELSEWHERE, NOT_READABLE, OUTSIDE_SLACK, TOO_LARGE

_LISTS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".xlt", ".ods", ".vcf", ".vcard")
_LIST_TYPES = {"csv", "tsv", "xlsx", "xls", "ods", "vcard", "vcf"}
_LIST_MIMETYPES = {
    "text/csv",
    "text/tab-separated-values",
    "text/vcard",
    "text/x-vcard",
    "application/csv",
    "application/vnd.ms-excel",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEXTS = (".txt", ".text", ".asc", ".prn", ".dat", ".list", ".log", ".md")
_TEXT_TYPES = {"text", "plain_text", "markdown"}

# Lists that no library of ours reads, and what they are.
_UNREADABLE = {
    ".numbers": "an Apple Numbers document",
    ".xlsb": "a binary Excel workbook",
    ".fods": "an OpenDocument file in XML",
    ".sxc": "an old OpenOffice workbook",
    ".wks": "an old Works workbook",
    ".mdb": "an Access database",
    ".accdb": "an Access database",
    ".pst": "an Outlook mailbox",
    ".olm": "an Outlook mailbox",
    ".ldif": "an LDIF directory",
}
# These may be anything. They are answered only if their name speaks of people.
_ANYTHING = {
    ".zip": "a ZIP archive",
    ".gz": "a gzip archive",
    ".7z": "a 7-Zip archive",
    ".rar": "a RAR archive",
    ".pdf": "a PDF document",
    ".html": "a web page (HTML)",
    ".htm": "a web page (HTML)",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".docx": "a Word document",
    ".doc": "a Word document",
    ".odt": "a text document",
    ".pages": "a text document",
    ".rtf": "a text document",
    ".json": "a JSON file",
    ".xml": "an XML file",
}
_PEOPLE = re.compile(
    r"(?:^|[^a-zà-öø-ÿ])(?:contacts?|people|persons?|freelancers?|candidates?|applicants?|leads|talents?"
    r"|attendees|participants|subscribers|address(?:es|[ _-]?book)|mailing[ _-]?list|kontakter?|kontakte"
    r"|personer|deltagere|teilnehmer|adressen|adressbuch|contactos|contatti|contatos|kontakty)(?![a-zà-öø-ÿ])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SharedFile:
    """What Slack says about a file.

    `url` is its download address; `external` files are stored outside Slack.
    """

    id: str
    name: str
    size: int
    filetype: str = ""
    mimetype: str = ""
    external: bool = False
    from_elsewhere: bool = False
    url: str = ""

    @property
    def looks_importable(self) -> bool:
        """Whether name or type suggest a contact list, readable or not."""
        by_type = self.filetype in _LIST_TYPES or self.mimetype in _LIST_MIMETYPES
        return self.name.lower().endswith(_LISTS) or by_type or self._unreadable is not None

    @property
    def may_have_people(self) -> bool:
        """Whether only the content tells if this is a list: text, or no known kind, named for people."""
        name = self.name.lower()
        text = name.endswith(_TEXTS) or self.filetype in _TEXT_TYPES or self.mimetype == "text/plain"
        return self.problem is None and (text or ("." not in name and bool(_PEOPLE.search(name))))

    @property
    def problem(self) -> str | None:
        """Why the file cannot be downloaded or read, or None."""
        if self.external:
            return OUTSIDE_SLACK.format(name=self.name)
        if self.from_elsewhere:
            return FROM_ELSEWHERE.format(name=self.name)
        if self._unreadable:
            return NOT_READABLE.format(name=self.name, kind=self._unreadable)
        if self.size > MOST_BYTES:
            megabytes = f"{self.size / 1e6:.0f}"
            return TOO_LARGE.format(name=self.name, size=megabytes, most=MOST_BYTES // 1_000_000)
        return None

    @property
    def _unreadable(self) -> str | None:
        ending = f".{self.name.lower().rpartition('.')[2]}"
        return _UNREADABLE.get(ending) or (_ANYTHING.get(ending) if _PEOPLE.search(self.name) else None)
