"""Texts of invitations: the form, the card, news, sign-up links, bulk invitations and requests."""

from collections.abc import Iterable
from datetime import date

from language.dates import day_words
from language.lists import and_words
from language.plurals import count_words, number_words
from storage.entities.link import LinkCounts
from storage.entities.status import Answer

# The form
INVITE_A_CONTACT, INVITE_CONTACT = "Invite a contact", "Invite contact"
NAME, EMAIL, INVITE_NOTE, TAGS = "Name", "Email", "Invite note", "Tags"
NOTE_HINT = "This goes into the email."
TAGS_HINT = "Only your team sees tags."
TAGS_PLACEHOLDER = "python, copywriting, berlin"
JOB, OFFER_NEXT = "Job", "Offer a job next"
OFFER_HINT = "Add job details next. We'll send the offer when they accept."
DELIVERY, INVITE_LATER = "Sending", "Invite later"
LATER_HINT = "Add now, email later."

# The card
SEND_INVITATION, RESEND = "Send invitation", "Resend"
COPY_LINK = "Copy link"
WITHDRAW, KEEP_IT, WITHDRAW_QUESTION = "Withdraw", "Keep it", "Withdraw this invitation?"
STATUS, EMAIL_STATE, NO_EMAIL = "Status", "Email", "none"
_ANSWERED = {
    Answer.ACCEPTED: "{name} accepted your invitation and is now active.",
    Answer.DECLINED: "{name} declined your invitation.",
    Answer.STOPPED: "{name} declined your invitation and asked not to be emailed again.",
}

# Sign-up links
NEW_LINK, CREATE_LINK, YOUR_LINKS = "New invite link", "Create link", "Your links"
LINK_NAME, LINK_NAME_PLACEHOLDER = "Link name", "Only your team sees this name"
LINK_TAGS_HINT = "Added to everyone who signs up with this link."
EXPIRES, EXPIRES_HINT = (
    "Expires",
    "The last day the link works, in your time zone (leave empty if it doesn't expire).",
)
MOST_SIGNUPS, MOST_SIGNUPS_HINT = "Maximum sign-ups", "Counted when an applicant confirms."
DOMAINS, DOMAINS_PLACEHOLDER = "Domains allowed", "acme.com, example.org"
DOMAINS_HINT = "Leave empty to allow any address."
POST_TO = "Post applications to"
POST_TO_HINT = "Leave empty to use the channel from Settings."
NEEDS_APPROVAL = "No one joins until you approve them."
ROTATE, ROTATE_QUESTION = "Rotate", "Rotate this link?"
ROTATE_MEANS = "All copies of the old link stop working at once, and you get a new one."
ROTATE_REVIVES = "The link works again, with a new address."
SWITCH_OFF, SWITCH_OFF_QUESTION = "Switch off", "Switch this link off?"
SWITCH_OFF_MEANS = "No one can sign up with it any more. Rotate turns it back on with a new address."
CANCEL = "Cancel"
NO_LINKS = "No links yet. Create your first one with /contacts link."
OFF, PAUSED = "off", "paused"
KEEP, ROTATE_AND_BLOCK, BLOCK_THEM = "Keep", "Rotate and block the waiting", "Block them"
BLOCK_QUESTION = "Rotate and block?"
BLOCK_MEANS = "Everyone who signed up with this link and is waiting for approval will be blocked."
PAUSED_MEANWHILE = "No one can sign up with it until you decide."
NEW_ADDRESS = "The new link:"

# Several people from one message
INVITE_PEOPLE, INVITE_SELECTED = "Invite people", "Invite selected"
NOTE_FOR_EACH_HINT = "This goes into each email."
TAGS_FOR_ALL_HINT = "Added to everyone selected. Only your team sees tags."
FOUND_IN_MESSAGE = "Found in the message"
CORRECT_NAMES = "Please check the names. They go into the emails."
NO_ADDRESS_FOUND = "No email address was found in the message."

# Connection requests
ACCEPT, DECLINE = "Accept", "Decline"
REQUEST_CLOSED = "This request is no longer open. There's nothing you need to do."
ONLY_YOU = (
    "Only you can see this, and no one else in this workspace is notified. You can also reply by email."
)
_REQUEST_ANSWERED = {
    Answer.ACCEPTED: "You accepted: you're now one of {company}'s trusted contacts.",
    Answer.DECLINED: "You declined. We've let {company} know.",
    Answer.STOPPED: "You asked us not to email you, so this counts as declined.",
}


def create_tag(typed: str) -> str:
    return f'Create "{typed}"'


def who_stands(name: str, email: str, status: str) -> str:
    return f"{name} ({email}): {status}"


def withdraw_means(name: str) -> str:
    return f"The link we emailed to {name} will stop working. You can invite them again later."


def sent(name: str, *, again: bool) -> str:
    return f"We're emailing {name} the invitation{' again' if again else ''}."


def personal_link(name: str) -> str:
    return f"{name}'s personal link:"


def only_for(name: str) -> str:
    return f"Only for {name}: anyone who opens it can reply for them."


def works_until(day: str) -> str:
    return f"Works until {day}."


def tags_words(names: Iterable[str]) -> str:
    return f"Tags: {', '.join(names)}"


def asked_not_to_email(status: str, day: str) -> str:
    return f"{status}, asked not to be emailed again on {day}"


def invitation_expired(day: str) -> str:
    return f"No reply, the invitation expired on {day}"


def new_link_asked(day: str) -> str:
    return f"Asked for a new link on {day}"


def asks_for_new_link(name: str) -> str:
    return f"{name} asks for a new link, because the invitation has expired. Press Resend on their card."


def reopened(name: str) -> str:
    return f"{name} had declined your invitation and has changed their mind. It's open again."


def until(status: str, day: str) -> str:
    return f"{status}, until {day}"


def since(status: str, day: str) -> str:
    return f"{status} since {day}"


def answered(name: str, answer: Answer) -> str:
    return _ANSWERED[answer].format(name=name)


def undelivered(name: str, email: str) -> str:
    return f"The email to {name} ({email}) couldn't be delivered."


def undelivered_helps(*, dead: bool, can_copy: bool) -> str:
    """Say what the inviter can do. `dead`: the address itself is the reason."""
    if dead:
        return f"Check the address{', or press Copy link and send the link yourself' if can_copy else ''}."
    again = " Press Resend to try again, or Copy link to send the link yourself." if can_copy else ""
    return f"The address isn't the reason.{again}"


def anyone_can_apply(name: str) -> str:
    return f"Anyone with the link “{name}” can apply:"


def link_is_off(name: str) -> str:
    return f"The link “{name}” no longer works. Rotate it to get a new address."


def last_day(day: date) -> str:
    return f"Its last day is {day_words(day)}."


def most_signups(most: int) -> str:
    return f"At most {count_words(most, one='1 sign-up', other='{n} sign-ups')}."


def domains_only(domains: str) -> str:
    return f"Only for addresses at {domains}."


def domain_list(domains: Iterable[str]) -> str:
    return and_words(domains)


def link_counts(count: LinkCounts) -> str:
    counted = (
        (count.opened, "opened"),
        (count.signed_up, "signed up"),
        (count.confirmed, "confirmed"),
        (count.approved, "approved"),
        (count.declined, "declined"),
        (count.blocked, "blocked"),
    )
    return ", ".join(f"{number_words(number)} {what}" for number, what in counted)


def link_alarm(name: str) -> str:
    return f"An unusual number of people signed up with the link {name}, so we paused it."


def alarm_over(name: str, *, rotated: bool, blocked: int) -> str:
    text = f"The link {name} is working again."
    if rotated:
        text = f"The old address of the link {name} no longer works."
    if blocked:
        people = count_words(blocked, one="1 waiting person was", other="{n} waiting people were")
        text += f" {people} blocked."
    return text


def from_number(number: int) -> str:
    return f"From {number_words(number)} on"


def already_a_contact(standing: str) -> str:
    return f"Already a contact: {standing}"


def name_for(email: str) -> str:
    return f"Name for {email}"


def invited(count: int) -> str:
    return count_words(count, one="1 person was invited.", other="{n} people were invited.")


def asks_to_connect(company: str, inviter: str | None) -> str:
    who = f"{inviter} at {company}" if inviter else company
    return f"{who} asks to connect with you, to add you to {company}'s trusted contacts."


def request_answered(answer: Answer, company: str) -> str:
    return _REQUEST_ANSWERED[answer].format(company=company)
