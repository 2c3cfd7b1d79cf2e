"""A service request as Open311 shows it: what everyone may read of it, and no more."""

from functools import cached_property
from typing import Any

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import words_in
from townline.open311 import access
from townline.open311.endpoint import Call
from townline.open311.moments import unwritten
from townline.requests.queries import Brief, RequestShown


class Answering:
    """What all requests of one answer have in common, worked out once."""

    def __init__(self, call: Call) -> None:
        self.call, self.zone = call, call.city.zone
        self._notices: dict[str, str | None] = {}

    def notice(self, code: str) -> str | None:
        """Return what the city says of a service as it is offered now."""
        if code not in self._notices:
            offer = catalogue.offers(self.call.city.edition_id).get(code)
            words = words_in(offer.notice, self.call.language) if offer else ""
            self._notices[code] = words or None
        return self._notices[code]

    def photo(self, number: str, name: str) -> str:
        """Return the full address of a photo: a number and a name stand there as they are."""
        before, between, after = self._photo
        return f"{before}{number}{between}{name}{after}"

    @cached_property
    def _photo(self) -> tuple[str, str, str]:
        pattern = access.address(self.call.request, self.call.city, "portal:photo", "N-N", "P-P")
        before, _, rest = pattern.rpartition("N-N")
        between, _, after = rest.partition("P-P")
        return before, between, after


def request(answering: Answering, found: RequestShown | Brief) -> dict[str, Any]:
    """
    Return a request in the specification's order of fields, empty ones as None.

    ``found`` must be what everyone may see of it.
    """
    zone, is_open, due_at = answering.zone, found.open, found.due_at
    photo = answering.photo(found.number, found.photos[0].name) if found.photos else None
    changed = found.updated_at if is_open else found.closed_at or found.updated_at
    return {
        "service_request_id": found.number,
        "status": "open" if is_open else "closed",
        "status_notes": (found.pause_words if is_open else found.outcome_words) or None,
        "service_name": found.service_name,
        "service_code": found.service_code,
        "description": found.description or None,
        "agency_responsible": found.department_name or None,
        "service_notice": answering.notice(found.service_code),
        "requested_datetime": unwritten(found.requested_at, zone),
        "updated_datetime": unwritten(changed, zone),
        "expected_datetime": unwritten(due_at, zone) if due_at else None,
        "address": found.address or found.landmark or None,
        "address_id": None,
        "zipcode": found.zipcode or None,
        "lat": found.lat,
        "long": found.lon,
        "media_url": photo or found.media_url or None,
    }


def extended(answering: Answering, found: RequestShown) -> dict[str, Any]:
    """Return a request as ``request`` does, with all that the specification has no field for."""
    return request(answering, found) | _extensions(answering, found)


def _extensions(answering: Answering, found: RequestShown) -> dict[str, Any]:
    """Return what there is beside; notes where the history was read."""
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
            "photos": [answering.photo(found.number, photo.name) for photo in found.photos],
            "origin": found.origin,
            "point_from_address": found.point_from_address,
        },
        "notes": [
            {
                "datetime": unwritten(line.at, answering.zone),
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
