"""What files say, to be searched: their rows, their standing activities, their papers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from townline.cities.rules.city import City
from townline.council.models import CouncilFile, DocumentRow, FileEntry
from townline.council.queries.describing import council_settings
from townline.council.queries.lines import CODES, grammar, line
from townline.council.queries.sentences import sentence_of
from townline.council.rules.lines import Line
from townline.council.rules.numbers import FileNumber, Numbering
from townline.council.rules.searching import MOST_SEARCHED, Said, key, keys_of_number
from townline.council.rules.standing import standing
from townline.council.rules.vocabulary import Medium


def said_of(city: City, ids: Sequence[int]) -> list[Said]:
    """Return the texts of files and what they are found by, in three statements."""
    numbering = Numbering(council_settings(city).numbers)
    sentences, papers = _sentences(city, ids), _papers(ids)
    return [
        said(row, numbering, sentences=sentences[row.pk], documents=papers[row.pk])
        for row in CouncilFile.objects.filter(pk__in=ids, city_id=city.id).order_by("pk")
    ]


def said(
    row: CouncilFile,
    numbering: Numbering,
    *,
    sentences: Sequence[str],
    documents: Sequence[str] = (),
) -> Said:
    """Return what a row says beside its sentences, newest first, and its papers."""
    values = [value for reference in row.references for value in reference["values"]]
    members = [*row.movers, *row.seconders]
    names = [*row.initiated_by, *members, row.mover_comment, row.subject_text, *values]
    return Said(
        file_id=row.pk,
        restricted=row.restricted,
        title=f"{row.identifier} {row.title}",
        names="\n".join(name for name in names if name),
        sentences=sentences,
        documents=documents,
        keys=[
            *keys_of_number(row.identifier, _family(row, numbering), values),
            key("year", row.year),
            key("state", row.state),
            *(key("district", district) for district in row.districts),
            *(key("body", body) for body in row.bodies),
            *(key("member", member) for member in dict.fromkeys(members)),
        ],
    )


def _family(row: CouncilFile, numbering: Numbering) -> str:
    """Return the number of the file that it supplements, or its own."""
    if not row.supplement:
        return row.identifier
    return numbering.write(FileNumber(row.year, row.serial, row.supplement, row.prefix).file)


def _sentences(city: City, ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Return the sentences that stand in each record, newest first."""
    rules = grammar(city)
    lines: dict[int, list[Line]] = defaultdict(list)
    kept: dict[tuple[int, int], Any] = {}
    rows = FileEntry.objects.filter(subject_id__in=ids, verb__in=CODES).values_list(
        "subject_id", "seq", "date", "position", "entered_at", "data"
    )
    for row in rows:
        lines[row[0]].append(line(city, row))
        kept[row[0], row[1]] = row[5].get("activity")
    found: dict[int, list[str]] = defaultdict(list)
    for file_id, each in lines.items():
        counted = standing(each, as_of=date.max, known_on=date.max)
        found[file_id] = [
            sentence_of(rules, kept[file_id, one.seq], Medium.PRINT) for one in reversed(counted)
        ]
    return found


def _papers(ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Return titles and texts of the papers of each file that readers may have."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = DocumentRow.objects.filter(file_id__in=ids, withheld=False).order_by("-seq")
    for file_id, title, text in rows.values_list("file_id", "title", "words__text"):
        found[file_id] += [title, text[:MOST_SEARCHED]] if text else [title]
    return found
