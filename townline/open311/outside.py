"""Calls to servers of others: to public addresses alone, with patience for a moment, no further."""

import ipaddress
import socket
from typing import override

import httpx
from django.conf import settings

PATIENCE_S = 15.0
MOST_BYTES = 2 * 2**20
"""The longest answer that is read."""


class NotReached(Exception):
    """
    A call did not come to a good end; the text says why.

    ``perhaps_out`` says whether it may have had its effect all the same, ``for_good`` whether
    calling again is of no use.
    """

    def __init__(self, says: str, *, perhaps_out: bool = False, for_good: bool = False) -> None:
        self.perhaps_out, self.for_good = perhaps_out, for_good
        super().__init__(says)


class Guarded(httpx.HTTPTransport):
    """
    Connects to the very address that was looked at, so that no name can lead elsewhere meanwhile.

    The certificate is proved for the name all the same.
    """

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """
        Send a call on.

        :raises NotReached: if the name stands for an address that is not public
        """
        host = request.url.host
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=_address_of(host, port))
        return super().handle_request(request)


def call(method: str, url: str, **options: object) -> bytes:
    """
    Return the body of an answer.

    Nothing follows a redirect: where it leads, nobody has looked.

    :raises NotReached: if there is no good answer
    """
    if not url.startswith("https://") and not settings.OPEN311_PRIVATE:
        raise NotReached("its address does not begin with https://", for_good=True)
    try:
        with (
            httpx.Client(transport=Guarded(), timeout=PATIENCE_S, follow_redirects=False) as client,
            client.stream(method, url, **options) as answer,  # type: ignore[arg-type]
        ):
            body = _body(answer)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL) as fault:
        raise NotReached(f"nobody answers there ({type(fault).__name__})") from fault
    except httpx.HTTPError as fault:
        says = f"the answer did not come ({type(fault).__name__})"
        raise NotReached(says, perhaps_out=True) from fault
    _refuse_faults(answer.status_code, body)
    return body


def _body(answer: httpx.Response) -> bytes:
    found = bytearray()
    for part in answer.iter_bytes():
        found += part
        if len(found) > MOST_BYTES:
            raise NotReached("its answer is longer than we read", perhaps_out=True, for_good=True)
    return bytes(found)


def _refuse_faults(status: int, body: bytes) -> None:
    if 200 <= status < 300:
        return
    said = " ".join(body[:300].decode("utf-8", "replace").split())
    if 300 <= status < 400:
        raise NotReached("it wants us to look elsewhere, which we do not", for_good=True)
    if status in (408, 425, 429):
        raise NotReached(f"it says later ({status})")
    if status >= 500:
        raise NotReached(f"it has a fault ({status})", perhaps_out=True)
    raise NotReached(f"it refused ({status}): {said}", for_good=True)


def _address_of(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise NotReached(f"there is no {host}") from fault
    addresses = [str(entry[4][0]) for entry in found]
    public = [a for a in addresses if ipaddress.ip_address(a.partition("%")[0]).is_global]
    if not public and not settings.OPEN311_PRIVATE:
        raise NotReached(f"{host} is no public address", for_good=True)
    return (public or addresses)[0]
