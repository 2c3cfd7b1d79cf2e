"""Calls from browser to browser: the servers that help them, and who may use the microphone."""

import os
import re
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from townline.contacts.rules.ice import Relay

type Respond = Callable[[HttpRequest], HttpResponse]

SERVER = re.compile(r"(stuns?|turns?):[^\s/?,@]+(:\d+)?(\?transport=(udp|tcp))?")
PERMISSIONS = "camera=(self), geolocation=(self), microphone=(self)"
"""What a device lends to our own pages, and to no page that one of them might show in a frame."""


def relay() -> Relay:
    """
    Return what ``TOWNLINE_STUN_URL``, ``TOWNLINE_TURN_URL`` and ``TOWNLINE_TURN_SECRET`` say.

    :raises ImproperlyConfigured: where one of them cannot be meant so; the text says what to write
    """
    stun = _servers("TOWNLINE_STUN_URL", os.environ.get("TOWNLINE_STUN_URL", ""), "stun")
    turn = _servers("TOWNLINE_TURN_URL", os.environ.get("TOWNLINE_TURN_URL", ""), "turn")
    secret = os.environ.get("TOWNLINE_TURN_SECRET", "")
    if turn and not secret:
        raise ImproperlyConfigured(
            "TOWNLINE_TURN_SECRET is missing: write what stands in the relay's configuration as"
            " static-auth-secret."
        )
    return Relay(stun=stun, turn=turn, secret=secret)


def _servers(variable: str, told: str, kind: str) -> tuple[str, ...]:
    found = tuple(each.strip() for each in told.split(",") if each.strip())
    for each in found:
        if not SERVER.fullmatch(each) or not each.startswith(kind):
            raise ImproperlyConfigured(
                f"{variable} names no server that a browser can ask: {each!r}. Write it as"
                f" {kind}:host.example.gov:3478, several with commas between."
            )
    return found


def microphone_for_ourselves(get_response: Respond) -> Respond:
    """Let our own pages ask for microphone, camera and position, and nobody else's."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return respond
