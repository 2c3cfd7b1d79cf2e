"""The addresses that messages lead to, and those at which providers call us."""

from django.urls import path

from townline.channels import hooks, leaving, outbox

app_name = "channels"
urlpatterns = [
    path("leave/<str:token>/", leaving.leave, name="leave"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:notice>/", outbox.letter, name="letter"),
]
machines = [
    path("texts/", hooks.incoming, name="texts"),
    path("texts/status/", hooks.status, name="texts_status"),
]
"""Called by programs: without a language, and proved by a signature in place of a session."""
