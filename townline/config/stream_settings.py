"""From where pages hear at once that something has changed."""

import os
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PATH = "/streams/"


def django_settings(*, https: bool, public_url: str) -> dict[str, Any]:
    """
    Return what ``TOWNLINE_STREAMS_URL`` says, or what follows from how Townline is served.

    Behind a proxy with HTTPS streams come from the same address as pages; without one from a port
    of their own, ``TOWNLINE_STREAMS_PORT``; and where there is neither, pages ask now and then.

    :raises ImproperlyConfigured: where the address cannot be meant so; the text says what to write
    """
    said = os.environ.get("TOWNLINE_STREAMS_URL", "")
    port = os.environ.get("TOWNLINE_STREAMS_PORT", "")
    if said and not said.startswith(("/", "https://", "http://")):
        raise ImproperlyConfigured(
            f"TOWNLINE_STREAMS_URL is no address: {said!r}. Write {PATH} where the proxy passes "
            "that on to the streams, or a whole address that begins with https://."
        )
    if not said and (https or port):
        said = PATH if https else f":{port}{PATH}"
    return {"STREAMS_URL": said, "STREAM_SOURCES": _sources(said, public_url)}


def _sources(said: str, public_url: str) -> list[str]:
    """Return what pages may connect to besides their own address."""
    if said.startswith(":"):
        port = said.split("/")[0]
        named = urlsplit(public_url).hostname or "127.0.0.1"
        hosts = dict.fromkeys(["127.0.0.1", "localhost", named])
        # A policy has no words for a literal address of IPv6: pages at one ask now and then.
        return [f"http://{host}{port}" for host in hosts if ":" not in host]
    parts = urlsplit(said)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
