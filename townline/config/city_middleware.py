"""Which city a request is for: by its host name, else by ``/c/<slug>/``, else the first one."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_script_prefix, set_script_prefix

from townline.cities import queries

type Respond = Callable[[HttpRequest], HttpResponse]

WITHOUT_CITY = ("/healthz", "/readyz")
PREFIX = "/c/"
NONE_YET = """\
No city has been applied here yet.

A city is a folder. Apply one, for example:

    townline city apply cities/los-angeles
"""


def city_of_request(get_response: Respond) -> Respond:
    """Set ``request.city``; a ``/c/<slug>/`` prefix moves into the script prefix."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.path_info in WITHOUT_CITY:
            return get_response(request)
        if not queries.every():
            return HttpResponse(
                NONE_YET, status=503, content_type="text/plain", headers={"Retry-After": "30"}
            )
        if _lacks_its_slash(request):
            return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
        before = get_script_prefix()
        try:
            _choose(request, before)
            return get_response(request)
        finally:
            set_script_prefix(before)

    return respond


def _lacks_its_slash(request: HttpRequest) -> bool:
    """Return whether the address is the prefix of a city as people type it, without the slash."""
    slug = request.path_info.removeprefix(PREFIX)
    typed = request.path_info.startswith(PREFIX) and "/" not in slug
    return typed and request.method in {"GET", "HEAD"} and queries.by_slug(slug) is not None


def _choose(request: HttpRequest, script_prefix: str) -> None:
    """
    Set the city, and take its prefix off the path.

    :raises Http404: if the prefix names no city, or another one than the host name does
    """
    city = queries.by_host(request.get_host().rpartition(":")[0] or request.get_host())
    if request.path_info.startswith(PREFIX):
        slug, slash, rest = request.path_info.removeprefix(PREFIX).partition("/")
        named = queries.by_slug(slug)
        if named is None or not slash or (city and city.id != named.id):
            raise Http404(f"there is no city {slug} here")
        city = named
        request.path_info = f"/{rest}"
        set_script_prefix(f"{script_prefix}{PREFIX[1:]}{slug}/")
    request.city = city or queries.first()  # type: ignore[attr-defined]
