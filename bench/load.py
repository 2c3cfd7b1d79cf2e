"""A plain load of HTTP requests from a few kept connections on this machine."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Load:
    """What came back."""

    seconds: float = 0.0
    latencies_ms: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refusals: list[bytes] = field(default_factory=list)

    @property
    def per_s(self) -> float:
        """Return answers of 200 a second."""
        return self.statuses[200] / self.seconds if self.seconds else 0.0

    @property
    def told(self) -> list[str]:
        """Return what the first refusals said."""
        return [body.decode(errors="replace") for body in self.refusals]

    def percentile_ms(self, share: float) -> float:
        """Return the latency that ``share`` of the answers did not exceed."""
        ordered = sorted(self.latencies_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def post(path: str, body: bytes, port: int) -> bytes:
    """Return a POST of a form as it goes over the wire."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run(messages: Iterator[bytes], *, port: int, clients: int, seconds: float) -> Load:
    """Send messages from ``clients`` connections for a while; each waits for its answer."""
    found = Load()
    lock = threading.Lock()
    ends = time.monotonic() + seconds

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < ends:
                with lock:
                    message = next(messages)
                began = time.perf_counter()
                wire.sendall(message)
                status, body = _answer(wire)
                took = (time.perf_counter() - began) * 1000
                with lock:
                    found.latencies_ms.append(took)
                    found.statuses[status] += 1
                    if status != 200 and len(found.refusals) < 3:
                        found.refusals.append(body)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.seconds = time.monotonic() - began
    return found


def _answer(wire: socket.socket) -> tuple[int, bytes]:
    """Read one answer with a Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += wire.recv(65536) or _gone()
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        if line.lower().startswith(b"content-length:"):
            length = int(line[15:])
    while len(body) < length:
        body += wire.recv(65536) or _gone()
    return int(head[9:12]), body


def _gone() -> bytes:
    raise ConnectionError("the server closed the connection in the middle of an answer")
