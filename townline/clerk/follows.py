"""What follows a file, in words: statements on it, reports that it asks for, its ordinances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from townline.clerk import wording
from townline.clerk.consequence_forms import POSITIONS
from townline.council.queries import DocumentShown, Follows, OrdinanceShown
from townline.council.rules.clock import Clock
from townline.council.rules.explained import Explained, Status
from townline.council.rules.limits import in_force
from townline.council.rules.positions import Position
from townline.council.rules.reasons import Rule


@dataclass(frozen=True, kw_only=True)
class DayTold:
    """A day of an ordinance."""

    label: str
    day: date
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class OrdinanceTold:
    """An ordinance with its course."""

    seq: int | None
    """The entry that the clerk made of it; None where only lines and votes tell of it."""
    number: str
    title: str
    urgent: bool
    days: tuple[DayTold, ...]


def told(
    found: Follows, clock: Clock, papers: Sequence[DocumentShown], days: int
) -> dict[str, Any]:
    """
    Return what a page shows of what follows a file.

    :param papers: those that the reader may have
    :param days: after how many days a published ordinance takes effect
    """
    by_entry = {paper.seq: paper for paper in papers}
    return {
        "statements": [
            (each, POSITIONS[Position(each.position)], by_entry.get(each.document or 0))
            for each in found.statements
        ],
        "tally": [(POSITIONS[Position(said)], count) for said, count in found.tally.items()],
        "instructions": [
            (each, by_entry.get(each.document or 0)) for each in found.instructions
        ],
        "ordinances": list(_ordinances(found.ordinances, clock, days)),
    }  # fmt: skip


def _ordinances(
    entered: Sequence[OrdinanceShown], clock: Clock, days: int
) -> Iterator[OrdinanceTold]:
    """Yield what was entered, its last one completed from the record; else what the record has."""
    for place, each in enumerate(entered, 1):
        kept = clock if place == len(entered) else None
        yield OrdinanceTold(
            seq=each.seq, number=each.number, title=each.title, urgent=each.urgent,
            days=tuple(_days(each, kept, days)),
        )  # fmt: skip
    if not entered and (clock.first_reading.value or clock.ordinance_in_force.value):
        yield OrdinanceTold(
            seq=None, number="", title="", urgent=False, days=tuple(_days(None, clock, days))
        )


def _days(each: OrdinanceShown | None, clock: Clock | None, days: int) -> Iterator[DayTold]:
    readings: Mapping[str, tuple[str | Promise, Explained[date | None] | None]] = {
        "first_reading_date": (
            _("First reading, held over"), clock.first_reading if clock else None,
        ),
        "second_reading_date": (_("Second reading"), clock.second_reading if clock else None),
        "adopted_date": (_("Adopted"), None),
        "published_date": (_("Published"), None),
    }  # fmt: skip
    for name, (label, follows) in readings.items():
        if day := getattr(each, name, None):
            yield DayTold(label=str(label), day=day)
        elif follows is not None and follows.value is not None:
            why = wording.because(follows)
            yield DayTold(label=str(label), day=follows.value, because=why)
    force = _in_force(each, clock, days)
    if force is not None and force.value is not None:
        yield DayTold(label=_("In force from"), day=force.value, because=wording.because(force))


def _in_force(
    each: OrdinanceShown | None, clock: Clock | None, days: int
) -> Explained[date | None] | None:
    """Return from when an ordinance holds: as entered, by its publication, or by the record."""
    if each is not None and each.published_date is not None:
        return in_force(
            published=each.published_date, on=each.effective_date, urgent=each.urgent,
            seq=each.seq, days=days,
        )  # fmt: skip
    if each is not None and each.effective_date is not None:
        facts = {"on": each.effective_date}
        return Explained(
            each.effective_date, Rule.ORDINANCE, "ordinance_entered", facts, (each.seq,),
            Status.RECORDED,
        )  # fmt: skip
    return clock.ordinance_in_force if clock else None
