"""Notices that are owed go out, one by one, each told to the room that owes it."""

import logging
from datetime import datetime
from smtplib import SMTPException

import httpx
from django.utils import timezone

from townline.channels import mail, texting
from townline.channels.composing import compose
from townline.cities import queries as cities
from townline.contacts import actions as contacts
from townline.contacts.actions import Owed
from townline.record.verbs import SYSTEM

log = logging.getLogger(__name__)

FAULTS = (SMTPException, OSError, LookupError, ValueError, httpx.HTTPError)
OUT_OF_REACH = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)
"""Faults before which nothing was handed to the provider."""


def deliver(*, at: datetime, most: int = 5, only: int | None = None) -> int:
    """
    Send the notices whose time has come and return how many were taken.

    Takes few at a time: those that a courier had when it died are marked, sent or not. A text
    message stays owed where no provider is set. What a demonstration owes goes into its outbox.

    :param only: the key of the one notice to send, though its next time has not come
    """
    taken = contacts.claim(by=SYSTEM, at=at, most=most, media=_media(), only=only)
    for owed in taken:
        try:
            provider_id = _hand_over(owed, at)
        except FAULTS as fault:
            log.warning("notice %s did not go out: %s", owed.id, type(fault).__name__)
            _failed(owed, fault)
        else:
            contacts.sent(notice_id=owed.id, provider_id=provider_id, by=SYSTEM, at=timezone.now())
    return len(taken)


def _media() -> tuple[str, ...]:
    texts = texting.can_send() or any(city.demo for city in cities.every())
    return ("email", "sms") if texts else ("email",)


def _hand_over(owed: Owed, at: datetime) -> str:
    """Let a notice out by its medium and return the provider's name for it, if it has one."""
    if cities.by_id(owed.city_id).demo:
        composed = compose(owed, at)
        contacts.keep_copy(
            notice_id=owed.id, language=composed.language, subject=composed.subject,
            text=composed.text, html=composed.html, by=SYSTEM, at=at,
        )  # fmt: skip
        return ""
    if owed.medium == "sms":
        return texting.send(owed, at)
    mail.message(owed, at).send()
    return ""


def _failed(owed: Owed, fault: Exception) -> None:
    at = timezone.now()
    for_good = mail.is_for_good(fault)
    not_out = isinstance(fault, (*mail.REFUSED, *OUT_OF_REACH))
    said = f"{type(fault).__name__}: {fault}"
    if isinstance(fault, texting.NotTaken):
        for_good = fault.code in texting.FOR_GOOD
    contacts.failed(
        notice_id=owed.id, fault=said, by=SYSTEM, at=at, perhaps_out=not not_out,
        for_good=for_good,
    )  # fmt: skip
    if for_good:
        stop = isinstance(fault, texting.NotTaken) and fault.code == texting.SAYS_STOP
        _silence(owed, "stop" if stop else "bounce", at)


def _silence(owed: Owed, reason: str, at: datetime) -> None:
    address = owed.phone if owed.medium == "sms" else owed.email
    if address:
        contacts.silence(
            city_id=owed.city_id, medium=owed.medium, address=address, reason=reason, by=SYSTEM,
            at=at,
        )  # fmt: skip
