"""Light or dark: what somebody chose is kept by their browser, and nowhere else."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from townline.ui.templatetags.frame import SCREENS, THEME_COOKIE

KEPT_FOR = timedelta(days=365)


# The footer of every page has this form. A token in it would make each page a private one that may
# not be kept, and whoever forges it wins no more than a dark page.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the colours that were chosen in a cookie, and go back to the page."""
    chosen = request.POST.get("theme", "")
    if chosen not in SCREENS:
        return HttpResponseBadRequest(
            _("Choose one of these: %(choices)s.") % {"choices": ", ".join(SCREENS)},
            content_type="text/plain; charset=utf-8",
        )
    answer = redirect(_back(request))
    # Not HttpOnly: a page that was kept for when there is no signal asks the cookie by script.
    answer.set_cookie(
        THEME_COOKIE,
        chosen,
        max_age=KEPT_FOR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _back(request: HttpRequest) -> str:
    path = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if ours and path.startswith("/") else "/"
