"""E-mail: notices that are owed, sent one by one, each told to the room that owes it."""

import logging
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from socket import gaierror

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation

from townline.channels.letters import context
from townline.cities import queries as cities
from townline.contacts import actions as contacts
from townline.contacts.actions import Owed
from townline.record.verbs import SYSTEM

log = logging.getLogger(__name__)

REFUSED = (
    SMTPResponseException, SMTPRecipientsRefused, ConnectionRefusedError, gaierror, LookupError,
    ValueError,
)  # fmt: skip
"""Faults after which the letter is certainly not out. After any other, a silence that lasted too
long or a line that broke, it may be: only the last answer to it was not heard."""


def deliver(*, at: datetime, most: int = 5) -> int:
    """
    Send the notices whose time has come and return how many were taken.

    Takes few at a time: those that a courier had when it died are marked, sent or not.
    """
    taken = contacts.claim(by=SYSTEM, at=at, most=most)
    for owed in taken:
        try:
            message(owed, at).send()
        except (SMTPException, OSError, LookupError, ValueError) as fault:
            log.warning("notice %s did not go out: %s", owed.id, type(fault).__name__)
            contacts.failed(
                notice_id=owed.id,
                fault=f"{type(fault).__name__}: {fault}",
                by=SYSTEM,
                at=timezone.now(),
                perhaps_out=not isinstance(fault, REFUSED),
            )
        else:
            contacts.sent(notice_id=owed.id, by=SYSTEM, at=timezone.now())
    return len(taken)


def message(owed: Owed, at: datetime) -> EmailMessage:
    """Return the letter for a notice, in the resident's language."""
    city = cities.by_id(owed.city_id)
    language = owed.language if owed.language in city.languages else city.languages[0]
    with translation.override(language):
        told = context(city, owed, language=language, at=at)
        text = render_to_string(f"channels/{owed.template}.txt", told)
    subject, _, body = text.strip().partition("\n")
    letter = EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[owed.email],
        headers={"Message-ID": f"<notice-{owed.id}@townline>", "Auto-Submitted": "auto-generated"},
    )
    if "leave" in told:  # RFC 8058: mail programs show a button for it
        letter.extra_headers["List-Unsubscribe"] = f"<{told['leave']}>"
        letter.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if owed.perhaps_twice:
        letter.extra_headers["X-Townline-Perhaps-Twice"] = "yes"
    return letter
