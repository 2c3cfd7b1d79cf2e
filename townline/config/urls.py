"""Every address, by door."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from townline.config import health

urlpatterns = [
    path("healthz", health.lives),
    path("readyz", health.ready),
    path("open311/", include("townline.open311.urls")),
    path("hooks/", include("townline.channels.hook_urls")),
    path("voice/", include("townline.channels.voice_urls")),
    path("sms/", include("townline.channels.text_urls")),
    path("", include("townline.api.urls")),
    *i18n_patterns(
        path("desk/", include("townline.desk.urls")),
        path("council/", include("townline.clerk.urls")),
        path("", include("townline.channels.urls")),
        path("", include("townline.portal.urls")),
        prefix_default_language=False,
    ),
]
handler500 = "townline.config.outages.answer_to_fault"
