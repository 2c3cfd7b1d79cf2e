"""
Where the microseconds of one intake go: the time of each stage without the stages within it.

Requests go straight into the WSGI application in this process, as the web server hands them over;
what the server itself and the network cost is not in it. The measuring costs about a microsecond a
stage, and is in it.
"""

import io
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any

REST = "Django: middleware, resolving, request and response"
STAGES = (
    ("reading the form", "townline.open311.parameters:of_form"),
    ("which city", "townline.open311.access:jurisdiction"),
    ("the API key and its limit", "townline.open311.access:client"),
    ("form to submission", "townline.open311.submission:read"),
    ("view: language, refusals, order of steps", "townline.open311.endpoint:_call"),
    ("checking texts", "townline.requests.actions.submit:check_text"),
    ("checking answers", "townline.catalogue.rules.answers:check"),
    ("locating: areas that hold the point", "townline.geography.queries:locate"),
    ("geocoding a typed address", "townline.geography.queries:geocode"),
    ("naming the place", "townline.requests.actions.spot:Spot.named"),
    ("suspensions", "townline.requests.actions.submit:_refuse_suspended"),
    ("routing", "townline.requests.rules.routing:route"),
    ("working week and clock", "townline.staff.queries:week_of"),
    ("working week and clock", "townline.requests.rules.clock:start"),
    ("reading statement: its values", "townline.requests.actions.statement:before"),
    ("writing statement: its document", "townline.requests.actions.statement:write"),
    ("record: entries and their hashes", "townline.requests.actions.statement:_record"),
    ("submit: the order of steps", "townline.requests.actions.submit:_open"),
    ("answer in JSON", "townline.open311.endpoint:_response"),
)
"""What is told apart, and the function or method whose time it is."""
SENT = " statement: psycopg, wire"


@dataclass
class _Stage:
    """What one stage took so far, in nanoseconds."""

    worked: int = 0
    waited: int = 0
    calls: int = 0


class Stages:
    """Takes the time of nested stages, each without those within it."""

    def __init__(self) -> None:
        self.found: defaultdict[str, _Stage] = defaultdict(_Stage)
        self._within: list[list[int]] = []

    def calls(self, ends: str) -> int:
        """Return how often the stages whose names end so were run."""
        return sum(stage.calls for name, stage in self.found.items() if name.endswith(ends))

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time taken under ``name``."""

        @wraps(work)
        def call(*args: Any, **named: Any) -> Any:
            return self.run(name, work, *args, **named)

        return call

    def run(self, name: str, work: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Call the function and add its time."""
        inner = [0, 0]
        self._within.append(inner)
        worked, passed = time.thread_time_ns(), time.perf_counter_ns()
        try:
            return work(*args, **named)
        finally:
            passed = time.perf_counter_ns() - passed
            worked = time.thread_time_ns() - worked
            self._within.pop()
            stage = self.found[name]
            stage.worked += worked - inner[0]
            stage.waited += max(0, passed - worked - inner[1])
            stage.calls += 1
            if self._within:
                self._within[-1][0] += worked
                self._within[-1][1] += max(0, passed - worked)


def of_intake(bodies: Sequence[bytes], *, warm: int = 100) -> dict[str, Any]:
    """
    Return what each stage of an intake takes in microseconds, and how often a statement is sent.

    ``works`` is the time of this process's core, ``waits`` what passed besides: the database and
    the disk, and whoever else used the cores. The first ``warm`` reports are not counted.
    """
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    application = get_wsgi_application()
    for body in bodies[:warm]:
        _call(application, body)
    stages = Stages()
    counted = bodies[warm:]
    whole: list[int] = []
    sent: list[int] = []
    with _measured(stages), connection.execute_wrapper(_statements(stages)):
        for body in counted:
            before = stages.calls(SENT)
            began = time.perf_counter_ns()
            stages.run(REST, _call, application, body)
            whole.append(time.perf_counter_ns() - began)
            sent.append(stages.calls(SENT) - before)
    rows = sorted(stages.found.items(), key=lambda found: -found[1].worked)
    return {
        "reports": len(counted),
        "statements_a_report": round(statistics.fmean(sent), 2),
        "statements_of_most": statistics.mode(sent),
        "median_us": round(statistics.median(whole) / 1000),
        "works_us": round(sum(s.worked for _, s in rows) / len(counted) / 1000),
        "stages_us": {
            name: {
                "works": round(stage.worked / len(counted) / 1000, 1),
                "waits": round(stage.waited / len(counted) / 1000, 1),
            }
            for name, stage in rows
        },
    }


def _statements(stages: Stages) -> Callable[..., Any]:
    """Return a wrapper of Django's that takes the time of each statement by what it does."""

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "nextval('requests_number')" in sql:
            which = "reading"
        elif "INSERT INTO requests_servicerequest" in sql:
            which = "writing"
        elif "staff_bucket" in sql:
            which = "limiting"
        else:
            which = "another"
        return stages.run(which + SENT, execute, sql, *rest)

    return wrapper


@contextmanager
def _measured(stages: Stages) -> Iterator[None]:
    """Put the taking of time around every function of ``STAGES``."""
    before = []
    for name, place in STAGES:
        module, _, path = place.partition(":")
        holder: Any = import_module(module)
        *outer, last = path.split(".")
        for step in outer:
            holder = getattr(holder, step)
        work = getattr(holder, last)
        before.append((holder, last, work))
        setattr(holder, last, stages.timed(name, work))
    try:
        yield
    finally:
        for holder, last, work in before:
            setattr(holder, last, work)


def _call(application: Callable[..., Any], body: bytes) -> None:
    """Hand over one report as the web server does."""
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/open311/v2/requests.json", "SCRIPT_NAME": "",
        "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-8",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    status: list[str] = []
    answer = b"".join(application(environ, lambda line, *_: status.append(line)))
    if not status[0].startswith("200"):
        raise RuntimeError(f"a report was refused: {status[0]} {answer[:300]!r}")
