"""The papers of files."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from townline.cities.rules.city import City
from townline.council.models import DocumentRow


class NoSuchDocument(LookupError):
    """There is no such document, or not for this reader."""


@dataclass(frozen=True, kw_only=True)
class DocumentShown:
    """A paper as lists and pages show it."""

    id: int
    seq: int
    """The entry of the file's record by which it was filed."""
    file: str
    """The number of the file."""
    kind: str
    title: str
    document_date: date | None
    author: str
    """The code of the body that it is from; empty where that is not known."""
    reference: str
    name: str
    digest: str
    """SHA-256 of its bytes; empty where we do not have them."""
    media_type: str
    size: int | None
    received_at: datetime
    withheld: bool


def documents(city: City, identifier: str, *, behind: bool = False) -> tuple[DocumentShown, ...]:
    """Return the papers of a file, newest first; none where the reader may not know of it."""
    rows = _rows(city, behind).filter(file__identifier=identifier)
    return tuple(_shown(row) for row in rows.order_by("-document_date", "-seq"))


def document(city: City, document_id: int, *, behind: bool = False) -> DocumentShown:
    """
    Return one paper.

    :raises NoSuchDocument: if there is none that the reader may know of
    """
    row = _rows(city, behind).filter(pk=document_id).first()
    if row is None:
        raise NoSuchDocument(f"There is no document {document_id}.")
    return _shown(row)


def _rows(city: City, behind: bool) -> QuerySet[DocumentRow]:
    rows = DocumentRow.objects.filter(file__city_id=city.id).select_related("file", "author")
    return rows if behind else rows.filter(file__restricted=False, withheld=False)


def _shown(row: DocumentRow) -> DocumentShown:
    return DocumentShown(
        id=row.pk,
        seq=row.seq,
        file=row.file.identifier,
        kind=row.kind,
        title=row.title,
        document_date=row.document_date,
        author=row.author.code if row.author else "",
        reference=row.reference,
        name=row.name,
        digest=row.digest,
        media_type=row.media_type,
        size=row.size,
        received_at=row.received_at,
        withheld=row.withheld,
    )


def place_of(digest: str) -> Path:
    """Return where the bytes of that SHA-256 are kept."""
    return Path(settings.MEDIA_ROOT) / "council" / digest[:2] / digest
