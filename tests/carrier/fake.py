"""
A carrier that does what we answer: it reads our documents, and calls us as a real one does.

It knows calls, each with what it is doing: listening for keys, waiting in a queue, ringing
somebody, joined. A test moves it on: the caller presses keys, is silent, hangs up; an agent's
telephone is answered, or not. Its HTTP interface is a real server, so that our client is tried too.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.test import Client

from townline.channels.rules.signing import sign

BASE = "https://311.example.org"
SID, TOKEN = "AC0123", "a secret of the test"
TAKEN_WHILE_WAITING = {"Say", "Play", "Pause", "Gather", "Redirect", "Leave", "Hangup"}


WAVE = (
    b"RIFF" + (36 + 1600).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    + b"\x01\x00\x01\x00" + (8000).to_bytes(4, "little") + (16000).to_bytes(4, "little")
    + b"\x02\x00\x10\x00data" + (1600).to_bytes(4, "little") + bytes(1600)
)  # fmt: skip
"""A tenth of a second of silence, as telephones sound."""
PREFIX = f"/2010-04-01/Accounts/{SID}/"
PROOF = f"{SID}:{TOKEN}".encode()


@dataclass
class Redirected:
    """An answer that sends to another address."""

    to: str


@dataclass
class Leg:
    """A call as the carrier has it."""

    sid: str
    numbers: dict[str, str]
    parent: "Leg | None" = None
    doing: str = "new"
    """``listens``, ``queued``, ``rings``, ``joined``, ``records``, ``pauses`` or ``over``."""
    verb: Element | None = None
    """What it is listening, waiting, ringing or recording by."""
    rest: list[Element] = field(default_factory=list)
    queue: dict[str, str] | None = None
    """Where it tells that it left the queue; None outside of any."""
    heard: list[tuple[str, str]] = field(default_factory=list)
    """Language and text of everything that was said to it."""
    other: "Leg | None" = None
    """The leg that it rings, or is joined with."""


class Fake:
    """The carrier."""

    def __init__(self) -> None:
        self.legs: dict[str, Leg] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Everything that it was asked for over its interface."""
        self.answers: list[tuple[int, Any]] = []
        """What it answers next, in place of doing what it is asked for."""
        self.url = ""
        self.sounds: dict[str, bytes] = {}
        """The recordings that lie with it, by name."""
        self.kind = "audio/x-wav"
        """What it calls them."""
        self.asked_sounds: list[tuple[str, str]] = []
        """What it was asked of them: ``GET`` or ``DELETE``, and which."""
        self.served: list[tuple[str, str]] = []
        """Each answer of ours, with the address."""

    @property
    def settings(self) -> dict[str, str]:
        return {"url": self.url, "sid": SID, "token": TOKEN, "shared_key": "", "public_key": ""}

    def post(self, url: str, form: dict[str, str], *, signature: str | None = None) -> Any:
        """Call an address of ours, signed."""
        assert url.startswith(BASE), url
        made = sign(TOKEN, url, tuple(form.items()), "HMAC_SHA1")
        headers = {"X-Twilio-Signature": made if signature is None else signature}
        return Client().post(url.removeprefix(BASE), form, headers=headers)

    def document(self, url: str, leg: Leg, **more: str) -> list[Element]:
        """Ask what to do with a leg."""
        answer = self.post(url, self.told(leg) | more)
        assert answer.status_code == 200, (url, answer.status_code)
        assert answer["Content-Type"].startswith("text/xml")
        text = answer.content.decode()
        self.served.append((url, text))
        return list(fromstring(text))

    def told(self, leg: Leg) -> dict[str, str]:
        form = {"CallSid": leg.sid, "AccountSid": SID, "ApiVersion": "2010-04-01", **leg.numbers}
        return form | ({"ParentCallSid": leg.parent.sid} if leg.parent else {})

    def call(self, caller: str, to: str, sid: str = "") -> Leg:
        """Let somebody call a number of the city."""
        sid = sid or f"CA{len(self.legs) + 1:032d}"
        leg = Leg(sid, {"From": caller, "To": to, "Direction": "inbound"})
        self.legs[sid] = leg
        self.ask(leg, f"{BASE}/c/millbrook/voice/", CallStatus="ringing")
        return leg

    def ask(self, leg: Leg, url: str, **more: str) -> None:
        """Ask for a document and do it."""
        self.run(leg, self.document(url, leg, **more))

    def run(self, leg: Leg, verbs: list[Element]) -> None:
        """Do a document up to where it has to wait for somebody."""
        for position, verb in enumerate(verbs):
            assert leg.queue is None or verb.tag in TAKEN_WHILE_WAITING, verb.tag
            leg.rest = verbs[position + 1 :]
            if getattr(self, f"do_{verb.tag.lower()}")(leg, verb):
                return
        if leg.parent and leg.doing != "over":  # a whisper is over: both hear each other
            leg.doing = leg.parent.doing = "joined"
        elif leg.doing != "over":
            self.hang_up(leg)

    def do_say(self, leg: Leg, verb: Element) -> bool:
        leg.heard.append((verb.get("language", ""), verb.text or ""))
        return False

    def do_play(self, leg: Leg, verb: Element) -> bool:
        return False

    def do_pause(self, leg: Leg, verb: Element) -> bool:
        if not leg.queue:
            return False
        leg.doing, leg.verb = "pauses", verb
        return True

    def do_gather(self, leg: Leg, verb: Element) -> bool:
        for inner in verb:
            getattr(self, f"do_{inner.tag.lower()}")(leg, inner)
        leg.doing, leg.verb = "listens", verb
        return True

    def do_redirect(self, leg: Leg, verb: Element) -> bool:
        self.ask(leg, verb.text or "")
        return True

    def do_hangup(self, leg: Leg, verb: Element) -> bool:
        self.hang_up(leg)
        return True

    def do_reject(self, leg: Leg, verb: Element) -> bool:
        leg.doing = "over"
        return True

    def do_enqueue(self, leg: Leg, verb: Element) -> bool:
        leg.queue = {"then": verb.get("action", ""), "name": verb.text or ""}
        self.ask(leg, verb.get("waitUrl", ""), QueueSid="QU1", QueuePosition="1", QueueTime="0")
        return True

    def do_leave(self, leg: Leg, verb: Element) -> bool:
        self.out_of_queue(leg, "leave")
        return True

    def do_record(self, leg: Leg, verb: Element) -> bool:
        leg.doing, leg.verb = "records", verb
        return True

    def do_dial(self, leg: Leg, verb: Element) -> bool:
        (number,) = verb
        told = {
            "From": verb.get("callerId", ""),
            "To": number.text or "",
            "Direction": "outbound-dial",
        }
        leg.other = Leg(f"{leg.sid}-{number.text}", told, parent=leg, doing="rings", verb=number)
        leg.doing, leg.verb = "rings", verb
        return True

    def out_of_queue(self, leg: Leg, result: str) -> None:
        assert leg.queue is not None
        then, leg.queue = leg.queue["then"], None
        self.ask(leg, then, QueueResult=result, QueueTime="5")

    # What people do

    def press(self, leg: Leg, digits: str) -> None:
        """Let a caller press keys."""
        assert leg.doing == "listens", leg.doing
        assert leg.verb is not None
        assert len(digits) <= int(leg.verb.get("numDigits", "99"))
        self.ask(leg, leg.verb.get("action", ""), Digits=digits)

    def silent(self, leg: Leg) -> None:
        """Let time pass until the carrier goes on by itself."""
        if leg.doing == "listens" and leg.verb is not None:
            self.ask(leg, leg.verb.get("action", ""))
        elif leg.doing == "pauses":
            self.run(leg, leg.rest)
        else:
            raise AssertionError(f"{leg.sid} {leg.doing}: no time passes there")

    def speak(self, leg: Leg, seconds: int = 9) -> None:
        """Let a caller leave a message; the recording is there a little later."""
        assert leg.doing == "records"
        assert leg.verb is not None
        told = {"RecordingSid": f"RE{leg.sid}", "RecordingUrl": "https://carrier.example/RE1",
                "RecordingDuration": str(seconds)}  # fmt: skip
        self.sounds[told["RecordingSid"]] = WAVE
        callback = leg.verb.get("recordingStatusCallback", "")
        self.ask(leg, leg.verb.get("action", ""), **told)
        self.document(callback, leg, RecordingStatus="completed", **told)

    def picks_up(self, leg: Leg, key: str = "1") -> None:
        """Let the telephone be answered that a call rings; a machine presses no key."""
        other = leg.other
        assert leg.doing == "rings"
        assert other is not None and other.verb is not None
        url = other.verb.get("url")
        if not url:
            other.doing = leg.doing = "joined"
            return
        self.ask(other, url, CallStatus="in-progress")
        if other.doing == "listens":
            self.press(other, key) if key else self.silent(other)

    def nobody_picks_up(self, leg: Leg) -> None:
        """Let the telephone ring until the carrier gives up."""
        assert leg.doing == "rings"
        self.dialled(leg, "no-answer")

    def other_hangs_up(self, leg: Leg) -> None:
        """Let the one with whom a call is joined hang up."""
        assert leg.doing == "joined"
        self.dialled(leg, "completed")

    def dialled(self, leg: Leg, status: str) -> None:
        assert leg.verb is not None
        leg.other = None
        self.ask(leg, leg.verb.get("action", ""), DialCallStatus=status)

    def hang_up(self, leg: Leg) -> None:
        """Let a leg end, and tell it as a carrier does, to the address of its number."""
        if leg.parent:  # an agent who does not take it
            leg.doing = "over"
            if leg.parent.doing != "joined":
                self.dialled(leg.parent, "completed")
            return
        if leg.queue is not None:
            then, leg.queue = leg.queue["then"], None
            self.document(then, leg, QueueResult="hangup", QueueTime="5")
        leg.doing, leg.other = "over", None
        self.tell(leg, "completed", 3)

    def tell(self, leg: Leg, status: str, sequence: int) -> Any:
        """Tell how a call stands."""
        url = leg.numbers.get("told", f"{BASE}/c/millbrook/voice/status/")
        told = self.told(leg) | {"CallStatus": status, "SequenceNumber": str(sequence)}
        return self.post(url, {name: value for name, value in told.items() if name != "told"})

    # What it is asked for

    def take(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """Take something that it is asked for; it is done when the test says so."""
        if self.answers:
            return self.answers.pop(0)
        self.asked.append((path, form))
        if path == "Calls.json":
            return 201, {"sid": f"CAout{len(self.asked)}"}
        leg = self.legs.get(path.removeprefix("Calls/").removesuffix(".json"))
        if leg is None or leg.doing == "over":
            return 404, {"code": 20404}
        return 200, {"sid": leg.sid}

    def sound(self, path: str, *, remove: bool) -> tuple[int, Any]:
        """Answer who asks for a recording, or wants it removed."""
        if self.answers:
            return self.answers.pop(0)
        sid = path.removeprefix("Recordings/").removesuffix(".json" if remove else "")
        self.asked_sounds.append(("DELETE" if remove else "GET", sid))
        if sid not in self.sounds:
            return 404, {"code": 20404}
        return (204, self.sounds.pop(sid) and b"") if remove else (200, self.sounds[sid])

    def obey(self) -> None:
        """Do what it was asked for."""
        while self.asked:
            path, form = self.asked.pop(0)
            if path == "Calls.json":
                sid = f"CAout{len(self.asked) + 1}"
                numbers = {"From": form["From"], "To": form["To"], "Direction": "outbound-api",
                           "told": form["StatusCallback"]}  # fmt: skip
                self.legs[sid] = Leg(
                    sid, numbers, doing="rings", verb=Element("x", url=form["Url"])
                )
                continue
            leg = self.legs[path.removeprefix("Calls/").removesuffix(".json")]
            leg.queue = leg.other = None
            if form.get("Status") == "completed":
                self.hang_up(leg)
            else:
                self.ask(leg, form["Url"])

    def answers_call(self, sid: str) -> Leg:
        """Let somebody pick up whom the carrier was asked to call."""
        leg = self.legs[sid]
        assert leg.verb is not None
        self.ask(leg, leg.verb.get("url", ""), CallStatus="in-progress")
        return leg


class Answering(BaseHTTPRequestHandler):
    """The interface of a carrier."""

    fake: Fake

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        path = urlsplit(self.path).path
        assert path.startswith(PREFIX)
        status, said = self.fake.take(path.removeprefix(PREFIX), dict(parse_qsl(body)))
        self.answered(status, said)

    def do_GET(self) -> None:
        self.of_sound(remove=False)

    def do_DELETE(self) -> None:
        self.of_sound(remove=True)

    def of_sound(self, *, remove: bool) -> None:
        path, known = urlsplit(self.path).path, f"Basic {b64encode(PROOF).decode()}"
        if not path.startswith(PREFIX) or self.headers.get("Authorization") != known:
            self.answered(401, {"code": 20003})
            return
        status, said = self.fake.sound(path.removeprefix(PREFIX), remove=remove)
        self.answered(status, said)

    def answered(self, status: int, said: Any) -> None:
        self.send_response(status)
        if isinstance(said, Redirected):
            self.send_header("Location", said.to)
            said = b""
        self.send_header("Content-Type", self.fake.kind if isinstance(said, bytes) else "text/json")
        self.end_headers()
        self.wfile.write(said if isinstance(said, bytes) else json.dumps(said).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: numbers stand in what it would say."""


@contextmanager
def running() -> Iterator[Fake]:
    """Run a carrier with its interface on a port of its own."""
    fake = Fake()
    answering = type("Answering", (Answering,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), answering)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
