"""A contact that somebody answered is linked with the requests that it was about."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests import queries
from townline.requests.models import Handled, ServiceRequest
from townline.requests.rules.handled import How


def handle(*, city: City, number: str, contact: int, how: How, by: Actor, at: datetime) -> None:
    """
    Enter that a request was filed, read or changed for somebody during a contact with them.

    The same again changes nothing. Who is no member of staff, as the menu of the telephone, reads
    what everyone may read.

    :raises NoSuchRequest: if there is none that the actor may see
    """
    if how is not How.FILED:  # who files a confidential one may not open it afterwards
        _read(city, number, by, at)
    found = ServiceRequest.objects.filter(city_id=city.id, number=number).first()
    if found is None:
        raise queries.NoSuchRequest(f"There is no request {number}.")
    Handled.objects.get_or_create(
        request_id=found.pk, contact_id=contact, how=str(how),
        defaults={"at": at, "by": by.label},
    )  # fmt: skip


def _read(city: City, number: str, by: Actor, at: datetime) -> None:
    if by.kind == "staff":
        queries.by_staff(city, number, by, language="", at=at)
    else:
        queries.by_anyone(city, number, language="", at=at, history=False)
