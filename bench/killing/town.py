"""An installation as it runs in a town: `townline serve`, and an init system that restarts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.installation import ROOT, Unusable
from townline.config import tied

READY_S = 60
STOP_S = 40
PAUSE_S = 1.0
"""How long an init system waits at least from one start to the next."""


@dataclass
class Serving:
    """`townline serve` on one home; ``started`` counts how often it had to be started."""

    home: Path
    port: int
    environment: Mapping[str, str]
    started: int = 0
    _again_at: float = 0.0
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        """Where it says what happens."""
        return self.home / "serve.log"

    @property
    def pid(self) -> int:
        """Return the number of its first process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it; does not wait until it is ready."""
        parent = os.getpid()
        self.started += 1
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "townline.config.command", "serve",
                 "--port", str(self.port)],
                env=dict(self.environment), cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=output, stderr=output, start_new_session=True,
                preexec_fn=lambda: tied.end_with_parent(parent),
            )  # fmt: skip

    def look(self) -> None:
        """Start it again if it has ended, as an init system would."""
        ended = self._process is None or self._process.poll() is not None
        if ended and time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + PAUSE_S
            self.start()

    def wait_until_ready(self) -> None:
        """
        Wait until ``/readyz`` says so.

        :raises Unusable: if it does not within a minute, with the end of its log
        """
        until = time.monotonic() + READY_S
        while time.monotonic() < until:
            self.look()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise Unusable(f"the town did not become ready:\n{self.log.read_text()[-3000:]}")

    def stop(self) -> int:
        """End it in order; return its exit code."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
