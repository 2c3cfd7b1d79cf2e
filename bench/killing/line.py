"""One client's line to the web server: kept while it lasts, with the cookies of a browser."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE_S = 8.0
"""How long a client waits for an answer before it takes the line for dead."""
FORM = "application/x-www-form-urlencoded; charset=utf-8"


class Broken(Exception):
    """No whole answer came: whether anything was done is unknown."""


@dataclass(frozen=True)
class Answer:
    """An answer that was read to its end."""

    status: int
    location: str
    text: str


@dataclass
class Line:
    """A connection that is opened anew where it broke."""

    port: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    _wire: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        """Return what is at the path."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str) -> Answer:
        """Return the answer to a form."""
        body = urlencode(fields).encode()
        return self._ask("POST", path, body, {"Content-Type": FORM, **headers})

    def close(self) -> None:
        """Hang up."""
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    def _ask(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> Answer:
        """
        Send and read to the end.

        :raises Broken: if the line fell before the last byte of the answer
        """
        if self._wire is None:
            self._wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        headers = {**self.headers, **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._wire.request(method, path, body, headers)
            answer = self._wire.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as fault:
            self.close()
            raise Broken(str(fault)) from fault
        self._keep(answer)
        return Answer(answer.status, answer.getheader("Location") or "", text)

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.msg.get_all("Set-Cookie", []):
            self.cookies.update((name, one.value) for name, one in SimpleCookie(line).items())
