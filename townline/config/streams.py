"""
The process of streams: pages keep a connection open, and hear that something has changed.

A plain ASGI callable without Django's middleware: a stream costs a few kilobytes, not a thread. It
reads nothing but its tickets, and has one connection to the database, on which it listens.
"""

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "townline.config.settings")

from django.conf import settings

from townline.config import database, tied
from townline.live import tickets, topics
from townline.live.hub import Hub, Listener

type Receive = Callable[[], Awaitable[Mapping[str, Any]]]
type Send = Callable[[Mapping[str, Any]], Awaitable[None]]

log = logging.getLogger(__name__)
MOST = int(os.environ.get("TOWNLINE_STREAMS_MOST", "5000"))
"""Open streams of one process."""
BEAT_S = 20.0
"""A stream that says nothing for longer is closed by proxies, and its end not noticed by us."""
AGAIN_S = 1.0
GATHER_S = 0.02
"""How long pokes that come together are gathered into one."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"access-control-allow-origin", b"*"),
]


class Streams:
    """The application of one process."""

    def __init__(self, conninfo: str) -> None:
        self.hub = Hub()
        self._conninfo = conninfo
        self._listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            said = await receive()
            if said["type"] == "lifespan.startup":
                self._begin()
                await send({"type": "lifespan.startup.complete"})
            elif said["type"] == "lifespan.shutdown":
                if self._listening is not None:
                    self._listening.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _begin(self) -> None:
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())

    async def _answer(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        self._begin()
        path = str(scope["path"]).rstrip("/")
        if path.endswith("/healthz"):
            await _say(send, 200, f"{self.hub.count} streams\n")
        elif scope["method"] not in ("GET", "HEAD") or not path.endswith("/streams"):
            await _say(send, 404, "Streams are at /streams/, and are asked for by GET.\n")
        elif self.hub.count >= MOST:
            await _say(send, 503, "Too many pages listen here. The page asks by itself instead.\n")
        else:
            given = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
            try:
                wanted = tickets.topics_of(given)
            except tickets.NotGood as fault:
                await _say(send, 403, f"{fault}\n")
            else:
                await self._stream(self.hub.join(wanted), receive, send)

    async def _stream(self, listener: Listener, receive: Receive, send: Send) -> None:
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _more(send, b"retry: 2000\n\n: listening\n\n")
            while not gone.done():
                heard = asyncio.create_task(listener.heard.wait())
                await asyncio.wait(
                    {gone, heard}, timeout=BEAT_S, return_when=asyncio.FIRST_COMPLETED
                )
                if not heard.done():
                    heard.cancel()
                    await _more(send, b": still here\n\n")
                    continue
                await asyncio.sleep(GATHER_S)
                lines = "".join(f"data: {topic}\n\n" for topic in listener.take())
                await _more(send, lines.encode())
        except OSError:
            pass  # the page is gone; it connects again if it is still there
        finally:
            self.hub.leave(listener)
            gone.cancel()

    async def _listen(self) -> None:
        """Listen for as long as the process lives; after a break everybody is poked."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._conninfo, autocommit=True, application_name="townline streams"
                ) as listening:
                    await listening.execute(f"LISTEN {topics.CHANNEL}")
                    self.hub.tell_all()
                    async for notice in listening.notifies():
                        self.hub.tell(notice.payload.split())
            except psycopg.Error as fault:
                log.warning("streams hear nothing from the database: %s", fault)
            await asyncio.sleep(AGAIN_S)


async def _until_gone(receive: Receive) -> None:
    with suppress(OSError):
        while (await receive())["type"] != "http.disconnect":
            pass


async def _more(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _say(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), HEADERS[-1]]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})


if os.environ.get("TOWNLINE_SUPERVISED") == "1":
    tied.end_with_parent(os.getsid(0), signal.SIGKILL)
application = Streams(database.application_url(settings.HOME))
