"""The histories of many files at once."""

from collections.abc import Sequence
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
