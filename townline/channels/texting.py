"""The courier by text message: an HTTP interface like Twilio's, which many providers have."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

import httpx
from django.conf import settings

from townline.channels import addresses
from townline.channels.composing import compose
from townline.contacts.actions import Owed

PATIENCE_S = 10.0
SAYS_STOP = 21610
"""The provider's own code where the owner of a number has sent STOP to it."""
FOR_GOOD = frozenset({21211, 21214, 21217, 21408, 21610, 21612, 21614})
"""Its codes for numbers that cannot get text messages, today or tomorrow."""
STATUS_PATH, INCOMING_PATH = "hooks/texts/status/", "hooks/texts/"


class NotTaken(ValueError):
    """The provider refused a message; ``code`` is its own, and the number is not in the text."""

    def __init__(self, status: int, code: int) -> None:
        self.status, self.code = status, code
        super().__init__(f"the provider answered {status}, code {code}")


def can_send() -> bool:
    """Return whether a provider of text messages is set."""
    return bool(settings.SMS["url"] and settings.SMS["from"])


def send(owed: Owed, at: datetime) -> str:
    """
    Hand a message over and return how the provider calls it.

    :raises NotTaken: if it refuses
    :raises LookupError: if what the message is about is gone
    :raises httpx.HTTPError: if nobody answers, or nothing that can be read
    """
    composed = compose(owed, at)
    if not owed.phone:
        raise NotTaken(0, 21211)
    return post(owed.phone, composed.text, told=addresses.of(composed.city, STATUS_PATH))


def post(phone: str, text: str, *, told: str = "") -> str:
    """
    Send a text to a number in international form and return how the provider calls it.

    :param told: where it shall say what became of the message
    :raises NotTaken: if it refuses
    """
    sms = settings.SMS
    form = {"To": phone, "From": sms["from"], "Body": text}
    if told:
        form["StatusCallback"] = told
    answer = httpx.post(
        f"{sms['url'].rstrip('/')}/2010-04-01/Accounts/{sms['sid']}/Messages.json",
        data=form,
        auth=(sms["sid"], sms["token"]),
        timeout=PATIENCE_S,
    )
    said = _said(answer)
    if answer.status_code not in (200, 201):
        code = said.get("code")
        raise NotTaken(answer.status_code, code if isinstance(code, int) else 0)
    return str(said.get("sid", ""))


def _said(answer: httpx.Response) -> dict[str, object]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def signature(url: str, form: Iterable[tuple[str, str]]) -> str:
    """Return how the provider signs a call to one of our addresses with what it sends there."""
    text = url + "".join(f"{name}{value}" for name, value in sorted(form))
    mac = hmac.digest(settings.SMS["token"].encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(mac).decode()


def is_signed(url: str, form: Iterable[tuple[str, str]], given: str) -> bool:
    """Return whether a call to us carries the provider's signature."""
    if not settings.SMS["token"]:
        return False
    return hmac.compare_digest(signature(url, form).encode(), given.encode())
