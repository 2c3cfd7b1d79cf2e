"""Measure the process of streams: 1,000 pages that listen at once, and how soon they hear.

The floor is the same process with nobody listening: memory beyond it is what the streams cost. All
listen to one topic of their own and one that they share; the shared one is poked through the
database, and the time runs from the poke until a stream has said it.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.asked import Asked

NEEDS_SERVER = False
NEEDS_REQUESTS = False
STREAMS = 1_000
PAUSE_S = 0.5
UP_S = 30.0
READY = "http://127.0.0.1:{port}/healthz"


def measure(asked: Asked) -> dict[str, Any]:
    """Open the streams, poke them for as long as was asked, and close them."""
    port = _free_port()
    process = _served(port)
    try:
        _wait(port)
        floor_mb = _memory_mb(process.pid)
        asked.say(f"{STREAMS:,} streams")
        found = asyncio.run(_listened(port, asked.seconds, process.pid))
    finally:
        process.terminate()
        process.wait()
    times = sorted(found.pop("times"))
    return {
        "streams": STREAMS, "opened": found["opened"], "pokes": found["pokes"],
        "heard": len(times), "missed": found["opened"] * found["pokes"] - len(times),
        "open_s": found["open_s"], "floor_mb": round(floor_mb, 1),
        "memory_mb": round(found["memory_mb"], 1),
        "kb_per_stream": round((found["memory_mb"] - floor_mb) * 1024 / STREAMS, 1),
        "ratio_to_floor": round(found["memory_mb"] / floor_mb, 2),
        "heard_p50_ms": round(statistics.median(times), 1),
        "heard_p99_ms": round(times[int(len(times) * 0.99)], 1),
    }  # fmt: skip


async def _listened(port: int, seconds: float, pid: int) -> dict[str, Any]:
    from townline.live import tickets

    heard: list[float] = []
    poked = [0.0]
    began = time.perf_counter()
    opened = await asyncio.gather(
        *(_open(port, tickets.ticket([f"bench:{n}", "bench:all"])) for n in range(STREAMS))
    )
    open_s = time.perf_counter() - began
    readers = [asyncio.create_task(_read(reader, heard, poked)) for reader, _ in opened]
    pokes, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(PAUSE_S)
        poked[0] = time.perf_counter()
        await asyncio.to_thread(_poke)
        pokes += 1
    await asyncio.sleep(2 * PAUSE_S)
    memory = _memory_mb(pid)
    for task in readers:
        task.cancel()
    for _, writer in opened:
        writer.close()
    return {
        "opened": len(opened), "pokes": pokes, "times": heard, "memory_mb": memory,
        "open_s": round(open_s, 2),
    }  # fmt: skip


async def _open(port: int, ticket: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET /streams/?t={ticket} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await reader.readuntil(b": listening")
    return reader, writer


async def _read(reader: asyncio.StreamReader, heard: list[float], poked: list[float]) -> None:
    while True:
        await reader.readuntil(b"data: bench:all")
        heard.append((time.perf_counter() - poked[0]) * 1000)


def _poke() -> None:
    from townline.live.telling import tell

    tell("bench:all")


def _served(port: int) -> "subprocess.Popen[bytes]":
    from django.conf import settings

    from townline.config.commands.serve import stream_server

    environment = {**os.environ, "TOWNLINE_HOME": str(settings.HOME)}
    # Standard output is for our figures alone.
    return subprocess.Popen(
        stream_server("127.0.0.1", port), env=environment, stdout=sys.stderr.fileno()
    )


def _wait(port: int) -> None:
    import httpx

    until = time.monotonic() + UP_S
    while time.monotonic() < until:
        try:
            if httpx.get(READY.format(port=port)).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    sys.exit("the process of streams did not come up")


def _memory_mb(pid: int) -> float:
    """Return the resident memory of a process and of those that it started, in MB."""
    whole, found = 0.0, [pid]
    while found:
        one = Path("/proc") / str(found.pop())
        for line in (one / "status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                whole += int(line.split()[1]) / 1024
        children = one / "task" / one.name / "children"
        found += map(int, children.read_text().split())
    return whole


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
