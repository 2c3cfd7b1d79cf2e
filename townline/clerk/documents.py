"""The papers of files, as they were filed."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.clerk.access import for_readers
from townline.council import queries
from townline.council.queries import NoSuchDocument

LASTS_S = 3600
"""For so long a browser may keep a paper: it may be withheld later."""


@for_readers
@require_safe
def paper(request: HttpRequest, city: City, key: int) -> HttpResponseBase:
    """Return the bytes of a paper."""
    try:
        found = queries.document(city, key)
        content = queries.place_of(found.digest).open("rb") if found.digest else None
    except (NoSuchDocument, FileNotFoundError) as fault:
        raise Http404("no such document") from fault
    if content is None:
        raise Http404("we were not given this document")
    kind = found.media_type or "application/octet-stream"
    text = "; charset=utf-8" if kind == "text/plain" else ""
    response = FileResponse(
        content, filename=found.name or f"{found.file}-{found.seq}", content_type=kind + text
    )
    response["Cache-Control"] = f"private, max-age={LASTS_S}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
