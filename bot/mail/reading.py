"""An email's words in order, for a preview outside of email programs."""

from bot.mail.content import Content

YOUR_PAGE, STOP = "Your page", "Never write to me again"


def in_words(content: Content, company: str, postal_address: str) -> list[str]:
    """List the subject, then everything the email says. Links are shown as [ their label ]."""
    note = f"{content.note_by} writes:\n{content.note}" if content.note_by and content.note else content.note
    first, last = (note, "") if content.note_leads else ("", note)
    details = [f"{label}: {value}" for label, value in content.details]
    foot = f"{company}\n{postal_address}" if postal_address else company
    said = [
        content.subject,
        content.heading if content.heading != content.subject else "",
        content.greeting,
        first or "",
        *content.paragraphs,
        last or "",
        "\n".join(details),
        f"[ {content.button[0]} ]" if content.button else "",
        content.limit,
        *(f"[ {label} ]" for label, _ in content.choices),
        *content.fine_print,
        f"[ {YOUR_PAGE} ]",
        f"[ {STOP} ]",
        foot,
    ]
    return [each for each in said if each]
