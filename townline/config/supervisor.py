"""Web and worker as one: they start together, are restarted when they fall, and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from townline.config import tied

LOOK_S = 0.1
STOP_S = 10
"""How long a process may take to end before it is killed."""
SHORT_LIFE_S = 15
"""A process that ends sooner than this has not been of use: it is started again after a pause."""
PAUSES_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
"""How long to wait before each start of a process that keeps ending soon; the last one stays."""
SAY_AFTER_S = 8


class Ended(Exception):
    """A process ended soon after the very first start; the text says which."""


@dataclass
class Child:
    """One process that we keep running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    dies_by: int = signal.SIGTERM
    """What it is sent if we are killed ourselves."""
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0
    short_lives: int = 0
    """How often in a row it has ended soon."""
    _again_at: float | None = None

    def start(self) -> None:
        """Start it, in a session of its own: Ctrl-C reaches us alone, and we end it in order."""
        parent = os.getpid()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=lambda: tied.end_with_parent(parent, self.dies_by),
        )

    def look(self, *, proved: bool = False) -> None:
        """
        Start it again if it has ended; after a pause if it had not lived long.

        :param proved: whether all has been ready before, so that the fault is not in how it is
            started: whatever is in its way, most likely a database that is away, will pass
        :raises Ended: if it did not live long, and nothing has been ready yet
        """
        if self.process is None or self.process.poll() is None:
            return
        if self._again_at is None:
            self._again_at = self._after_its_end(proved)
        if time.monotonic() >= self._again_at:
            self._again_at = None
            self.start()

    def _after_its_end(self, proved: bool) -> float:
        """Say that it has ended, and return when it is started again."""
        assert self.process is not None
        now, told = time.monotonic(), f"the {self.name} ended with code {self.process.returncode}"
        if now - self.began >= SHORT_LIFE_S:
            self.short_lives = 0
        elif not proved:
            raise Ended(told)
        pause = PAUSES_S[min(self.short_lives, len(PAUSES_S) - 1)]
        self.short_lives += 1
        say(f"{told}; it is started again" + (f" in {pause:g} s" if pause else ""))
        return now + pause

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for its end until that moment of the monotonic clock; then kill it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Supervisor:
    """Runs children until it is told to stop."""

    children: list[Child]
    address: str
    host: str = ""
    """The host name to ask for at the address, where not every name is answered to."""
    beneath: Callable[[], None] = lambda: None
    """Looks after what all children stand on, the database; called at every look, so brief."""
    stopping: bool = False
    _said: bool = field(default=False, init=False)
    _proved: bool = field(default=False, init=False)

    def run(self) -> int:
        """Run until a signal or a short-lived child; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            for child in self.children:
                child.start()
            self._until_ready()
            while not self.stopping:
                time.sleep(LOOK_S)
                self._look()
        except Ended as fault:
            say(str(fault))
            return 1
        finally:
            self._end()
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look(self) -> None:
        self.beneath()
        for child in self.children:
            child.look(proved=self._proved)

    def _until_ready(self) -> None:
        began = time.monotonic()
        while not self.stopping:
            self._look()
            answer = asked(f"{self.address}readyz", self.host)
            if answer is None:
                self._proved = True
                print(f"ready {self.address}", flush=True)
                return
            if not self._said and time.monotonic() - began > SAY_AFTER_S:
                self._said = True
                say(f"waiting to be ready; /readyz says: {answer}")
            time.sleep(LOOK_S if not self._said else 1)

    def _end(self) -> None:
        for child in self.children:
            child.stop()
        until = time.monotonic() + STOP_S
        for child in self.children:
            child.wait(until)


def asked(url: str, host: str = "") -> str | None:
    """Return None if the address answers 200, asked for ``host``, else what it says."""
    headers = {"Host": host} if host else {}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=5):  # noqa: S310
            return None
    except urllib.error.HTTPError as answer:
        return answer.read(2000).decode(errors="replace")
    except OSError as fault:
        return str(fault)


def is_free(host: str, port: int) -> bool:
    """Return whether nothing listens on the port, so that we may."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def say(what: str) -> None:
    """Say what happens, to whoever started us."""
    print(f"townline: {what}", file=sys.stderr, flush=True)
