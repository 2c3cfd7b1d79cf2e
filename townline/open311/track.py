"""Following service requests: many, one, or one by its token."""

from typing import Any
from urllib.parse import urlencode

from townline.open311 import filters, shown
from townline.open311.endpoint import Answer, Call
from townline.open311.errors import Refused, quoted, refused
from townline.open311.filters import Wanted
from townline.open311.shown import Answering
from townline.requests import queries as requests
from townline.requests.queries import (
    BriefPage,
    Cursor,
    Filter,
    Page,
    RequestShown,
    cursor_text,
)

PAGING = frozenset({"page", "after", "page_size"})
"""The parameters that say which page is asked for."""


def several(call: Call) -> Answer:
    """
    Answer ``GET requests``, newest first.

    Nothing is counted; a ``Link`` says where the next page is, as long as there is one.
    """
    wanted = filters.read(call)
    if wanted is None:
        return Answer("service_requests", [])
    page = _read(call, wanted)
    link = _link(call, wanted, page.next)
    answering = Answering(call)
    return Answer(
        "service_requests",
        [shown.request(answering, row) for row in page.rows]
        if isinstance(page, BriefPage)
        else [shown.extended(answering, row) for row in page.rows],
        headers={"Link": link} if link else {},
    )


def _read(call: Call, wanted: Wanted) -> Page | BriefPage:
    where: dict[str, Any] = {
        "language": call.language,
        "at": call.at,
        "after": wanted.after,
        "limit": wanted.page_size,
        "offset": 0 if wanted.after else (wanted.page - 1) * wanted.page_size,
        "order": wanted.order,
    }
    if wanted.extended:
        return requests.find(call.city, wanted.filter, **where)
    return requests.brief(call.city, wanted.filter, **where)


def one(call: Call, number: str) -> Answer:
    """Answer ``GET requests/{id}``, with its public history where extensions are asked for."""
    extended = call.parameters.yes("extensions")
    call.parameters.settle()
    found = _found(call, number, history=extended)
    show = shown.extended if extended else shown.request
    return Answer("service_requests", [show(Answering(call), found)])


def token(call: Call, token: str) -> Answer:
    """
    Answer ``GET tokens/{token}``.

    No service here gives tokens, so that a request's number stands for its own: clients that ask
    for every report's token go on without a special case.
    """
    stored = filters.number(token)
    if stored is None:
        raise _no_token(token)
    wanted = Filter(numbers=(stored,))
    page = requests.find(call.city, wanted, language=call.language, at=call.at, limit=1)
    if not page.rows:
        raise _no_token(token)
    number = page.rows[0].number
    return Answer("service_requests", [{"service_request_id": number, "token": number}])


def _found(call: Call, text: str, *, history: bool) -> RequestShown:
    stored = filters.number(text)
    if stored is None:
        raise _unknown(text)
    try:
        return requests.by_anyone(
            call.city, stored, language=call.language, at=call.at, history=history
        )
    except requests.NoSuchRequest:
        raise _unknown(text) from None


def _unknown(text: str) -> Refused:
    return refused(404, f"service_request_id was not found: {quoted(text)}")


def _no_token(text: str) -> Refused:
    return refused(404, f"token was not found: {quoted(text)}")


def _link(call: Call, wanted: Wanted, ends: Cursor | None) -> str:
    """
    Return the header that leads to the pages before and after this one.

    The next page begins after the last request of this one, wherever that has moved to meanwhile:
    so it costs the same however far down it lies. The page before is counted from the top.
    """
    links = []
    before = wanted.page - 1
    if before and before * wanted.page_size <= filters.MOST_COUNTED:
        links.append(f'<{_page(call, wanted, page=before)}>; rel="prev"')
    if ends and wanted.page < filters.LAST_PAGE:
        after = cursor_text(ends)
        links.append(f'<{_page(call, wanted, page=wanted.page + 1, after=after)}>; rel="next"')
    return ", ".join(links)


def _page(call: Call, wanted: Wanted, **where: str | int) -> str:
    same = {n: values for n, values in call.parameters.given.items() if n not in PAGING}
    query = urlencode({**same, **where, "page_size": wanted.page_size}, doseq=True)
    return f"{call.request.build_absolute_uri(call.request.path)}?{query}"
