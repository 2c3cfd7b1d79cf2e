"""Mail that comes in: replies go to their request, bounces to their notice, the rest to people."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from townline.channels import mailboxes
from townline.channels.mailboxes import Mailbox
from townline.channels.rules import incoming
from townline.channels.rules.incoming import Bounce
from townline.channels.thread import put
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.queries.letters import left_lying
from townline.knowledge import queries as knowledge
from townline.record.verbs import RESIDENT, SYSTEM
from townline.requests.actions import messages
from townline.requests.rules.submission import LONGEST_DETAIL

log = logging.getLogger(__name__)

LARGEST = 40 * 2**20
"""Bytes of a whole message."""
TAKEN, KNOWN, RETURNED, IGNORED, NOBODY = "taken", "known", "returned", "ignored", "nobody"


def take(raw: bytes, *, to: Iterable[str], sender: str, at: datetime) -> list[str]:
    """
    Take a message in, and return what became of it for each of the addresses that it went to.

    ``taken``: in the thread of its request, or waiting for a person; ``known``: it came before;
    ``returned``: a bounce, told to the notice; ``ignored``: a program wrote it, and nobody reads
    what it says; ``nobody``: there is no such address here.

    :param to: the addresses of the envelope
    :param sender: whom the envelope names; empty for bounces
    """
    message = BytesParser(policy=policy.default).parsebytes(raw[:LARGEST])
    assert isinstance(message, EmailMessage)
    name = str(message.get("Message-ID", "")).strip() or hashlib.sha256(raw).hexdigest()
    fates = []
    for address in to:
        box = mailboxes.find(address)
        fate = NOBODY if box is None else _take(message, name, box, sender, at)
        log.info("mail that came in: %s", fate)
        fates.append(fate)
    return fates


def addresses_of(message: bytes) -> list[str]:
    """Return the addresses that a message names itself, for one that comes without an envelope."""
    headers = BytesParser(policy=policy.default).parsebytes(message, headersonly=True)
    for name in ("Delivered-To", "X-Original-To", "To", "Cc"):
        found = [parseaddr(str(value))[1] for value in headers.get_all(name, [])]
        known = [address for address in found if mailboxes.find(address)]
        if known:
            return list(dict.fromkeys(known))
    return []


def sender_of(message: bytes) -> str:
    """Return who sent a message, for one that comes without an envelope; empty for a bounce."""
    headers = BytesParser(policy=policy.default).parsebytes(message, headersonly=True)
    path = headers.get("Return-Path")
    return parseaddr(str(headers.get("From", "") if path is None else path))[1]


def _take(message: EmailMessage, name: str, box: Mailbox, sender: str, at: datetime) -> str:
    bounce = incoming.bounce_of(message)
    if bounce is not None or box.notice_id is not None:
        return _returned(box, bounce, at) if box.notice_id is not None else IGNORED
    if incoming.is_automatic(message, sender):
        return IGNORED
    letter = _keep(message, name, box, at)
    if letter is None:
        return KNOWN
    settled = box.number and put(
        box.city, letter, box.number, by=RESIDENT, at=at, handed_id=box.handed_id
    )
    if not settled and box.handed_id is None:
        key = contacts.queue_letter(city=box.city, letter_id=letter, by=RESIDENT, at=at)
        if key is not None and knowledge.emergency_in(box.city, _words(message)):
            contacts.mark_grave(city=box.city, contact=key, by=RESIDENT, at=at)
    return TAKEN


def _keep(message: EmailMessage, name: str, box: Mailbox, at: datetime) -> int | None:
    """
    Keep the letter first, so that nothing is lost whatever comes after.

    None if it came before, and got where it belongs.
    """
    came = contacts.Came(
        medium="email",
        sender=None if box.number else _writer(message),
        language=box.city.languages[0],
        subject=_subject(message),
        text=incoming.text_of(message),
        photos=messages.keep_photos(photos=incoming.pictures_of(message), by=RESIDENT, at=at),
        name=name,
        number=box.number,
    )
    fresh = contacts.take_letter(city_id=box.city.id, came=came, by=RESIDENT, at=at)
    return fresh or left_lying(box.city, name)


def _subject(message: EmailMessage) -> str:
    return " ".join(str(message.get("Subject", "")).split())


def _words(message: EmailMessage) -> str:
    return f"{_subject(message)}\n{incoming.text_of(message)}"


def _writer(message: EmailMessage) -> dict[str, str]:
    """Return who says that they wrote it: what nobody has proved, and a person reads it so."""
    name, address = parseaddr(str(message.get("Reply-To") or message.get("From", "")))
    given = {"first_name": name, "email": address}
    return {field: text.replace("\x00", "")[:LONGEST_DETAIL] for field, text in given.items()}


def _returned(box: Mailbox, bounce: Bounce | None, at: datetime) -> str:
    if bounce is None or not bounce.failed:
        return IGNORED
    said = "called spam" if bounce.complaint else f"came back, code {bounce.status or 'unknown'}"
    notice = contacts.returned(notice_id=box.notice_id, fault=said, by=SYSTEM, at=at)
    if notice is None:
        return IGNORED
    reach = heard.reach_of(notice.contact_id)
    if reach and reach.email and (bounce.no_such_address or bounce.complaint):
        contacts.silence(
            city_id=notice.city_id, medium="email", address=reach.email,
            reason="complaint" if bounce.complaint else "bounce", by=SYSTEM, at=at,
        )  # fmt: skip
    return RETURNED
