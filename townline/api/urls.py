"""The addresses of this door."""

from django.urls import include, path, re_path

from townline.api.answering import missing

app_name = "api"
urlpatterns = [
    path("legistar/", include("townline.api.legistar.urls")),
    re_path(r"^legistar/", missing, name="legistar_missing"),
]
