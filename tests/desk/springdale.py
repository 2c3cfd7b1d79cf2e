"""The small working folder, applied, with an administrator and one who is none."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.test import Client

from tests.founding.folders import SLUG, example
from townline.cities.rules.city import City
from townline.founding import actions
from townline.founding.rules import draft
from townline.record.verbs import SYSTEM, Role
from townline.staff import actions as staff

AT = datetime(2026, 5, 9, 12, tzinfo=UTC)
PASSWORD = "a-long-demo-password"


def apply(files: dict[str, bytes] | None = None) -> City:
    """Apply the folder with two administrators and a supervisor, and return the city."""
    found = draft.of_files(SLUG, files or example())
    city = actions.apply(draft=found, by=SYSTEM, at=AT).city
    for name, role in (("admin", Role.ADMIN), ("other", Role.ADMIN), ("lead", Role.SUPERVISOR)):
        staff.add_member(
            city_id=city.id, username=name, password=PASSWORD, label=f"Demo {name}",
            departments=("*",), roles=(role,), by=SYSTEM, at=AT,
        )  # fmt: skip
    return city


def signed_in(name: str = "admin") -> Client:
    """Return a browser in which one of them is signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    return client


def filled(client: Client, path: str) -> dict[str, object]:
    """Return what the form of a page holds as a browser would send it."""
    form = client.get(path).context["form"]
    sent: dict[str, object] = {}
    for bound in form:
        value = bound.value()
        if value is True:
            sent[bound.html_name] = "on"
        elif value is not None and value is not False:
            sent[bound.html_name] = value
    return sent
