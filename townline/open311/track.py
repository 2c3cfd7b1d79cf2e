"""Following service requests: many, one, or one by its token."""

from urllib.parse import urlencode

from townline.open311 import access, filters, shown
from townline.open311.endpoint import Answer, Call
from townline.open311.errors import Refused, quoted, refused
from townline.open311.filters import Wanted
from townline.requests import queries as requests
from townline.requests.queries import Filter, RequestShown


def several(call: Call) -> Answer:
    """
    Answer ``GET requests``, newest first.

    Nothing is counted; a ``Link`` says where the next page is, as long as there is one.
    """
    wanted = filters.read(call)
    if wanted is None:
        return Answer("service_requests", [])
    page = requests.find(
        call.city,
        wanted.filter,
        language=call.language,
        at=call.at,
        limit=wanted.page_size,
        offset=(wanted.page - 1) * wanted.page_size,
        order=wanted.order,
    )
    link = _link(call, wanted, more=page.next is not None)
    return Answer(
        "service_requests",
        [shown.request(call, row, extended=wanted.extended) for row in page.rows],
        headers={"Link": link} if link else {},
    )


def one(call: Call, number: str) -> Answer:
    """Answer ``GET requests/{id}``, with its public history where extensions are asked for."""
    extended = call.parameters.yes("extensions")
    call.parameters.settle()
    found = _found(call, number)
    return Answer("service_requests", [shown.request(call, found, extended=extended)])


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


def _found(call: Call, text: str) -> RequestShown:
    stored = filters.number(text)
    if stored is None:
        raise _unknown(text)
    try:
        return requests.by_anyone(call.city, stored, language=call.language, at=call.at)
    except requests.NoSuchRequest:
        raise _unknown(text) from None


def _unknown(text: str) -> Refused:
    return refused(404, f"service_request_id was not found: {quoted(text)}")


def _no_token(text: str) -> Refused:
    return refused(404, f"token was not found: {quoted(text)}")


def _link(call: Call, wanted: Wanted, *, more: bool) -> str:
    """Return the header that leads to the pages before and after this one."""
    links = []
    if wanted.page > 1:
        links.append(f'<{_page(call, wanted, wanted.page - 1)}>; rel="prev"')
    if more and wanted.page < filters.LAST_PAGE:
        links.append(f'<{_page(call, wanted, wanted.page + 1)}>; rel="next"')
    return ", ".join(links)


def _page(call: Call, wanted: Wanted, page: int) -> str:
    same = {name: values for name, values in call.parameters.given.items() if name != "page"}
    query = urlencode({**same, "page": page, "page_size": wanted.page_size}, doseq=True)
    address = access.address(call.request, call.city, "open311:requests", call.suffix)
    return f"{address}?{query}"
