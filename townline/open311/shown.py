"""A service request as Open311 shows it: what everyone may read of it, and no more."""

from typing import Any

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import words_in
from townline.open311 import access
from townline.open311.endpoint import Call
from townline.open311.moments import moment
from townline.requests.queries import RequestShown


def request(call: Call, found: RequestShown, *, extended: bool) -> dict[str, Any]:
    """
    Return a request in the specification's order of fields, empty ones as None.

    ``found`` must be what everyone may see of it.
    """
    zone = call.city.zone
    offer = catalogue.offers(call.city.edition_id).get(found.service_code)
    photos = _photos(call, found)
    changed = found.closed_at if not found.open and found.closed_at else found.updated_at
    fields: dict[str, Any] = {
        "service_request_id": found.number,
        "status": "open" if found.open else "closed",
        "status_notes": _status_notes(found),
        "service_name": found.service_name,
        "service_code": found.service_code,
        "description": found.description or None,
        "agency_responsible": found.department_name or None,
        "service_notice": (words_in(offer.notice, call.language) if offer else "") or None,
        "requested_datetime": moment(found.requested_at, zone),
        "updated_datetime": moment(changed, zone),
        "expected_datetime": moment(found.due_at, zone) if found.due_at else None,
        "address": found.address or found.landmark or None,
        "address_id": None,
        "zipcode": found.zipcode or None,
        "lat": found.lat,
        "long": found.lon,
        "media_url": photos[0] if photos else found.media_url or None,
    }
    return fields | _extensions(call, found, photos) if extended else fields


def _status_notes(found: RequestShown) -> str | None:
    return (found.pause_words if found.open else found.outcome_words) or None


def _photos(call: Call, found: RequestShown) -> list[str]:
    return [
        access.address(call.request, call.city, "portal:photo", found.number, photo.name)
        for photo in found.photos
    ]


def _extensions(call: Call, found: RequestShown, photos: list[str]) -> dict[str, Any]:
    """Return what the specification has no field for; notes where the history was read."""
    return {
        "attributes": [
            {
                "code": answer.code,
                "label": answer.label,
                "name": answer.value,
                "value": _values(answer.raw),
            }
            for answer in found.answers
        ],
        "extended_attributes": {
            "channel": found.channel,
            "detailed_status": found.status,
            "outcome": found.outcome_kind or None,
            "parent_service_request_id": found.lead or None,
            "reports": found.reports,
            "order_date": found.order_date.isoformat() if found.order_date else None,
            "areas": [_area(key) for key in found.areas],
            "photos": photos,
            "origin": found.origin,
        },
        "notes": [
            {
                "datetime": moment(line.at, call.city.zone),
                "summary": line.says,
                "description": line.note or None,
                "type": line.verb.removeprefix("request."),
            }
            for line in found.lines
        ],
    }


def _values(raw: Any) -> str:
    return ",".join(map(str, raw)) if isinstance(raw, list) else str(raw)


def _area(key: str) -> dict[str, str]:
    kind, _, code = key.partition(":")
    return {"kind": kind, "code": code}
