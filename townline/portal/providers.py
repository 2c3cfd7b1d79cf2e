"""OpenID Connect: a provider of accounts proves which e-mail address is a resident's."""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

PATIENCE_S = 5.0
KEPT_S = 3600.0
"""For how long we believe what a provider says of itself."""
LEEWAY_S = 120
"""By how much its clock may differ from ours."""
SIGNED_BY = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "Ed25519", "EdDSA"})
"""What a proof may be signed by: never a secret that both sides have."""
BY_POST = "client_secret_post"


class Provider(Protocol):
    """Somebody who knows who a resident is, as the settings name them."""

    code: str
    name: str
    issuer: str
    client_id: str
    secret: str


@dataclass(frozen=True)
class Question:
    """What we sent the resident's browser away with; all of it comes back, or is asked for."""

    code: str
    state: str
    nonce: str
    verifier: str


class NoAnswer(Exception):
    """The provider could not be reached, or said what nobody can read."""


class NotProved(Exception):
    """What came back proves nothing."""


class NotVerified(Exception):
    """The provider has not verified that the e-mail address is the resident's."""


_told: dict[str, tuple[float, dict[str, Any]]] = {}


def known() -> tuple[Provider, ...]:
    """Return the providers of this installation, in the order of its settings."""
    providers: tuple[Provider, ...] = getattr(settings, "SIGN_IN_PROVIDERS", ())
    return providers


def named(code: str) -> Provider | None:
    """Return one of them; None where there is none of that name."""
    return next((provider for provider in known() if provider.code == code), None)


def begin(provider: Provider, *, back: str, language: str) -> tuple[str, Question]:
    """
    Return where to send the browser, and what to keep until it comes back.

    :param back: our address that the provider leads back to
    :raises NoAnswer: if the provider does not say how it is asked
    """
    question = Question(provider.code, *(secrets.token_urlsafe(32) for _ in range(3)))
    digest = hashlib.sha256(question.verifier.encode()).digest()
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back,
        "scope": "openid email", "state": question.state, "nonce": question.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256", "ui_locales": language,
    }  # fmt: skip
    there = str(_about(provider)["authorization_endpoint"])
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}", question


def finish(provider: Provider, question: Question, given: Mapping[str, str], *, back: str) -> str:
    """
    Return the e-mail address that is the resident's, by the provider's word.

    :param given: what the browser brought back
    :raises NoAnswer: if the provider cannot be reached
    :raises NotProved: if what came back is not the answer to our question
    :raises NotVerified: if the provider has not verified the address
    """
    if not secrets.compare_digest(given.get("state", "").encode(), question.state.encode()):
        raise NotProved("it is not the answer to our question")
    if not given.get("code"):
        raise NotProved("the resident did not sign in there")
    answer = _exchange(provider, question, given["code"], back)
    claims = _claims(provider, question, str(answer.get("id_token", "")))
    if not claims.get("email"):
        claims = _more(provider, claims, str(answer.get("access_token", "")))
    if claims.get("email_verified") not in (True, "true"):
        raise NotVerified
    return str(claims["email"])


def _exchange(provider: Provider, question: Question, code: str, back: str) -> dict[str, Any]:
    about = _about(provider)
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": back,
        "code_verifier": question.verifier,
    }  # fmt: skip
    methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    auth = None
    if BY_POST in methods and "client_secret_basic" not in methods:
        form |= {"client_id": provider.client_id, "client_secret": provider.secret}
    else:
        auth = httpx.BasicAuth(provider.client_id, provider.secret)
    return _read("POST", str(about["token_endpoint"]), data=form, auth=auth)


def _claims(provider: Provider, question: Question, proof: str) -> dict[str, Any]:
    about = _about(provider)
    said = set(about.get("id_token_signing_alg_values_supported") or ["RS256"])
    checked = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_S,
        iss={"essential": True, "value": about["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": question.nonce},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        keys = KeySet.import_key_set(_read("GET", str(about["jwks_uri"])))  # type: ignore[arg-type]
        token = jwt.decode(proof, keys, algorithms=sorted(said & SIGNED_BY))
        checked.validate(token.claims)
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise NotProved("the proof does not hold") from fault
    return dict(token.claims)


def _more(provider: Provider, claims: dict[str, Any], token: str) -> dict[str, Any]:
    """Return what the provider says of the resident where the proof says no address."""
    there = _about(provider).get("userinfo_endpoint")
    if not (there and token):
        raise NotVerified
    said = _read("GET", str(there), headers={"Authorization": f"Bearer {token}"})
    if said.get("sub") != claims["sub"]:
        raise NotProved("the provider speaks of somebody else")
    if not said.get("email"):
        raise NotVerified
    return said


def _about(provider: Provider) -> dict[str, Any]:
    """Return what a provider says of itself, asked once an hour."""
    now = time.monotonic()
    asked, about = _told.get(provider.issuer, (-KEPT_S, {}))
    if now - asked < KEPT_S:
        return about
    issuer = provider.issuer.rstrip("/")
    about = _read("GET", f"{issuer}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    ours = str(about.get("issuer", "")).rstrip("/") == issuer
    safe = all(_is_safe(provider, str(about.get(name, ""))) for name in needed)
    if not (ours and safe):
        raise NoAnswer("what it says of itself cannot be used")
    _told[provider.issuer] = (now, about)
    return about


def _is_safe(provider: Provider, address: str) -> bool:
    """Return whether an address is asked by TLS, as the provider itself is."""
    return address.startswith(("https://", provider.issuer.split("://")[0] + "://"))


def _read(method: str, address: str, **options: Any) -> dict[str, Any]:
    try:
        answer = httpx.request(method, address, timeout=PATIENCE_S, **options)
        said = answer.raise_for_status().json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        raise NoAnswer(type(fault).__name__) from None
    if not isinstance(said, dict):
        raise NoAnswer("it said nothing that can be read")
    return said
