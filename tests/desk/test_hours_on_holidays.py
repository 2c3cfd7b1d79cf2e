"""Hours of their own on holidays, which the folder's text says and the form changes."""

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
    send(admin, "/desk/city/calendars/office/", holidays="", holiday_hours="")
    assert "holiday_hours" not in springdale.filled(admin, path)["text"]


def test_the_form_gives_holidays_hours_and_takes_them_away() -> None:
    springdale.apply()
    admin = springdale.signed_in()
    path, text = "/desk/city/calendars/office/", "/desk/city/files/calendars.toml"
    send(admin, path, holidays="city", holiday_hours="08:00-10:00; 11:00-12:00")
    assert (
        'holiday_hours = ["08:00-10:00", "11:00-12:00"]' in springdale.filled(admin, text)["text"]
    )
    assert springdale.filled(admin, path)["holiday_hours"] == "08:00-10:00, 11:00-12:00"
    assert "08:00–10:00, 11:00–12:00" in admin.get("/desk/city/calendars/?calendar=office").text
    send(admin, path, holiday_hours="")
    assert "holiday_hours" not in springdale.filled(admin, text)["text"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"holidays": "city", "holiday_hours": "nine to five"}, "Write hours like 08:00-12:00"),
        ({"holidays": "city", "holiday_hours": "11:00-12:00, 08:00-09:00"}, "Write hours like"),
        ({"holidays": "", "holiday_hours": "08:00-10:00"}, "Choose the holidays that have these"),
    ],
)
def test_hours_of_holidays_that_will_not_do_are_said_at_their_field(
    said: dict[str, str], told: str
) -> None:
    springdale.apply()
    admin = springdale.signed_in()
    path = "/desk/city/calendars/office/"
    answer = admin.post(path, springdale.filled(admin, path) | said)
    assert answer.status_code == 422
    assert told in answer.text
