"""With which accounts residents may sign in, beside a code: providers of OpenID Connect."""

import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

AT_HOME = ("localhost", "127.0.0.1")
"""Where a provider may be asked without TLS: on this machine, for a trial."""
HOW = "Write it as Name=https://client:secret@login.example.gov/path, several with commas between."


@dataclass(frozen=True)
class Provider:
    """Somebody who knows who a resident is, and tells us with a proof."""

    code: str
    """Stands in addresses."""
    name: str
    """What residents know it as."""
    issuer: str
    client_id: str
    secret: str


def django_settings() -> dict[str, Any]:
    """
    Return the providers that ``TOWNLINE_OPENID`` names, in its order.

    :raises ImproperlyConfigured: where one cannot be meant so; the text never shows a secret
    """
    told = os.environ.get("TOWNLINE_OPENID", "")
    providers = [_provider(each.strip()) for each in told.split(",") if each.strip()]
    if len({p.code for p in providers}) < len(providers):
        raise ImproperlyConfigured("TOWNLINE_OPENID names two providers alike.")
    return {"SIGN_IN_PROVIDERS": tuple(providers)}


def _provider(told: str) -> Provider:
    name, _, address = (part.strip() for part in told.partition("="))
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise ImproperlyConfigured(f"TOWNLINE_OPENID has no address for {name!r}. {HOW}") from fault
    code = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in AT_HOME)
    if not (code and host and safe and parts.username and parts.password):
        raise ImproperlyConfigured(
            f"TOWNLINE_OPENID lacks name, client, secret or HTTPS for {name!r}. {HOW}"
        )
    where = f"{host}:{port}" if port else host
    return Provider(
        code=code,
        name=name,
        issuer=f"{parts.scheme}://{where}{parts.path}",
        client_id=unquote(parts.username),
        secret=unquote(parts.password),
    )
