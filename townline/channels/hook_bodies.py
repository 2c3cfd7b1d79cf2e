"""What carriers and providers send us: read once, and refused in plain words where it cannot be."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

UNREADABLE = "This body cannot be read: send a form, as the carrier's interface describes it.\n"
TOO_LARGE = "This body is too large.\n"

type View = Callable[..., HttpResponse]


def form_posted(view: View) -> View:
    """Let through what is a form that can be read, before anything of it is asked for."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def read(request: HttpRequest, **named: int) -> HttpResponse:
        try:
            # A signature may be over the body itself, which cannot be had after the form.
            _body, _form = request.body, request.POST
        except RequestDataTooBig:
            return HttpResponse(TOO_LARGE, status=413, content_type="text/plain")
        except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
            return HttpResponse(UNREADABLE, status=400, content_type="text/plain")
        return view(request, **named)

    return read
