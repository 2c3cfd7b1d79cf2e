"""The description of this API for programs: an OpenAPI document."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from townline.open311.endpoint import OPEN_TO_ALL, SAFE, missing

DOCUMENT = (Path(__file__).parent / "openapi.json").read_bytes()


@csrf_exempt
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer ``GET openapi.json``."""
    if request.method not in SAFE:
        return missing(request, "json")
    return HttpResponse(DOCUMENT, content_type="application/json", headers=OPEN_TO_ALL)
