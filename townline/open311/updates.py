"""What happened to requests lately: mySociety's extension for updates, as it is read."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from townline.open311 import standing
from townline.open311.endpoint import Answer, Call
from townline.open311.filters import asked_span
from townline.open311.formats import Repeated
from townline.open311.moments import unwritten
from townline.open311.parameters import Parameters
from townline.open311.shown import Answering
from townline.requests import queries as requests
from townline.requests.queries import Cursor, Lately, cursor_of, cursor_text

SPAN = timedelta(days=31)
"""The longest span that one call may ask for."""
LATELY = timedelta(days=1)
"""What is answered where no dates are given."""
MOST = 5000
"""The most updates of one answer: clients of this extension know no pages."""


def several(call: Call) -> Answer:
    """Answer ``GET servicerequestupdates``, the oldest first; a ``Link`` leads further."""
    given = call.parameters
    since, until = _span(given, call.at)
    page_size = given.whole("page_size", 1, MOST) or MOST
    after = _after(given)
    given.settle()
    page = requests.lately(
        call.city, since=since, until=until, language=call.language, at=call.at, after=after,
        limit=page_size,
    )  # fmt: skip
    answering = Answering(call)
    return Answer(
        "service_request_updates",
        [_shown(answering, update) for update in page.rows],
        headers={"Link": _link(call, page.next, since, until)} if page.next else {},
    )


def id_of(number: str, seq: int) -> str:
    """Return what an entry is called as an update, for ever."""
    return f"{number}_{seq}"


def _shown(answering: Answering, update: Lately) -> dict[str, Any]:
    media = [answering.photo(update.number, name) for name in update.photos]
    return {
        "update_id": id_of(update.number, update.seq),
        "service_request_id": update.number,
        "status": standing.after(update.verb, update.outcome_kind),
        "updated_datetime": unwritten(update.at, answering.zone),
        "description": "\n\n".join(filter(None, (update.says, update.note))),
        "media_url": Repeated(media) if len(media) > 1 else next(iter(media), None),
        "external_status_code": update.verb.removeprefix("request."),
    }


def _span(given: Parameters, now: datetime) -> tuple[datetime, datetime]:
    """Return the span that is asked for, one end alone being completed to the longest one."""
    start, end = asked_span(given, SPAN)
    if start is None and end is None:
        return now - LATELY, now
    if start is None:
        start = (end or now) - SPAN
    return start, end or start + SPAN


def _after(given: Parameters) -> Cursor | None:
    text = given.text("after")
    try:
        return cursor_of(text) if text else None
    except ValueError:
        given.fault("after must be as the Link header has it.")
        return None


def _link(call: Call, ends: Cursor, since: datetime, until: datetime) -> str:
    same = {name: values for name, values in call.parameters.given.items() if name != "api_key"}
    same |= {
        "start_date": [since.isoformat()],
        "end_date": [until.isoformat()],
        "after": [cursor_text(ends)],
    }
    address = call.request.build_absolute_uri(call.request.path)
    return f'<{address}?{urlencode(same, doseq=True)}>; rel="next"'
