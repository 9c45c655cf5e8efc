"""Texts of imports: the offer, the review, the forms around it, and the import's message."""

from collections.abc import Mapping

from blocks.kit.text import clip
from language.lists import and_words
from language.plurals import count_words, number_words
from storage.entities.import_result import ImportResult, UndoResult
from storage.entities.import_row import Summary
from storage.entities.status import RowKind

# The offer
REVIEW_AND_IMPORT = "Review and import"
NOT_NOW = "Not now"

# The review
REVIEW_IMPORT = "Review import"
INVITATION_TEXT = (
    "Hi {first name}, we have projects coming up that could suit you. If you accept, I'll write to you as "
    "soon as one starts."
)
SHOWS = {
    "all": "All rows",
    "new": "New",
    "contacts": "Already contacts",
    "problems": "Problems",
    "selected": "Selected",
}
SELECT_ALL, SELECT_NONE = "Select all", "Select none"
CHOOSE_COLUMNS = "Choose columns"
SHEET = "Sheet"
PREVIOUS, NEXT = "Previous", "Next"
SHOW, FIND = "Show", "Find"
FIND_PLACEHOLDER = "Name, email or tag, then Enter"
ENCODING = "File encoding"
ENCODING_HINT = "If letters look wrong, choose another encoding. We'll read the file again."
NO_MATCH = "No rows match."
NO_ROW = "This file has no rows."
NEW, WITHDRAWN_BEFORE = "new", "withdrawn before"
NO_NAME_OR_EMAIL = "No name or email"
INVITATION = "Invitation"
WHO = "Who to invite"
INVITATION_HINT = "This goes into the email. {name} and {first name} become each person's name."
TAGS_FOR_EVERYONE = "Tags for everyone"
TAGS_HINT = "Added to every selected row, including existing contacts."
IMPORT_SELECTED = "Import selected"
UNDER_WAY = "This import is already under way. See its message for progress."
_COUNTED = {
    RowKind.NEW: "new",
    RowKind.AGAIN: WITHDRAWN_BEFORE,
    RowKind.CONTACT: "already a contact",
    RowKind.NEVER: "declined, blocked or opted out (never emailed)",
    RowKind.BOUNCED: "email bounced (never emailed)",
    RowKind.TWICE: "twice in the file",
    RowKind.BAD: "with a problem",
}

# The forms around it
IMPORT, FILE, REVIEW = "Import", "CSV or Excel file", "Review"
FILE_HINT = "It needs the columns name and email; tags are optional. Up to 10 MB and 100,000 rows."
WHICH_COLUMN = "Which column is which?"
COLUMNS_UNCLEAR = "Choose the columns to use. A name can be in one column, or in two for first and last name."
NAME, EMAIL, TAGS = "Name", "Email", "Tags"
FIRST_NAME, LAST_NAME, SECOND_EMAIL = "First name", "Last name", "Second email"
CONTINUE = "Continue"
TEMPLATE_BELOW = "Or share a file that looks like this:"
TEMPLATE = "name,email,tags\nAda Lovelace,ada@example.com,mathematics; programming"
FIX, SAVE = "Fix", "Save"

# The import's message
STOP, SEND_THE_REST = "Stop", "Send the rest"
UNDO_IMPORT = "Undo import"
NOTHING_TO_UNDO = "There is nothing left to undo in this import."
FAILED_ROWS = "These rows couldn't be imported. Fix them and share the file here again."
FAULT = "Something went wrong on our side."
_KEPT = {
    "gone": "no longer here",
    "accepted": "already accepted",
    "declined": "already declined",
    "signed up": "signed up since",
    "withdrawn": "already withdrawn",
    "changed": "changed since",
}


def offer_words(file_name: str) -> str:
    return f"Import the people in {file_name}? You'll review the list before anything is saved or sent."


def not_imported(file_name: str) -> str:
    return f"{file_name} was not imported. You can still import it."


def offer_taken(file_name: str) -> str:
    return f"{file_name} was imported. See below."


def reading(file_name: str) -> str:
    return f"Reading {file_name or 'your file'} …"


def could_not_read(reason: str) -> str:
    return f"The file couldn't be read. {reason}"


def broke_off(reason: str) -> str:
    return f"The import stopped early. {reason} Share the file again to import the rest."


def sending_broke_off(reason: str) -> str:
    return f"Sending stopped early. {reason} The people not emailed yet have the button Send invitation."


def undo_broke_off(reason: str) -> str:
    return f"The undo stopped early. {reason} Press {UNDO_IMPORT} to undo the rest."


def lines_left_out(lines: int, header: int) -> str:
    many = count_words(lines, one="1 line", other="{n} lines")
    return f"{many} above the header (line {header}) left out."


def column(number: int) -> str:
    return f"Column {number}"


def header_found(file_name: str, cells: str) -> str:
    return f"The header of {file_name}: {cells}"


def file_counts(file_name: str, summary: Summary) -> str:
    """Count a file's rows by kind: "people.csv: 6 rows: 5 new, 1 twice in the file."."""
    rows = sum(summary.kinds.values())
    if not rows:
        return f"{file_name} has no rows."
    counted = ", ".join(
        f"{number_words(summary.kinds[kind])} {words}"
        for kind, words in _COUNTED.items()
        if summary.kinds.get(kind)
    )
    return f"{file_name}: {count_words(rows, one='1 row', other='{n} rows')}: {counted}."


def selected(count: int) -> str:
    return f"{number_words(count)} selected. No email is sent until you import."


def imported_before(by: str, day: str) -> str:
    """Say who imported this file before, and when. Both are already mrkdwn."""
    return f"{by} imported this same file on {day}."


def rows_shown(first: int, last: int, of: int) -> str:
    return f"Rows {number_words(first)} to {number_words(last)} of {number_words(of)}"


def already_here(standing: str) -> str:
    return f"already here: {standing}"


def line_of_file(line: int, reason: str) -> str:
    return f"Line {line} of the file. {reason}"


def problem_on(line: int, reason: str) -> str:
    return f"Line {line}: {reason}"


def same_address(line: str) -> str:
    return f"The same address is on line {line}."


def first_counts(line: str) -> str:
    return f"The same address is on line {line}; only that row is used."


EMAIL_BOUNCED = "email bounced"


def never_emailed(standing: str) -> str:
    return f"{standing.capitalize()}: an import never emails them."


def importing(file_name: str, made: int, of: int) -> str:
    return f"Importing {file_name}: {number_words(made)} of {number_words(of)} people so far."


def imported(file_name: str) -> str:
    return f"{file_name} is imported."


def emails_waiting(file_name: str) -> str:
    return f"{file_name} is imported. Emails go out soon."


def emails_going(file_name: str, sent: int, of: int) -> str:
    return f"{file_name} is imported. {number_words(sent)} of {_emails(of)} sent."


def cancelled(file_name: str, sent: int) -> str:
    return f"{file_name} is imported. Sending was cancelled: {_emails(sent)} sent."


def stopped(file_name: str, sent: int) -> str:
    return f"The import of {file_name} was stopped: {_emails(sent)} sent, and no more will be."


def undoing(file_name: str, done: int, of: int) -> str:
    return f"Undoing the import of {file_name}: {number_words(done)} of {_people(of)} so far."


def undone(file_name: str) -> str:
    return f"The import of {file_name} was undone."


def totals(result: ImportResult) -> str:
    return (
        f"{number_words(result.invited)} invited, {number_words(result.skipped)} skipped,"
        f" {number_words(result.failed)} failed."
    )


def totals_stopped(result: ImportResult, emailed: int) -> str:
    """Count the rows of a stopped import: added people are not all invited."""
    return (
        f"{number_words(result.invited)} added, {number_words(emailed)} emailed,"
        f" {number_words(result.skipped)} skipped, {number_words(result.failed)} failed."
    )


def by_whom(done: str, by: str) -> str:
    """Say who imported, cancelled, stopped or undid it. `by` is a mention."""
    return f"{done} by {by}"


def emails_go_out(at: str, *, can_cancel: bool) -> str:
    return f"Emails go out {at}{', unless you cancel' if can_cancel else ''}."


def skipped(reasons: Mapping[str, int]) -> str:
    counted = ", ".join(f"{number_words(count)} {why}" for why, count in sorted(reasons.items()))
    return f"Skipped: {counted}."


def and_more(count: int) -> str:
    return f"and {number_words(count)} more."


def not_delivered(count: int) -> str:
    return f"{_emails(count)} couldn't be delivered."


def cancel_sending(count: int) -> str:
    return f"Cancel sending ({number_words(count)})"


def undo_question(file_name: str, result: UndoResult) -> str:
    people = count_words(
        result.reversed,
        one="1 person will be removed and their invitation link",
        other="{n} people will be removed and their invitation links",
    )
    return (
        f"Undo the import of {file_name}? {people} will stop working (emails already sent can't be recalled)."
        " Tags it added to existing contacts will be removed."
    )


def undo_keeps(result: UndoResult) -> str:
    """Count who stays after an undo, and why: "12 people will stay: 9 already accepted, 3 changed since."."""
    stay = count_words(sum(result.kept.values()), one="1 person will stay", other="{n} people will stay")
    why = (f"{number_words(count)} {why_kept(why)}" for why, count in sorted(result.kept.items()))
    return f"{stay}: {', '.join(why)}."


def undo_counts(result: UndoResult) -> str:
    """Count what undo removed and kept: "Reversed 400, kept 9 (already accepted)."."""
    kept = [f"kept {number_words(count)} ({why_kept(why)})" for why, count in sorted(result.kept.items())]
    return ", ".join([f"Reversed {number_words(result.reversed)}", *kept]) + "."


def undo_names(result: UndoResult) -> str:
    """List the first contacts that were kept, each with the reason."""
    names = [f"{clip(name or 'Unnamed', 60)} ({why_kept(why)})" for name, why in result.named]
    rest = sum(result.kept.values()) - len(names)
    return f"Kept: {and_words([*names, *([f'{number_words(rest)} more'] if rest > 0 else [])])}."


def why_kept(why: str) -> str:
    """Put the key word of a reason into words.

    Rows undone by earlier versions hold the words themselves.
    """
    return _KEPT.get(why, why)


def time_left(minutes: int) -> str:
    """Say how long work will still take, without pretending to know it to the minute."""
    if minutes < 1:
        return "less than a minute left"
    if minutes <= 90:
        return f"about {count_words(minutes, one='1 minute', other='{n} minutes')} left"
    return f"about {number_words(round(minutes / 60))} hours left"


def _people(count: int) -> str:
    return count_words(count, one="1 person", other="{n} people")


def _emails(count: int) -> str:
    return count_words(count, one="1 email", other="{n} emails")
