"""The addresses at which a provider of text messages calls us, under the name that it is given."""

from django.urls import path

from townline.channels import hooks

app_name = "sms"
urlpatterns = [
    path("", hooks.incoming, name="texts"),
    path("status/", hooks.status, name="texts_status"),
]
