"""Asking somebody of the staff to sign in, and taking them on from where they were."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _


def ask_to_sign_in(request: HttpRequest, sign_in: str) -> HttpResponse:
    """
    Send a reader to the address where staff sign in, and from there to the page they were on.

    A script is told by 401 instead: what follows a redirect would look to it like success, and
    what it sent would be taken for kept.
    """
    if _is_script(request):
        said = _("You are signed out. Sign in again; what you wrote is still on your page.")
        response = HttpResponse(said, status=401, content_type="text/plain; charset=utf-8")
        response["WWW-Authenticate"] = 'Cookie realm="desk"'
        if request.headers.get("HX-Request"):
            response["HX-Redirect"] = _to(sign_in, _page(request))
        return response
    return redirect_to_login(_page(request), sign_in)


def _to(sign_in: str, page: str) -> str:
    return redirect_to_login(page, sign_in)["Location"]


def _is_script(request: HttpRequest) -> bool:
    asked = request.headers
    return (
        bool(asked.get("HX-Request"))
        or asked.get("X-Requested-With") in ("fetch", "XMLHttpRequest")
        or asked.get("Sec-Fetch-Dest") == "empty"
        or asked.get("Accept", "").startswith("application/json")
    )


def _page(request: HttpRequest) -> str:
    """Return the page that the reader sees: a form's own address cannot be opened."""
    asks = request.headers.get("HX-Current-URL") if request.headers.get("HX-Request") else None
    if request.method in ("GET", "HEAD") and asks is None:
        return request.get_full_path()
    seen = asks or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        seen, {request.get_host()}, require_https=request.is_secure()
    )
    if not (seen and ours):
        return ""
    parts = urlsplit(seen)
    return parts.path + (f"?{parts.query}" if parts.query else "")
