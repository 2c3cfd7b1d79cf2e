"""What a browser and we say to each other about passkeys (WebAuthn): challenges, proofs."""

import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

STATE = "my_passkey"
"""What the session holds between a challenge and its proof; each is good for one try."""
VERIFIED = UserVerificationRequirement.REQUIRED
"""The device asks for finger, face or PIN: a passkey alone signs in."""
LONGEST = 20_000
"""Characters of an answer; real ones have some two thousand."""


@dataclass(frozen=True)
class Proof:
    """What a device answered, once it was checked."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Answer:
    """What a device answered to the question who signs in, not checked yet."""

    credential_id: bytes
    owner: bytes | None
    parsed: AuthenticationResponse


def possible(request: HttpRequest) -> bool:
    """Return whether browsers take passkeys here: on a name, over HTTPS, or on this machine."""
    host = _host(request)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def ask_new(request: HttpRequest, *, owner: bytes, label: str, known: list[bytes]) -> Any:
    """Return what the browser needs to make a passkey; the session keeps the challenge."""
    keys = [AttestedCredentialData(key).credential_id for key in known]
    options, request.session[STATE] = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=owner, name=label, display_name=label),
        credentials=[
            PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=key)
            for key in keys
        ],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return dict(options)


def check_new(request: HttpRequest, answer: str) -> Proof | None:
    """Return the passkey that a device made for our last challenge; None where it did not."""
    state = request.session.pop(STATE, None)
    given = _read(answer)
    if state is None or given is None:
        return None
    try:
        made = _server(request).register_complete(state, RegistrationResponse.from_dict(given))
    except (ValueError, TypeError, KeyError):
        return None
    if made.credential_data is None:
        return None
    key = made.credential_data
    return Proof(key.credential_id, bytes(key), made.counter)


def ask_who(request: HttpRequest) -> Any:
    """Return what the browser needs to sign in by whatever passkey it has for us."""
    options, request.session[STATE] = _server(request).authenticate_begin(
        user_verification=VERIFIED
    )
    return dict(options)


def read_who(answer: str) -> Answer | None:
    """Return which passkey a device answers with; None where it is no answer."""
    given = _read(answer)
    try:
        parsed = AuthenticationResponse.from_dict(given or {})
    except (ValueError, TypeError, KeyError):
        return None
    return Answer(parsed.raw_id, parsed.response.user_handle, parsed)


def check_who(request: HttpRequest, answer: Answer, public_key: bytes) -> int | None:
    """Return how often the device has signed, if it proves that it has the passkey; else None."""
    state = request.session.pop(STATE, None)
    if state is None:
        return None
    try:
        _server(request).authenticate_complete(
            state, [AttestedCredentialData(public_key)], answer.parsed
        )
    except ValueError:
        return None
    return answer.parsed.response.authenticator_data.counter


def _server(request: HttpRequest) -> Fido2Server:
    here = f"{request.scheme}://{request.get_host()}"
    name = request.city.name  # type: ignore[attr-defined]
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=_host(request), name=name),
        verify_origin=lambda origin: origin == here,
    )


def _host(request: HttpRequest) -> str:
    return urlsplit(f"//{request.get_host()}").hostname or ""


def _read(answer: str) -> dict[str, Any] | None:
    if len(answer) > LONGEST:
        return None
    try:
        given = json.loads(answer)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None
