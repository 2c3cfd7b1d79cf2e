"""What became of a bundle, request by request."""

from dataclasses import dataclass
from datetime import datetime

from townline.cities.rules.city import City
from townline.record.verbs import Actor
from townline.requests.models import Bundle, BundleRow
from townline.requests.queries.wording import Wording


@dataclass(frozen=True)
class BundleLine:
    """One request of a bundle."""

    number: str
    service_name: str
    address: str
    fault: str
    """A word for why it was not done; empty where it was."""
    undone: str
    """``undone``, or a word for why it could not be taken back; empty where nobody tried."""


@dataclass(frozen=True)
class BundleShown:
    """What was done to several requests at once."""

    key: str
    deed: str
    done_at: datetime
    until: datetime
    """How long it can be taken back."""
    undone_at: datetime | None
    lines: tuple[BundleLine, ...]

    @property
    def done(self) -> int:
        """Return to how many it was done."""
        return sum(not line.fault for line in self.lines)


def bundle(city: City, key: str, by: Actor, *, language: str) -> BundleShown | None:
    """Return a bundle of the actor's own; None where there is none."""
    if by.member_id is None:
        return None
    found = Bundle.objects.filter(city_id=city.id, key=key, member_id=by.member_id).first()
    if found is None:
        return None
    wording = Wording(language, found.done_at)
    rows = BundleRow.objects.filter(bundle=found).order_by("id").values_list(
        "request__edition_id", "request__service_code", "request__number", "request__address",
        "fault", "undone",
    )  # fmt: skip
    lines = tuple(
        BundleLine(number, wording.service(edition, service).name, *rest)
        for edition, service, number, *rest in rows
    )
    return BundleShown(found.key, found.deed, found.done_at, found.until, found.undone_at, lines)
