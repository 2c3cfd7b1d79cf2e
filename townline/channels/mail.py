"""The courier by e-mail: one letter for one notice, through the mail server that is set."""

from datetime import datetime
from email.utils import formataddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from socket import gaierror

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from townline.channels import mailboxes
from townline.channels.composing import Composed, compose
from townline.contacts.actions import Owed

REFUSED = (
    SMTPResponseException, SMTPRecipientsRefused, ConnectionRefusedError, gaierror, LookupError,
    ValueError,
)  # fmt: skip
"""Faults after which the letter is certainly not out. After any other, a silence that lasted too
long or a line that broke, it may be: only the last answer to it was not heard."""
NO_SUCH_MAILBOX = frozenset({550, 551, 553})
"""What a mail server answers where an address does not exist, and will not tomorrow."""


def message(owed: Owed, at: datetime) -> EmailMultiAlternatives:
    """Return the letter for a notice, in the resident's language."""
    return addressed(owed, compose(owed, at))


def addressed(owed: Owed, composed: Composed) -> EmailMultiAlternatives:
    """
    Return a composed letter with all that stands on its envelope.

    It can be left with one click (RFC 8058), answers no machine (RFC 3834), and comes back, if it
    cannot be delivered, to an address that names the notice.
    """
    headers = {
        "Message-ID": f"<notice-{owed.id}@townline>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": composed.language,
    }
    if composed.leave:
        headers["List-Unsubscribe"] = f"<{composed.leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    sender, reply_to = settings.DEFAULT_FROM_EMAIL, []
    if "<" not in sender:
        headers["From"] = formataddr((composed.city.name, sender))
    if mailboxes.take_replies():
        headers.setdefault("From", sender)
        sender = mailboxes.for_bounces(owed.id)
        if composed.own:
            reply_to = [mailboxes.for_replies(composed.city, composed.own)]
        if owed.template == "answer":
            reply_to = [mailboxes.for_letters(composed.city)]
        if composed.handed:
            reply_to = [mailboxes.for_partner(composed.handed)]
    if owed.perhaps_twice:
        headers["X-Townline-Perhaps-Twice"] = "yes"
    letter = EmailMultiAlternatives(
        subject=composed.subject,
        body=composed.text,
        from_email=sender,
        to=[owed.email],
        reply_to=reply_to,
        headers=headers,
    )
    letter.attach_alternative(composed.html, "text/html")
    return letter


def is_for_good(fault: Exception) -> bool:
    """Return whether the server said that the address does not exist."""
    if isinstance(fault, SMTPRecipientsRefused):
        return all(code in NO_SUCH_MAILBOX for code, _said in fault.recipients.values())
    return False
