"""Whether a call to one of our addresses really is a carrier's: one question, asked of any."""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import parse_qs, urlsplit, urlunsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

REPLAY = timedelta(minutes=5)
"""How long a signature with a time in it is good, before and after."""
PORTS = {"https": 443, "http": 80}
ALGORITHMS = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}


@dataclass(frozen=True, kw_only=True)
class Called:
    """A call to us, as much of it as signatures cover."""

    url: str
    """As the carrier knows it: our public address, from the settings, with its query."""
    headers: Mapping[str, str]
    """By name in small letters."""
    form: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    """As it came: what is signed where it is no form."""
    at: datetime = field(kw_only=True)


class Verifier(Protocol):
    """What tells a carrier's calls from others."""

    def proves(self, called: Called) -> bool:
        """Return whether the carrier has signed the call, and lately where it says when."""
        ...


@dataclass(frozen=True, kw_only=True)
class TwilioVerifier:
    """
    A keyed hash over address and form.

    Its own signature bears no time: what is sent twice is known by what it says of the call.
    """

    token: str = field(repr=False)
    shared_key: str = field(default="", repr=False)
    """The key of calls that a rule of the account has signed otherwise."""

    def proves(self, called: Called) -> bool:
        """Return whether one of the spellings of the address has this signature."""
        settings = called.headers.get("x-twilio-webhooks-signature-settings", "")
        algorithm = _algorithm(settings)
        key = self.shared_key if settings else self.token
        given = called.headers.get("x-twilio-signature", "")
        if not (key and given and algorithm) or not _body_fits(called):
            return False
        # All are compared, so that time does not tell which spelling it was.
        signed = [sign(key, url, called.form, algorithm) for url in spellings(called.url)]
        proofs = [_same(each, given) for each in signed]
        return any(proofs)


@dataclass(frozen=True, kw_only=True)
class TelnyxVerifier:
    """An Ed25519 signature over ``TIMESTAMP|BODY``."""

    public_key: str
    """In base64, as the carrier shows it."""

    def proves(self, called: Called) -> bool:
        """Return whether the body was signed, within five minutes."""
        stamp = called.headers.get("telnyx-timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
            return False
        if abs(called.at.timestamp() - int(stamp)) > REPLAY.total_seconds():
            return False
        try:
            public = base64.b64decode(self.public_key, validate=True)
            key = Ed25519PublicKey.from_public_bytes(public)
            signature = base64.b64decode(
                called.headers.get("telnyx-signature-ed25519", ""), validate=True
            )
            key.verify(signature, stamp.encode() + b"|" + called.body)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, kw_only=True)
class NoVerifier:
    """Where no carrier is set: nobody's calls are taken."""

    def proves(self, called: Called) -> bool:
        """Return False."""
        return False


def sign(key: str, url: str, form: Sequence[tuple[str, str]], algorithm: str) -> str:
    """Return the signature of a call: address and sorted form, hashed under a key, in base64."""
    pairs = sorted(set(form))
    text = url + "".join(f"{name}{value}" for name, value in pairs)
    mac = hmac.digest(key.encode(), text.encode(), ALGORITHMS[algorithm])
    return base64.b64encode(mac).decode()


def spellings(url: str) -> Iterator[str]:
    """
    Yield an address as it is, and with or without the port that its scheme has anyway.

    >>> list(spellings("https://example.org/voice/"))
    ['https://example.org/voice/', 'https://example.org:443/voice/']
    """
    yield url
    parts = urlsplit(url)
    host, _colon, port = parts.netloc.rpartition(":") if parts.port else (parts.netloc, "", "")
    if port:
        yield urlunsplit(parts._replace(netloc=host))
    elif parts.scheme in PORTS:
        yield urlunsplit(parts._replace(netloc=f"{host}:{PORTS[parts.scheme]}"))


def _algorithm(settings: str) -> str:
    """Return how a call says that it is signed; empty for a way that we do not know."""
    if not settings:
        return "HMAC_SHA1"
    said = dict(part.strip().partition("=")[::2] for part in settings.split(","))
    named = said.get("algorithm", "")
    return named if named in ALGORITHMS else ""


def _body_fits(called: Called) -> bool:
    """Return whether a body that is no form is the one whose digest is in the signed address."""
    digests = parse_qs(urlsplit(called.url).query).get("bodySHA256")
    if not digests:
        return True
    return _same(hashlib.sha256(called.body).hexdigest(), digests[0].lower())


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
