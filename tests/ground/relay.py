"""
A relay (TURN, RFC 8656) for tests of calls, whose line can be cut: as much of one as browsers ask.

It lets in who shows credentials as coturn's ``use-auth-secret`` checks them, so that a call through
it also shows that ours are right. ``cut`` lets every packet vanish, as a network that is away does;
an answer "no" would be another fault.
"""

import hashlib
import hmac
import os
import selectors
import socket
import struct
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

COOKIE = 0x2112A442
REALM = b"relay.test"
NONCE = b"once"
BINDING, ALLOCATE, REFRESH, PERMIT, CHANNEL = 0x001, 0x003, 0x004, 0x008, 0x009
SEND, DATA = 0x016, 0x017
GOOD, BAD = 0x100, 0x110
USERNAME, INTEGRITY, ERROR, PEER, PAYLOAD = 0x0006, 0x0008, 0x0009, 0x0012, 0x0013
CHANNEL_NUMBER, LIFETIME, REALM_IS, NONCE_IS, RELAYED, MAPPED = (
    0x000C, 0x000D, 0x0014, 0x0015, 0x0016, 0x0020,
)  # fmt: skip
LASTS_S = 600

type Address = tuple[str, int]


@dataclass
class Allocation:
    """What one browser was given: an address of its own, at which others reach it."""

    owner: Address
    at: socket.socket
    channels: dict[int, Address] = field(default_factory=dict)

    def channel_of(self, peer: Address) -> int | None:
        """Return the number under which packets of a peer go the short way."""
        return next((number for number, each in self.channels.items() if each == peer), None)


class Relay:
    """A relay on this machine, in a thread of its own."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.relayed = 0
        """How many packets went through."""
        self.refused = 0
        """How many asked with credentials that are not good."""
        self._away = threading.Event()
        self._over = threading.Event()
        self._waits = selectors.DefaultSelector()
        self._door = self._bound(None)
        self._there: dict[Address, Allocation] = {}
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """How a browser is told of it."""
        return f"turn:127.0.0.1:{self._door.getsockname()[1]}?transport=udp"

    def cut(self) -> None:
        """Let nothing through any more."""
        self._away.set()

    def mend(self) -> None:
        """Let everything through again."""
        self._away.clear()

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self._thread.join()
        for key in list(self._waits.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._waits.close()

    def _bound(self, of: Address | None) -> socket.socket:
        fresh = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        fresh.bind(("127.0.0.1", 0))
        fresh.setblocking(False)
        self._waits.register(fresh, selectors.EVENT_READ, of)
        return fresh

    def _run(self) -> None:
        while not self._over.is_set():
            for key, _events in self._waits.select(timeout=0.1):
                try:
                    packet, source = key.fileobj.recvfrom(65_535)  # type: ignore[union-attr]
                except OSError:  # a peer is gone: its machine said so
                    continue
                if self._away.is_set():
                    continue
                if key.data is None:
                    self._asked(packet, source)
                elif key.data in self._there:
                    self._arrived(self._there[key.data], packet, source)

    def _arrived(self, to: Allocation, packet: bytes, peer: Address) -> None:
        """Bring a browser what came for it."""
        self.relayed += 1
        number = to.channel_of(peer)
        if number is not None:
            self._tell(struct.pack("!HH", number, len(packet)) + packet, to.owner)
            return
        said = _attribute(PEER, _xored(peer)) + _attribute(PAYLOAD, packet)
        self._tell(_message(DATA, os.urandom(12), said), to.owner)

    def _asked(self, packet: bytes, source: Address) -> None:
        """Do what a browser asks."""
        there = self._there.get(source)
        if packet[0] & 0xC0 == 0x40:
            number, size = struct.unpack("!HH", packet[:4])
            if there and number in there.channels:
                self._pass(there, packet[4 : 4 + size], there.channels[number])
            return
        kind, _size, _cookie, key = struct.unpack("!HHI12s", packet[:20])
        said = _attributes(packet)
        if kind == SEND:
            if there:
                self._pass(there, said[PAYLOAD], _plain(said[PEER]))
            return
        if kind == BINDING:
            self._tell(_message(kind | GOOD, key, _attribute(MAPPED, _xored(source))), source)
            return
        secret = self._let_in(packet, said)
        if secret is None:
            why = _attribute(ERROR, b"\0\0\4\1no") + _attribute(REALM_IS, REALM)
            self._tell(_message(kind | BAD, key, why + _attribute(NONCE_IS, NONCE)), source)
            return
        done = self._do(kind, said, source)
        self._tell(_message(kind | GOOD, key, done, secret), source)

    def _do(self, kind: int, said: dict[int, bytes], source: Address) -> bytes:
        lasts = _attribute(LIFETIME, struct.pack("!I", LASTS_S))
        if kind == ALLOCATE:
            there = self._there.get(source)
            if there is None:
                there = self._there[source] = Allocation(source, self._bound(source))
            at: Address = there.at.getsockname()
            return _attribute(RELAYED, _xored(at)) + _attribute(MAPPED, _xored(source)) + lasts
        if kind == CHANNEL and source in self._there:
            (number,) = struct.unpack("!H", said[CHANNEL_NUMBER][:2])
            self._there[source].channels[number] = _plain(said[PEER])
        if kind == REFRESH and said.get(LIFETIME) == bytes(4):
            gone = self._there.pop(source, None)
            if gone:
                self._waits.unregister(gone.at)
                gone.at.close()
        return lasts if kind == REFRESH else b""

    def _let_in(self, packet: bytes, said: dict[int, bytes]) -> bytes | None:
        """Return the key of who shows credentials that are good; None for everybody else."""
        if INTEGRITY not in said:
            return None
        name = said[USERNAME]
        password = b64encode(hmac.new(self.secret.encode(), name, hashlib.sha1).digest())
        key = hashlib.md5(b":".join((name, REALM, password))).digest()
        before = packet[: _place_of(packet, INTEGRITY)]
        proof = hmac.new(key, _sized(before, 24), hashlib.sha1).digest()
        ends = int(name.partition(b":")[0])
        if not hmac.compare_digest(proof, said[INTEGRITY]) or ends < time.time():
            self.refused += 1
            return None
        return key

    def _pass(self, there: Allocation, packet: bytes, peer: Address) -> None:
        try:
            there.at.sendto(packet, peer)
        except OSError:
            return  # there is no way to that peer: as lost as any packet may be

    def _tell(self, packet: bytes, to: Address) -> None:
        try:
            self._door.sendto(packet, to)
        except OSError:
            return


def _message(kind: int, key: bytes, said: bytes, secret: bytes | None = None) -> bytes:
    body = struct.pack("!HHI12s", kind, len(said), COOKIE, key) + said
    if secret is None:
        return body
    proof = hmac.new(secret, _sized(body, 24), hashlib.sha1).digest()
    return _sized(body, 24) + _attribute(INTEGRITY, proof)


def _sized(packet: bytes, more: int) -> bytes:
    """Return a message whose length is said as if so many bytes more came."""
    return packet[:2] + struct.pack("!H", len(packet) - 20 + more) + packet[4:]


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def _walk(packet: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 20
    while at + 4 <= len(packet):
        kind, size = struct.unpack("!HH", packet[at : at + 4])
        yield at, kind, packet[at + 4 : at + 4 + size]
        at += 4 + size + -size % 4


def _attributes(packet: bytes) -> dict[int, bytes]:
    return {kind: value for _at, kind, value in _walk(packet)}


def _place_of(packet: bytes, wanted: int) -> int:
    return next(at for at, kind, _value in _walk(packet) if kind == wanted)


def _xored(address: Address) -> bytes:
    host, port = address
    plain = struct.unpack("!I", socket.inet_aton(host))[0]
    return struct.pack("!xBHI", 1, port ^ (COOKIE >> 16), plain ^ COOKIE)


def _plain(xored: bytes) -> Address:
    port, host = struct.unpack("!2xHI", xored[:8])
    return socket.inet_ntoa(struct.pack("!I", host ^ COOKIE)), port ^ (COOKIE >> 16)


@contextmanager
def relay(secret: str) -> Iterator[Relay]:
    """Run a relay for as long as it is needed."""
    running = Relay(secret)
    try:
        yield running
    finally:
        running.stop()
