"""The addresses of this door: the council's files for readers, and the clerk's desk."""

from django.urls import path

from townline.clerk import waits

app_name = "clerk"
urlpatterns = [
    path("desk/", waits.waits, name="desk"),
]
