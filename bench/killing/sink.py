"""A mail server for one machine that accepts every letter and remembers which, and nothing else."""

import random
import re
import socketserver
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import override

from bench.killing.verdict import Letter

NOTICE = re.compile(r"<notice-(\d+)@")
SLOWEST_S = 0.04
"""How long it may think before it accepts: time in which a courier can die."""


@dataclass
class Sink:
    """Listens while it is open; ``letters`` has what it accepted, in order."""

    letters: list[Letter] = field(default_factory=list)
    port: int = 0
    _server: "socketserver.ThreadingTCPServer | None" = None

    def __enter__(self) -> "Sink":
        sink = self

        class Session(_Session):
            letters = sink.letters

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        server.daemon_threads = True
        self._server, self.port = server, server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()


class _Session(socketserver.StreamRequestHandler):
    """One courier's connection."""

    letters: list[Letter]

    @override
    def handle(self) -> None:
        try:
            self._say("220 sink")
            while line := self.rfile.readline():
                word = line[:4].decode("ascii", "replace").upper()
                if word == "QUIT":
                    self._say("221 bye")
                    return
                if word == "DATA":
                    self._take()
                else:
                    self._say("250 sink" if word in {"EHLO", "HELO"} else "250 yes")
        except OSError:
            return  # the courier was killed; what it had handed over is accepted all the same

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return  # it died before the end: nothing was handed over
            lines.append(line)
        head = BytesHeaderParser().parsebytes(b"".join(lines))
        found = NOTICE.match(head["Message-ID"])
        if found is None:
            self._say("554 this is no letter of ours")
            return
        time.sleep(random.uniform(0, SLOWEST_S))
        self.letters.append(Letter(int(found[1]), head["X-Townline-Perhaps-Twice"] == "yes"))
        self._say("250 accepted")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
