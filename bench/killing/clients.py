"""The load of the kill test: programs, residents and a crew, who try again as such people do."""

import itertools
import json
import queue
import random
import re
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bench.killing.ledger import Ledger
from bench.killing.line import Answer, Broken, Line
from bench.killing.reports import Report
from bench.killing.verdict import Given, Told

EMAIL = "demo@example.org"
FIELD = re.compile(r'name="(csrfmiddlewaretoken|key|begun|seen)" value="([^"]*)"')
OWN_PAGE = re.compile(r"/requests/([\w-]+)/[\w-]{20,}/")
AGAIN = 0.1
"""How often a client sends once more what was answered already: it must get the same number."""
OWED = 0.6
"""How often an address is left, so that a letter is owed."""
FOR_CREW = 0.2
"""How often the crew works on a report."""
LAST_WORDS_S = 60
"""How long a client goes on with what it had begun when the test ends."""
PAUSE_S = 0.25
BETWEEN_S = 0.04
LOGIN, PASSWORD = "demo-manager", "townline-demo"


@dataclass
class Town:
    """What all clients share."""

    port: int
    api_key: str
    reports: list[Report]
    ledger: Ledger
    stop: threading.Event = field(default_factory=threading.Event)
    open_requests: "queue.SimpleQueue[tuple[str, str]]" = field(default_factory=queue.SimpleQueue)
    """Numbers for the crew, each with an outcome that fits it."""

    def until_answered(self, send: Callable[[], Answer], good: int) -> Answer | None:
        """
        Send until the answer is ``good``; None where it is a refusal, which is counted as odd.

        Goes on after ``stop``, for a while: what was begun is brought to its end.
        """
        deadline = None
        while True:
            if self.stop.is_set():
                deadline = deadline or time.monotonic() + LAST_WORDS_S
                if time.monotonic() > deadline:
                    self.ledger.count("never", "no answer, long after the last kill")
                    return None
            answer = self._once(send, good)
            if answer is not None and answer.status < 500:
                return answer if answer.status == good else None
            time.sleep(random.uniform(0.3, 1) * PAUSE_S)

    def _once(self, send: Callable[[], Answer], good: int) -> Answer | None:
        try:
            answer = send()
        except Broken:
            self.ledger.count("broken")
            return None
        odd = answer.status not in {good, 503}
        self.ledger.count(str(answer.status), answer.text if odd else "")
        return answer


@dataclass
class Sending:
    """A form, sent as often as it takes; ``began`` is when the last attempt was."""

    line: Line
    path: str
    fields: list[tuple[str, str]]
    headers: dict[str, str] = field(default_factory=dict)
    began: float = 0.0

    def __call__(self) -> Answer:
        """Send it once."""
        self.began = time.monotonic()
        return self.line.post(self.path, self.fields, **self.headers)


def program(town: Town, seed: int) -> None:
    """File through Open311, each report under a key of its own, and sometimes once more."""
    chance, line = random.Random(seed), Line(town.port, {"X-Api-Key": town.api_key})
    for turn in itertools.count():
        if town.stop.is_set():
            return
        report, key = chance.choice(town.reports), str(uuid.UUID(int=chance.getrandbits(128)))
        email = EMAIL if chance.random() < OWED else ""
        fields = report.for_programs(f"Kill test {seed}/{turn}: made up.", email)
        sending = Sending(line, "/open311/v2/requests.json", fields, {"Idempotency-Key": key})
        number = ""
        for _ in range(2 if chance.random() < AGAIN else 1):
            answer = town.until_answered(sending, 200)
            if answer is not None:
                number = str(json.loads(answer.text)[0]["service_request_id"])
                town.ledger.give(Given(key, number, bool(email)), sending.began)
        if number and chance.random() < FOR_CREW:
            town.open_requests.put((number, report.ending))
        time.sleep(chance.uniform(0, 2 * BETWEEN_S))


def resident(town: Town, seed: int) -> None:
    """Fill in the form of a service, as a browser does, and send it until a number comes back."""
    chance = random.Random(seed)
    while not town.stop.is_set():
        address = f"203.0.113.{chance.randrange(1, 255)}, 198.51.100.{chance.randrange(1, 255)}"
        line = Line(town.port, {"X-Forwarded-For": address})
        report = chance.choice(town.reports)
        path = f"/report/{report.service}/"
        page = town.until_answered(partial(line.get, path), 200)
        if page is not None:
            email = EMAIL if chance.random() < OWED else ""
            hidden = dict(FIELD.findall(page.text))
            fields = report.for_residents("Kill test: made up.", email)
            _send_form(town, Sending(line, path, [*hidden.items(), *fields]), hidden["key"], email)
        line.close()
        time.sleep(chance.uniform(0, 8 * BETWEEN_S))


def _send_form(town: Town, sending: Sending, key: str, email: str) -> None:
    answer = town.until_answered(sending, 302)
    if answer is None:
        return
    found = OWN_PAGE.search(answer.location)
    if found is None:
        town.ledger.count("strange", answer.location)
        return
    town.ledger.give(Given(f"form {key}", found[1], bool(email)), sending.began)


def crew(town: Town, seed: int) -> None:
    """Sign in at the desk, start what came in, and close it."""
    line = Line(town.port)
    signed_in = False
    while not town.stop.is_set():
        signed_in = signed_in or _sign_in(town, line)
        try:
            number, ending = town.open_requests.get(timeout=0.5)
        except queue.Empty:
            continue
        for verb, name, more in (
            ("request.started", "start", []),
            ("request.closed", "close", [("outcome", ending), ("reference", "Demo order")]),
        ):
            if not _do(town, line, number, verb, name, more):
                break


def _sign_in(town: Town, line: Line) -> bool:
    path = "/desk/sign-in/"
    page = town.until_answered(partial(line.get, path), 200)
    if page is None:
        return False
    fields = [*FIELD.findall(page.text), ("username", LOGIN), ("password", PASSWORD)]
    return town.until_answered(Sending(line, path, fields), 302) is not None


def _do(
    town: Town, line: Line, number: str, verb: str, name: str, more: list[tuple[str, str]]
) -> bool:
    """Do one deed once. Where the answer is lost it is not known whether it was done: it rests."""
    page = town.until_answered(partial(line.get, f"/desk/requests/{number}/"), 200)
    if page is None:
        return False
    fields = [*dict(FIELD.findall(page.text)).items(), *more]
    try:
        answer = line.post(f"/desk/requests/{number}/{name}/", fields)
    except Broken:
        town.ledger.count("broken")
        return False
    done = answer.status == 302 and answer.location.endswith(f"/requests/{number}/")
    town.ledger.count(str(answer.status), "" if done or answer.status == 503 else answer.text)
    if done:
        town.ledger.tell(Told(number, verb))
    return done
