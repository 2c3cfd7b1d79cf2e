"""What programs were told once and are not told any more, so that they can drop their copies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.models import BallotRow, DocumentRow, FileEntry
from townline.council.queries.lines import CODES

MOST = 50
"""Ballots that a feed says are gone."""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """Something that was told once: never what it said, only which it was."""

    kind: str
    """``action``, ``vote``, ``document``, or ``bill``: the file with all that hangs on it."""
    identifier: str
    seq: int
    """The entry by which it came; of a file its first."""
    at: datetime
    """When it was corrected, taken back, withheld or restricted."""
    key: int | None = None
    """The number of a paper."""
    kept: bool = False
    """Whether a paper's bytes were there to be had."""


def gone(city: City) -> Iterator[Gone]:
    """Yield what was corrected, taken back or withheld, as that happened, then restricted files."""
    papers = _withheld(city)
    rows = FileEntry.objects.filter(
        Q(corrects__isnull=False) | Q(verb=verbs.DOCUMENT_WITHHELD.code),
        subject__city_id=city.id, subject__restricted=False,
    )  # fmt: skip
    told = rows.order_by("pk").values_list(
        "verb", "subject_id", "subject__identifier", "corrects", "data__document", "entered_at"
    )
    for verb, file_id, identifier, corrects, document, at in told.iterator(chunk_size=2000):
        if corrects is not None:
            kind = "action" if verb in CODES else "vote"
            yield Gone(kind=kind, identifier=identifier, seq=corrects, at=at)
        elif (file_id, document) in papers:
            key, kept = papers[file_id, document]
            yield Gone(
                kind="document", identifier=identifier, seq=document, at=at, key=key, kept=kept
            )
    yield from restricted(city)


def _withheld(city: City) -> dict[tuple[int, int], tuple[int, bool]]:
    rows = DocumentRow.objects.filter(file__city_id=city.id, withheld=True)
    return {
        (file_id, seq): (key, bool(digest))
        for file_id, seq, key, digest in rows.values_list("file_id", "seq", "pk", "digest")
    }


def restricted(city: City, *, since: datetime | None = None) -> tuple[Gone, ...]:
    """
    Return the files that were open once and are restricted now, as that happened.

    One that was restricted in the moment in which it was made was never told, and is not here.

    :param since: leave out what has not changed since then
    """
    rows = FileEntry.objects.filter(
        verb=verbs.RESTRICTED.code, subject__city_id=city.id, subject__restricted=True
    )
    if since is not None:
        rows = rows.filter(subject__changed_at__gte=since)
    last = {
        file_id: (identifier, seq, at, entered_at)
        for file_id, identifier, seq, at, entered_at in rows.order_by("pk").values_list(
            "subject_id", "subject__identifier", "seq", "at", "entered_at"
        )
    }
    begun = dict(
        FileEntry.objects.filter(subject_id__in=list(last), seq=1).values_list("subject_id", "at")
    )
    return tuple(
        Gone(kind="bill", identifier=identifier, seq=1, at=entered_at)
        for file_id, (identifier, seq, at, entered_at) in last.items()
        if seq > 2 or at != begun.get(file_id)
    )


def taken_out(files: Sequence[int]) -> tuple[Gone, ...]:
    """Return the activities of files that do not stand any more. The files are the caller's."""
    rows = FileEntry.objects.filter(subject_id__in=files, verb__in=CODES, corrects__isnull=False)
    return tuple(
        Gone(kind="action", identifier=identifier, seq=seq or 0, at=at)
        for identifier, seq, at in rows.order_by("pk").values_list(
            "subject__identifier", "corrects", "entered_at"
        )
    )


def activities_gone(city: City, files: Sequence[Gone], types: Sequence[str]) -> tuple[Gone, ...]:
    """Return the activities of some types on files that are restricted now."""
    when = {each.identifier: each.at for each in files}
    rows = FileEntry.objects.filter(
        subject__city_id=city.id, subject__identifier__in=list(when), type__in=types
    )
    return tuple(
        Gone(kind="action", identifier=identifier, seq=seq, at=when[identifier])
        for identifier, seq in rows.order_by("pk").values_list("subject__identifier", "seq")
    )


def ballots_gone(city: City, person: int) -> tuple[tuple[int, datetime], ...]:
    """Return the votes that somebody cast a ballot in and that are not told any more, and when."""
    rows = BallotRow.objects.filter(person_id=person, person__city_id=city.id).order_by(
        "-date", "-vote_id"
    )
    voided = rows.filter(vote__file__restricted=False, vote__voided__isnull=False)
    found = list(voided.values_list("vote_id", "vote__changed_at")[:MOST])
    when = {each.identifier: each.at for each in restricted(city)}
    hidden = rows.filter(vote__file__identifier__in=list(when)).values_list(
        "vote_id", "vote__file__identifier"
    )
    return (*found, *((vote, when[identifier]) for vote, identifier in hidden[:MOST]))
