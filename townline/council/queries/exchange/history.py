"""The histories of many files at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from townline.cities.rules.city import City
from townline.council.models import Filed, FileEntry
from townline.council.queries.history import ActivityShown, Paper, paper_of, shown_lines
from townline.council.queries.lines import CODES, grammar


def histories(keys: Sequence[int], city: City) -> dict[int, tuple[ActivityShown, ...]]:
    """
    Return the activities of files by the file's key, as they happened, corrected ones among them.

    Two statements, however many files. Files that not everyone may read are the caller's to leave
    out.
    """
    found: dict[int, tuple[ActivityShown, ...]] = dict.fromkeys(keys, ())
    if not found:
        return found
    papers: dict[int, list[Paper]] = {}
    filed = Filed.objects.filter(entry__subject_id__in=keys, document__withheld=False)
    for row in filed.select_related("document").order_by("entry_id", "position"):
        papers.setdefault(row.entry_id, []).append(paper_of(row.document))
    hung = {key: tuple(each) for key, each in papers.items()}
    entries, rules = FileEntry.objects.filter(subject_id__in=keys, verb__in=CODES), grammar(city)
    for key, group in groupby(entries.order_by("subject_id", "seq"), attrgetter("subject_id")):
        lines = shown_lines(rules, list(group), hung)
        found[key] = tuple(sorted(lines, key=attrgetter("date", "position", "seq")))
    return found


@dataclass(frozen=True, kw_only=True)
class Gone:
    """An entry that was told once and does not stand any more."""

    kind: str
    """``action`` or ``vote``."""
    identifier: str
    seq: int
    at: datetime
    """When it was corrected or taken back."""


def gone(city: City) -> Iterator[Gone]:
    """Yield the entries of public files that were corrected or taken back, as that happened."""
    rows = FileEntry.objects.filter(
        corrects__isnull=False, subject__city_id=city.id, subject__restricted=False
    ).values_list("verb", "subject__identifier", "corrects", "entered_at")
    for verb, identifier, seq, at in rows.order_by("pk").iterator(chunk_size=2000):
        kind = "action" if verb in CODES else "vote"
        if seq is not None:
            yield Gone(kind=kind, identifier=identifier, seq=seq, at=at)
