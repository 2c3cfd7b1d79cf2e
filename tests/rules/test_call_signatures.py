"""Whose calls are taken: the vectors of the carriers, and whatever is a little off."""

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from townline.channels.rules.signing import (
    Called,
    NoVerifier,
    TelnyxVerifier,
    TwilioVerifier,
    sign,
    spellings,
)

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
FORM = (
    ("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("From", "+14158675309"),
    ("To", "+18005551212"), ("Caller", "+14158675309"),
)  # fmt: skip
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
SHA1, SHA256 = "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "033hgUJA9M/hXIZsYjwkerEP/DBm35nEri5FhCYjA5s="
SETTINGS = "x-twilio-webhooks-signature-settings"
OURS = TwilioVerifier(token="12345", shared_key="12345")


def called(signature: str = SHA1, url: str = URL, **headers: str) -> Called:
    told = {"x-twilio-signature": signature} | headers
    return Called(url=url, headers=told, form=FORM, at=NOW)


def test_the_vector_of_the_plain_way_proves() -> None:
    assert OURS.proves(called())


def test_the_vector_of_the_way_with_a_key_of_its_own_proves() -> None:
    told = {SETTINGS: "key=K1,algorithm=HMAC_SHA256"}
    assert OURS.proves(called(SHA256, **told))
    assert not OURS.proves(called(SHA1, **told)), "the header says which way it is signed"
    assert not TwilioVerifier(token="12345").proves(called(SHA256, **told)), "no such key is set"


@pytest.mark.parametrize("signed_as", [
    "https://311.example.org/voice/", "https://311.example.org:443/voice/",
])  # fmt: skip
@pytest.mark.parametrize("known_as", [
    "https://311.example.org/voice/", "https://311.example.org:443/voice/",
])  # fmt: skip
def test_the_port_may_be_in_the_signed_address_or_not(signed_as: str, known_as: str) -> None:
    signature = sign("12345", signed_as, FORM, "HMAC_SHA1")
    assert OURS.proves(called(signature, known_as))


def test_an_odd_port_may_be_left_out_by_the_carrier() -> None:
    signature = sign("12345", "http://host/voice/", FORM, "HMAC_SHA1")
    assert OURS.proves(called(signature, "http://host:8311/voice/"))
    assert set(spellings("http://h:8311/a")) == {"http://h:8311/a", "http://h/a"}


@pytest.mark.parametrize("off", [
    called("x"), called(""), called(SHA1.lower()), called("ü"), called(url=URL + "3"),
    replace(called(), form=(*FORM, ("Digits", "5"))), replace(called(), form=FORM[1:]),
    called(SHA256, **{SETTINGS: "key=K1,algorithm=HMAC_MD5"}), called(SHA256, **{SETTINGS: "?"}),
])  # fmt: skip
def test_whatever_is_a_little_off_does_not_prove(off: Called) -> None:
    assert not OURS.proves(off)


def test_without_a_key_nothing_proves() -> None:
    empty = called(sign("", URL, FORM, "HMAC_SHA1"))
    assert not TwilioVerifier(token="").proves(empty)
    assert not NoVerifier().proves(called())


def test_of_a_body_that_is_no_form_the_digest_is_signed() -> None:
    body = b'{"CallSid": "CA1"}'
    url = f"https://311.example.org/voice/?bodySHA256={hashlib.sha256(body).hexdigest()}"
    told = {"x-twilio-signature": sign("12345", url, (), "HMAC_SHA1")}
    proper = Called(url=url, headers=told, body=body, at=NOW)
    assert OURS.proves(proper)
    assert not OURS.proves(replace(proper, body=body + b" "))


KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
TELNYX = TelnyxVerifier(
    public_key=base64.b64encode(
        KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    ).decode()
)  # fmt: skip


def stamped(at: datetime, body: bytes = b'{"data":{}}') -> Called:
    stamp = str(int(at.timestamp()))
    signature = base64.b64encode(KEY.sign(stamp.encode() + b"|" + body)).decode()
    told = {"telnyx-timestamp": stamp, "telnyx-signature-ed25519": signature}
    return Called(url=URL, headers=told, body=body, at=NOW)


def test_a_signed_body_with_its_time_proves_for_five_minutes() -> None:
    assert TELNYX.proves(stamped(NOW))
    assert TELNYX.proves(stamped(NOW - timedelta(minutes=5)))
    assert not TELNYX.proves(stamped(NOW - timedelta(minutes=5, seconds=1)))
    assert not TELNYX.proves(stamped(NOW + timedelta(minutes=6)))


def test_time_and_body_are_both_signed() -> None:
    fresh, old = stamped(NOW), stamped(NOW - timedelta(hours=1))
    assert not TELNYX.proves(replace(old, headers={**old.headers, "telnyx-timestamp":
                                                   fresh.headers["telnyx-timestamp"]}))  # fmt: skip
    assert not TELNYX.proves(replace(fresh, body=b"{}"))


@pytest.mark.parametrize("headers", [
    {}, {"telnyx-timestamp": "soon"}, {"telnyx-timestamp": "²"},
    {"telnyx-timestamp": str(int(NOW.timestamp())), "telnyx-signature-ed25519": "no base64!"},
    {"telnyx-timestamp": str(int(NOW.timestamp())), "telnyx-signature-ed25519": "AAAA"},
])  # fmt: skip
def test_what_is_no_such_signature_is_refused_without_a_fault(headers: dict[str, str]) -> None:
    assert not TELNYX.proves(Called(url=URL, headers=headers, body=b"{}", at=NOW))
    assert not TelnyxVerifier(public_key="?").proves(stamped(NOW))
