"""The addresses of this door: GeoReport v2 with its discovery and its description."""

from django.urls import re_path

from townline.open311 import (
    definitions,
    description,
    discovery,
    passing,
    report,
    service_list,
    track,
    updates,
)
from townline.open311.endpoint import endpoint, missing

SUFFIX = r"\.(?P<suffix>xml|json)$"

app_name = "open311"
urlpatterns = [
    re_path(rf"^discovery{SUFFIX}", endpoint(GET=discovery.discovery), name="discovery"),
    re_path(r"^openapi\.(?P<suffix>json)$", endpoint(GET=description.openapi), name="openapi"),
    re_path(rf"^v2/services{SUFFIX}", endpoint(GET=service_list.services), name="services"),
    re_path(
        rf"^v2/services/(?P<code>[^/]+){SUFFIX}",
        endpoint(GET=definitions.definition),
        name="definition",
    ),
    re_path(
        rf"^v2/requests{SUFFIX}", endpoint(GET=track.several, POST=report.file), name="requests"
    ),
    re_path(rf"^v2/requests/(?P<number>[^/]+){SUFFIX}", endpoint(GET=track.one), name="request"),
    re_path(rf"^v2/tokens/(?P<token>[^/]+){SUFFIX}", endpoint(GET=track.token), name="token"),
    re_path(
        rf"^v2/servicerequestupdates{SUFFIX}",
        endpoint(GET=updates.several, POST=passing.update),
        name="updates",
    ),
    re_path(rf"^(?:.*){SUFFIX}", missing),
    re_path(r"^", missing),
]
