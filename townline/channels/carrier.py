"""Asking a carrier to start, bring elsewhere and end calls: an HTTP interface like Twilio's."""

import logging
from datetime import datetime
from time import monotonic
from typing import Protocol
from urllib.parse import quote

import httpx
from django.conf import settings

from townline.channels import addresses
from townline.channels.rules.signing import (
    NoVerifier,
    TelnyxVerifier,
    TwilioVerifier,
    Verifier,
)
from townline.cities import queries as cities
from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as heard
from townline.contacts.actions import Asked
from townline.contacts.rules.carried import Wish
from townline.contacts.rules.recording import CARRIED, check_size
from townline.record.verbs import SYSTEM

log = logging.getLogger(__name__)
PATIENCE_S = 10.0
WHOLE_S = 90.0
"""For so long a sound may come, in seconds."""
UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/ogg"})
"""Kinds of content that say nothing, so that a sound may be in them."""
RING_S = 25
NOT_UNDER_WAY = frozenset({20404, 21220})
"""The carrier's codes for a call that it has not any more."""
PATHS = {Wish.JOIN: "voice/join/", Wish.WAIT: "voice/join/"}
"""Where a call asks that is brought elsewhere; there it hears what it is to do."""


class NotTaken(ValueError):
    """The carrier refused; ``code`` is its own, and no number is in the text."""

    def __init__(self, status: int, code: int) -> None:
        self.status, self.code = status, code
        super().__init__(f"the carrier answered {status}, code {code}")


class Gone(LookupError):
    """The carrier has no such call any more."""


class NoSound(ValueError):
    """What the carrier sent is no sound, whatever it is called."""


class Carrier(Protocol):
    """What a carrier can be asked for."""

    def start(self, *, to: str, line: str, url: str, told: str) -> str:
        """Call a number from a line of ours, and return how the carrier names the call."""
        ...

    def redirect(self, sid: str, *, url: str) -> None:
        """Let a call ask at another address, whatever it is doing."""
        ...

    def end(self, sid: str) -> None:
        """End a call."""
        ...

    def fetch(self, sid: str) -> bytes:
        """Return the sound of a recording that lies with it."""
        ...

    def remove(self, sid: str) -> None:
        """Remove a recording that lies with it."""
        ...


class TwilioCarrier:
    """Twilio, and those who speak as it does."""

    def __init__(self, url: str, sid: str, token: str) -> None:
        self._base = f"{url.rstrip('/')}/2010-04-01/Accounts/{sid}"
        self._auth = (sid, token)

    def start(self, *, to: str, line: str, url: str, told: str) -> str:
        """
        Call a number.

        :raises NotTaken: if the carrier refuses
        :raises httpx.HTTPError: if nobody answers
        """
        said = self._post("Calls.json", {
            "To": to, "From": line, "Url": url, "Method": "POST", "Timeout": str(RING_S),
            "StatusCallback": told, "StatusCallbackMethod": "POST",
        })  # fmt: skip
        return str(said.get("sid", ""))

    def redirect(self, sid: str, *, url: str) -> None:
        """
        Let a call ask elsewhere.

        :raises Gone: if it is over
        """
        self._post(f"Calls/{sid}.json", {"Url": url, "Method": "POST"})

    def end(self, sid: str) -> None:
        """
        End a call.

        :raises Gone: if it is over already
        """
        self._post(f"Calls/{sid}.json", {"Status": "completed"})

    def fetch(self, sid: str) -> bytes:
        """
        Return the sound of a recording.

        It is asked for at the carrier's own address, never at one that somebody told us: our
        credentials go with it. Where that leads elsewhere, they do not.

        :raises Gone: if it is there no more, and never will be
        :raises NotTaken: if it is not there yet, or refused
        :raises NoSound: if something else comes
        :raises UnfitRecording: if it is too long
        :raises httpx.HTTPError: if nobody answers, or too slowly
        """
        options = {"auth": self._auth, "timeout": PATIENCE_S, "follow_redirects": True}
        with httpx.stream("GET", self._recording(sid), **options) as answer:  # type: ignore[arg-type]
            if answer.status_code == 410:
                raise Gone(sid)
            if answer.status_code != 200:
                raise NotTaken(answer.status_code, 0)
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not kind.startswith("audio/") and kind not in UNSAID:
                raise NoSound(f"the carrier sent {kind[:40]}, which is no sound")
            return _within_limits(answer)

    def remove(self, sid: str) -> None:
        """
        Remove a recording.

        :raises Gone: if it is there no more
        """
        url = f"{self._recording(sid)}.json"
        answer = httpx.delete(url, auth=self._auth, timeout=PATIENCE_S)
        if answer.status_code in (404, 410):
            raise Gone(sid)
        if answer.status_code not in (200, 204):
            raise NotTaken(answer.status_code, 0)

    def _recording(self, sid: str) -> str:
        return f"{self._base}/Recordings/{quote(sid, safe='')}"

    def _post(self, path: str, form: dict[str, str]) -> dict[str, object]:
        url = f"{self._base}/{path}"
        answer = httpx.post(url, data=form, auth=self._auth, timeout=PATIENCE_S)
        try:
            said = answer.json()
        except ValueError:
            said = {}
        said = said if isinstance(said, dict) else {}
        if answer.status_code in (200, 201):
            return said
        code = said.get("code")
        if answer.status_code == 404 or code in NOT_UNDER_WAY:
            raise Gone(path)
        raise NotTaken(answer.status_code, code if isinstance(code, int) else 0)


def _within_limits(answer: httpx.Response) -> bytes:
    """Return what comes, unless it is too much, or takes too long altogether."""
    found, until = bytearray(), monotonic() + WHOLE_S
    for piece in answer.iter_bytes():
        check_size(CARRIED, len(found), len(piece))
        found += piece
        if monotonic() > until:
            raise httpx.ReadTimeout(f"not there after {WHOLE_S:.0f} s")
    return bytes(found)


def carrier() -> Carrier | None:
    """Return the carrier that is set; None where none is."""
    voice = settings.VOICE
    if not (voice["url"] and voice["sid"]):
        return None
    return TwilioCarrier(voice["url"], voice["sid"], voice["token"])


def verifier() -> Verifier:
    """Return what tells its calls to us from others."""
    voice = settings.VOICE
    if voice["public_key"]:
        return TelnyxVerifier(public_key=voice["public_key"])
    if voice["token"] or voice["shared_key"]:
        return TwilioVerifier(token=voice["token"], shared_key=voice["shared_key"])
    return NoVerifier()


def ask_for_all(*, at: datetime) -> None:
    """Ask the carrier for what the calls of all cities are to do."""
    for city in cities.every() if carrier() else ():
        ask(city, at=at)


def ask(city: City, *, at: datetime) -> int:
    """
    Ask the carrier for all that calls are to do, and return how much it was asked for.

    Nothing of it happens within a transaction: what is to be asked was written before.
    """
    known = carrier()
    if known is None:
        return 0
    contacts.call_back_owed(city=city, by=SYSTEM, at=at)
    contacts.look_after_calls(city=city, by=SYSTEM, at=at)
    demands = contacts.claim_demands(city=city, by=SYSTEM, at=at)
    for asked in demands:
        _ask(known, city, asked, at)
    return len(demands)


def _ask(known: Carrier, city: City, asked: Asked, at: datetime) -> None:
    which = {"city": city, "demand_id": asked.id, "by": SYSTEM, "at": at}
    try:
        sid = _obeyed(known, city, asked)
    except Gone:
        contacts.demand_done(**which, gone=True)  # type: ignore[arg-type]
    except NotTaken as refusal:
        for_good = 400 <= refusal.status < 500 and refusal.status != 429
        log.warning("call %s, %s: %s", asked.contact, asked.wish, refusal)
        contacts.demand_failed(**which, fault=str(refusal), for_good=for_good)  # type: ignore[arg-type]
    except httpx.HTTPError as fault:
        log.warning("call %s, %s: %s", asked.contact, asked.wish, type(fault).__name__)
        contacts.demand_failed(**which, fault=type(fault).__name__)  # type: ignore[arg-type]
    else:
        contacts.demand_done(**which, sid=sid)  # type: ignore[arg-type]


def _obeyed(known: Carrier, city: City, asked: Asked) -> str:
    """Ask for one thing, and return how a call that was started is named."""
    if asked.wish is Wish.START:
        call = heard.call_of_contact(city.id, asked.contact)
        return known.start(
            to=heard.phone_of_agent(call.agent or 0),
            line=call.line,
            url=addresses.of(city, f"voice/out/{asked.contact}/"),
            told=addresses.of(city, f"voice/told/{asked.contact}/"),
        )
    if not asked.sid:
        raise Gone("a call that was never started")
    if asked.wish is Wish.END:
        known.end(asked.sid)
    else:
        known.redirect(asked.sid, url=addresses.of(city, PATHS[asked.wish]))
    return ""
