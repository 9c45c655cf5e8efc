"""Advice for administrators when the relay refuses us."""

from bot.mail.verdict import Topic


def advice(topic: Topic, sender: str) -> str:
    """Write one or two sentences of advice. `sender` is the envelope sender the relay was given."""
    return _ADVICE[topic].format(sender=sender)


_ADVICE = {
    Topic.LOGIN: "Check the login (user and password) in SMTP_URL, and that it is allowed to use SMTP.",
    Topic.ENCRYPTION: "Check SMTP_URL: smtp:// (STARTTLS) is usually port 587, smtps:// is port 465. "
    "The relay's certificate must be valid for its name. If an authority of your own has signed it, set "
    "TLS_CA_FILE.",
    Topic.SENDER: "We send as {sender}. Check that the relay lets the login in SMTP_URL send as this "
    "address, or set MAIL_FROM (and MAIL_RETURN_PATH, if you use it) to one that it does.",
    Topic.RELAYING: "The relay doesn't forward email for us. Check the login in SMTP_URL, and that the relay "
    "allows this machine, and the sender {sender}, to send to other domains.",
    Topic.QUOTA: "The relay's limit is used up. Emails leave by themselves when it allows more; "
    "ask your provider for a higher limit, or set MAIL_RATE.",
    Topic.BLOCKED: "The relay's owner or a block list has blocked us. Ask your provider why, and whether "
    "the account or the server's address is blocked.",
    Topic.FULL: "Ask the relay's provider: it has no room.",
    Topic.SIZE: "Ask the relay's provider about the size it allows.",
    Topic.OTHER: "Ask the relay's provider what these words mean. We send as {sender}, with the login in "
    "SMTP_URL.",
}
