"""Hours of their own on holidays, which the folder's text says and the form leaves as they are."""

import pytest
from django.test import Client

from tests.desk import springdale

pytestmark = pytest.mark.django_db


def send(client: Client, path: str, **changed: object) -> None:
    assert client.post(path, springdale.filled(client, path) | changed).status_code == 302, path


def test_hours_on_holidays_stay_as_long_as_the_calendar_keeps_any() -> None:
    springdale.apply()
    admin = springdale.signed_in()
    path = "/desk/city/files/calendars.toml"
    text = springdale.filled(admin, path)["text"]
    own = 'holidays = "city"\nholiday_hours = ["09:00-11:30"]'
    send(admin, path, text=text.replace('holidays = "city"', own, 1))
    send(admin, "/desk/city/calendars/office/", fri="08:00-12:00")
    assert own in springdale.filled(admin, path)["text"]
    assert "09:00–11:30" in admin.get("/desk/city/calendars/?calendar=office").text
    send(admin, "/desk/city/calendars/office/", holidays="")
    assert "holiday_hours" not in springdale.filled(admin, path)["text"]
