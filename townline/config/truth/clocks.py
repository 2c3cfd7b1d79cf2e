"""Whether the promises of a folder give the targets that records carry, to the minute."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from townline.catalogue.rules.offers import Offer
from townline.config.truth.figures import Figure
from townline.config.truth.records import Record
from townline.founding.rules.organisation import Organisation
from townline.hours import due
from townline.requests.rules.disagreement import same_minute, why_due

NO_PROMISE = "no_promise"


@dataclass
class Targets:
    """What the trial of the clocks found."""

    figure: Figure
    without_target: int = 0
    """Rows that name no target, so that nothing can be compared."""
    by_service: Counter[str] = field(default_factory=Counter)
    """Targets that disagree, by service."""

    def as_json(self) -> dict[str, Any]:
        """Return all but the figure, as the command prints it."""
        return {
            "without_target": self.without_target,
            "most_disagree": dict(self.by_service.most_common(10)),
        }


def measure(
    least: float,
    records: Sequence[Record],
    offers: Mapping[str, Offer],
    organisation: Organisation,
    unknown: int,
) -> Targets:
    """
    Reckon every target from the opening, by the service's promise and its department's week.

    :param unknown: rows with a target of services that the folder does not have: they count as
        disagreeing, since it makes them no promise
    """
    figure = Figure(
        name="due",
        says="Of all rows with a target, it is to the minute what the service's promise gives.",
        least=least,
        compared=unknown,
        causes=Counter({NO_PROMISE: unknown} if unknown else {}),
    )
    found = Targets(figure)
    for record in records:
        if record.past.due_at is None:
            found.without_target += 1
        else:
            _compare(found, record, offers[record.past.service_code], organisation)
    return found


def _compare(found: Targets, record: Record, offer: Offer, organisation: Organisation) -> None:
    past, promise = record.past, offer.resolve
    week = organisation.calendars[organisation.departments[offer.department].calendar]
    assert past.due_at is not None
    target = past.due_at
    reckoned = due(past.requested_at, promise, week) if promise else None
    agrees = reckoned is not None and same_minute(reckoned, target)
    cause = ""
    if not agrees:
        found.by_service[offer.code] += 1
        cause = why_due(past.requested_at, target, promise, week).code if promise else NO_PROMISE
    found.figure.count(
        agrees,
        lambda: {
            "number": past.number,
            "service": offer.code,
            "opened": past.requested_at.isoformat(),
            "said": target.isoformat(),
            "found": reckoned.isoformat() if reckoned else "",
        },
        cause=cause,
    )
