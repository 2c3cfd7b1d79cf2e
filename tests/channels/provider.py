"""A provider of text messages that is really there: a small server that keeps what it gets."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

SID, TOKEN, FROM = "AC0123", "a secret of the test", "+12135550199"
AUTH = "Basic " + base64.b64encode(f"{SID}:{TOKEN}".encode()).decode()


@dataclass
class Provider:
    """What a provider got, and how it answers."""

    url: str = ""
    got: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)
    """What it answers next instead of taking a message: status and document."""

    @property
    def settings(self) -> dict[str, str]:
        return {"url": self.url, "sid": SID, "token": TOKEN, "from": FROM}


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider on a port of its own."""
    provider = Provider()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said = self._take(dict(parse_qsl(body, keep_blank_values=True)))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

        def _take(self, form: dict[str, str]) -> tuple[int, Any]:
            if self.path != f"/2010-04-01/Accounts/{SID}/Messages.json":
                return 404, {"code": 20404}
            if self.headers["Authorization"] != AUTH:
                return 401, {"code": 20003}
            if provider.answers:
                return provider.answers.pop(0)
            provider.got.append(form)
            return 201, {"sid": f"SM{len(provider.got)}", "status": "queued"}

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing: numbers stand in what it would say."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
