"""The process of streams for tests: pages hear at once, as in an installation."""

import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.ground import databases
from tests.ground.installation import free_port

UP_S = 90


@pytest.fixture
def live_stream(own_database: str, settings) -> Iterator[str]:
    """Serve streams over the database of this test, and return where; pages listen there."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/streams/"
    environment = databases.environment(own_database) | {"TOWNLINE_HOME": str(settings.HOME)}
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asgi", "--host", "127.0.0.1",
            "--port", str(port), "--no-ws", "--log-level", "warning",
            "townline.config.streams:application",
        ],
        env=environment,
        cwd=databases.ROOT,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        settings.STREAMS_URL = address
        sources = [*settings.SECURE_CSP["connect-src"], f"http://127.0.0.1:{port}"]
        settings.SECURE_CSP = {**settings.SECURE_CSP, "connect-src": sources}
        yield address
    finally:
        process.terminate()
        process.wait(UP_S)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + UP_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the process of streams did not come up")
