"""What was told of contacts, against what the database has, and what a repetition finds."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class QueueVerdict:
    """How many of what; the named faults must be 0."""

    contacts_told: int
    contacts_lost: int
    deeds_told: int
    deeds_lost: int
    not_over: int
    """Contacts that nobody ended, though nobody waits any more."""
    decisions: int
    offered_twice: int
    passed_over: int
    left: int
    """Contacts that wait at the end though an agent who suits has room."""
    audit_faults: int

    FAULTS = (
        "contacts_lost", "deeds_lost", "not_over", "offered_twice", "passed_over", "left",
        "audit_faults",
    )  # fmt: skip

    @property
    def faults(self) -> int:
        """Return how much is wrong."""
        return sum(getattr(self, name) for name in self.FAULTS)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def judge(
    told: Iterable[tuple[str, int]], kept: Mapping[int, Mapping[str, int]], found: Mapping[str, int]
) -> QueueVerdict:
    """
    Return what is lost of what was told.

    :param told: verb and contact of everything that was said to be done
    :param kept: how often each contact's record has each verb
    :param found: ``not_over``, what the repetition found, and ``audit_faults``
    """
    times = Counter(told)
    contacts = {contact for _, contact in times}
    lost = sum(
        max(0, count - kept.get(contact, {}).get(verb, 0))
        for (verb, contact), count in times.items()
    )
    return QueueVerdict(
        contacts_told=len(contacts), contacts_lost=len(contacts - kept.keys()),
        deeds_told=times.total(), deeds_lost=lost, **found,
    )  # fmt: skip


def gathered(slug: str, queue: str) -> tuple[dict[int, dict[str, int]], dict[str, int]]:
    """Return what the records of a queue's contacts have, and what their repetition finds."""
    from townline.cities import queries as cities
    from townline.contacts import queries
    from townline.contacts.models import Turn, TurnEntry
    from townline.contacts.rules.decided import replay

    kept: dict[int, dict[str, int]] = {
        key: {} for key in Turn.objects.filter(queue=queue).values_list("pk", flat=True)
    }
    entries = TurnEntry.objects.filter(subject__queue=queue).values_list("subject_id", "verb")
    for contact, verb in entries.iterator():
        kept[contact][verb] = kept[contact].get(verb, 0) + 1
    city = cities.by_slug(slug)
    assert city is not None
    found = replay(queries.decided(city.id, queue))
    return kept, {
        "not_over": Turn.objects.filter(queue=queue).exclude(state="over").count(),
        "decisions": found.decisions,
        "offered_twice": len(found.offered_twice),
        "passed_over": len(found.passed_over) + len(found.passed_by),
        "left": len(found.left),
    }


def main(slug: str, queue: str) -> None:
    """Print what is there as JSON."""
    import django

    django.setup()
    kept, found = gathered(slug, queue)
    json.dump([list(kept.items()), found], sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
