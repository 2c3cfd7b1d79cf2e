"""
What people meet while the database is away or the disk is full: the truth, and their words back.

A database that restarts takes its kept connections with it. One that is found dead is dropped
before anything is asked of it, so that the next request does not fail for it; a reading that was
under way is done once more. What cannot be done now is answered with 503: a page gives back what
was typed, with a button to send it again; Open311 answers in its own form.
"""

import errno
import logging
import select
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.views.defaults import server_error

from townline.api import answering
from townline.config.page_middleware import COUNCIL_MACHINES, MACHINES
from townline.open311 import endpoint
from townline.portal import outage

log = logging.getLogger(__name__)

type Respond = Callable[[HttpRequest], HttpResponse]

READING = ("GET", "HEAD", "OPTIONS")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


def is_outage(fault: BaseException | None) -> bool:
    """Return whether a fault is of the moment: the database is away, or there is no room."""
    if isinstance(fault, OSError):
        return fault.errno in NO_ROOM
    return isinstance(fault, (OperationalError, InterfaceError))


def through_outages(get_response: Respond) -> Respond:
    """Begin with a connection that lives, and do a reading again whose connection died on it."""

    def respond(request: HttpRequest) -> HttpResponse:
        drop_if_dead()
        path = request.path_info
        answer = get_response(request)
        if request.method not in READING or not getattr(answer, "passing", False):
            return answer
        connection.close()
        request.path_info = path  # what found the city took its prefix off
        return get_response(request)

    return respond


def drop_if_dead() -> None:
    """
    Close the kept connection of this thread if the server has closed its end.

    An idle connection has nothing to say, so one that can be read from holds a farewell. This asks
    the kernel alone, which takes a microsecond; a query would be one more journey for each request.
    """
    kept = connection.connection
    if kept is None or connection.in_atomic_block:
        return
    if kept.closed or _has_something_to_say(kept.fileno()):
        connection.close()


def _has_something_to_say(descriptor: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))


def answer_to_fault(request: HttpRequest) -> HttpResponse:
    """Answer for an exception that no door knew: 503 where it is of the moment, else 500."""
    fault = sys.exc_info()[1]
    passing = is_outage(fault)
    if request.path_info.startswith(COUNCIL_MACHINES):
        answer = answering.to_fault(request, passing=passing)
    elif request.path_info.startswith(MACHINES):
        answer = endpoint.to_fault(request, passing=passing)
    elif passing:
        answer = outage.page(request)
    else:
        return server_error(request)
    if passing:
        where = escape_uri_path(request.path)  # whose line breaks would begin lines of the log
        log.warning("%s %s has to wait: %s", request.method, where, str(fault).strip())
        answer.passing = True  # type: ignore[attr-defined]
        answer._has_been_logged = True  # type: ignore[attr-defined]  # in a line, with no traceback
    return answer
