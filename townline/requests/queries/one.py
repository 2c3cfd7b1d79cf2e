"""One request, as everyone, its reporter or the staff may see it."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings

from townline.cities.rules.city import City
from townline.record.verbs import Actor, Role
from townline.requests.models import Photo, ServiceRequest
from townline.requests.queries.conditions import Conditions
from townline.requests.queries.rows import Row, entries, rows
from townline.requests.queries.shape import RequestShown, build, may_read
from townline.requests.queries.wording import Wording
from townline.requests.rules import photos, publicity
from townline.requests.rules.publicity import Viewer


class NoSuchRequest(LookupError):
    """There is no request of that number that the viewer may know of."""


def by_anyone(
    city: City, number: str, *, language: str, at: datetime, history: bool = True
) -> RequestShown:
    """
    Return what everyone may read of a request.

    :param history: whether to read its record too, which costs another statement
    :raises NoSuchRequest: if there is none, or if everyone may not know of it
    """
    row = row_of(city, number)
    return _shown(row, Viewer.EVERYONE, language, at, history=history)


def by_reporter(
    city: City, number: str, secret: str, *, language: str, at: datetime
) -> RequestShown:
    """
    Return all that a reporter may read of their own request.

    :raises NoSuchRequest: if there is none, or if the secret is not its own
    """
    request = row_of(city, number)
    given = hashlib.sha256(secret.encode()).digest()
    if request.secret is None or not hmac.compare_digest(given, bytes(request.secret)):
        raise NoSuchRequest(number)
    return _shown(request, Viewer.REPORTER, language, at)


def opens(city: City, number: str, secret: str) -> bool:
    """Return whether this is the secret of a request: whether it opens its reporter's page."""
    known = ServiceRequest.objects.filter(city_id=city.id, number=number)
    digest = known.values_list("secret", flat=True).first()
    given = hashlib.sha256(secret.encode()).digest()
    return digest is not None and hmac.compare_digest(given, bytes(digest))


def by_staff(city: City, number: str, by: Actor, *, language: str, at: datetime) -> RequestShown:
    """
    Return everything about a request, for those who may see it.

    A confidential request is for its own department, and for those who work for all of them.

    :raises NoSuchRequest: if there is none, or none that this actor may see
    """
    request = row_of(city, number)
    if not may_see(by, request.publicity, request.department):
        raise NoSuchRequest(number)
    found = _shown(request, Viewer.STAFF, language, at)
    if by.works_for(request.department) or not any(photo.covered for photo in found.photos):
        return found
    copies = tuple(replace(p, name=p.covered or p.name, covered="") for p in found.photos)
    return msgspec.structs.replace(found, photos=copies)


def for_notice(city: City, number: str, *, language: str, at: datetime) -> RequestShown:
    """
    Return what a message to the reporter of a request may say: for couriers alone.

    :raises NoSuchRequest: if there is none
    """
    return _shown(row_of(city, number), Viewer.REPORTER, language, at)


def may_see(by: Actor, publicity_: str, department: str) -> bool:
    """Return whether a member of staff may see a request of a department."""
    if by.kind != "staff" or not by.roles - {Role.RESIDENT}:
        return False
    return publicity_ != "nothing" or by.works_for(department)


def _photo(city: City, name: str, by: Actor | None) -> Photo | None:
    """Return the photo of a name, or the one whose copy bears it."""
    here = Photo.objects.select_related("request").filter(request__city_id=city.id)
    photo = here.filter(name=name).first()
    if photo and photo.covered and not _whole(photo.request, by):
        return None  # what is under the black is for its own department alone
    return photo or here.exclude(covered="").filter(covered=name).first()


def _whole(request: ServiceRequest, by: Actor | None) -> bool:
    """Return whether somebody may see a photo as it came, though parts are blacked out."""
    return (
        by is not None
        and may_see(by, request.publicity, request.department)
        and by.works_for(request.department)
    )


def row_of(city: City, number: str) -> Row:
    """
    Return a request as it is stored, for queries of this room, which cut it.

    :raises NoSuchRequest: if there is none
    """
    wanted = Conditions(
        ["r.city_id = %(city)s", "r.number = %(number)s"], {"city": city.id, "number": number}
    )
    found = rows(wanted, order="r.id", limit=1)
    if not found:
        raise NoSuchRequest(number)
    return found[0]


def _shown(
    row: Row, viewer: Viewer, language: str, at: datetime, *, history: bool = True
) -> RequestShown:
    shown = may_read(row, viewer)
    if not shown.exists:
        raise NoSuchRequest(row.number)
    return build(
        row,
        shown=shown,
        viewer=viewer,
        wording=Wording(language, at),
        entries=entries(row.id) if history else (),
    )


def photo_file(
    city: City, name: str, *, thumb: bool, by: Actor | None = None, secret: str = ""
) -> Path | None:
    """Return the file of a photo that the viewer may see; None for all others."""
    photo = _photo(city, name, by) if photos.is_name(name) else None
    if photo is None:
        return None
    request = photo.request
    viewer = Viewer.EVERYONE
    if by and may_see(by, request.publicity, request.department):
        viewer = Viewer.STAFF
    elif secret and request.secret is not None:
        given = hashlib.sha256(secret.encode()).digest()
        if hmac.compare_digest(given, bytes(request.secret)):
            viewer = Viewer.REPORTER
    shown = publicity.shown(
        request.publicity,
        released=request.released_at is not None,
        held=request.status == "held" or request.hidden,
        viewer=viewer,
    )
    late = viewer is Viewer.EVERYONE and not publicity.was_read(
        request.publicity, released_at=request.released_at, said_at=photo.added_at
    )
    if late or not shown.photos:
        return None
    return Path(settings.MEDIA_ROOT) / photos.place(name, thumb=thumb)
