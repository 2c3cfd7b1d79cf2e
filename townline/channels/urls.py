"""The addresses that messages lead to, and those at which providers call us."""

from django.urls import path

from townline.channels import hooks, leaving, outbox, partner

app_name = "channels"
urlpatterns = [
    path("leave/<str:token>/", leaving.leave, name="leave"),
    path("partner/<int:handed>/<str:secret>/", partner.page, name="partner"),
    path("partner/<int:handed>/<str:secret>/<slug:name>.jpg", partner.photo, name="partner_photo"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:notice>/", outbox.letter, name="letter"),
]
machines = [
    path("texts/", hooks.incoming, name="texts"),
    path("texts/status/", hooks.status, name="texts_status"),
]
"""Called by programs: without a language, and proved by a signature in place of a session."""
