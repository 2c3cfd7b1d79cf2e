"""The other organisations that an edition names."""

import msgspec

from townline.cities.freshness import Fresh
from townline.staff.models import PartnerRow
from townline.staff.rules.partners import Partner

_partners: Fresh[int, dict[str, Partner]] = Fresh(float("inf"))


def partners(edition_id: int) -> dict[str, Partner]:
    """Return the partners of an edition by code, in the order of the folder."""
    kept = _partners.read(edition_id)
    if kept is None:
        rows = PartnerRow.objects.filter(edition=edition_id).order_by("position")
        found = (msgspec.convert(data, Partner) for data in rows.values_list("data", flat=True))
        kept = _partners.keep(edition_id, {each.code: each for each in found})
    return dict(kept)


def forget_partners() -> None:
    """Drop what is kept of partners; for the actions of this room."""
    _partners.forget()
