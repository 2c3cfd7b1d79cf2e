"""Filing papers: looked at before they are kept, kept once by what is in them."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from townline.cities.rules.city import City
from townline.council import verbs
from townline.council.actions.change import changing, happen
from townline.council.models import BodyRow, DocumentRow
from townline.council.queries.documents import NoSuchDocument, place_of
from townline.council.rules import contents
from townline.council.rules.contents import Given
from townline.record.verbs import Actor

LONGEST_TITLE = 500


class BadDocument(ValueError):
    """A paper that is not taken; ``part`` names what is wrong with it."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(what)
        self.part = part


def file_document(*, city: City, identifier: str, paper: Given, by: Actor, at: datetime) -> int:
    """
    File a paper and return its key.

    :raises BadDocument: if it has no title, an unknown author, or is not what it says it is
    :raises NoSuchFile: if there is no such file
    """
    media_type, digest = _look_at(paper)
    with changing(city, identifier) as file:
        author = _author(city, paper)
        if paper.name and file.documents.filter(name=paper.name).exists():
            raise BadDocument("name", f"{identifier} has a paper {paper.name!r} already.")
        seq = happen(file, verbs.DOCUMENT_FILED, by=by, at=at, **_plain(paper, digest))
        row = DocumentRow.objects.create(
            file=file,
            kind=paper.kind,
            title=paper.title,
            document_date=paper.document_date,
            author=author,
            reference=paper.reference,
            name=paper.name,
            digest=digest,
            media_type=media_type,
            size=len(paper.content) if paper.content is not None else None,
            received_at=at,
            seq=seq,
        )
    return row.pk


def _look_at(paper: Given) -> tuple[str, str]:
    """Return media type and SHA-256 of a paper's bytes, which are on disk by then."""
    if not paper.title.strip() or len(paper.title) > LONGEST_TITLE:
        raise BadDocument("title", f"A paper needs a title of {LONGEST_TITLE} characters at most.")
    if paper.content is None:
        return "", ""
    try:
        return contents.look_at(paper.content, paper.name), keep(paper.content)
    except contents.NotWhatItSays as fault:
        raise BadDocument("content", str(fault)) from fault


def _author(city: City, paper: Given) -> BodyRow | None:
    if not paper.author:
        return None
    body = BodyRow.objects.filter(city_id=city.id, code=paper.author).first()
    if body is None:
        raise BadDocument("author", f"There is no body {paper.author!r}.")
    return body


def _plain(paper: Given, digest: str) -> dict[str, Any]:
    return {
        "title": paper.title,
        "kind": paper.kind,
        "name": paper.name,
        "author": paper.author,
        "reference": paper.reference,
        "document_date": paper.document_date.isoformat() if paper.document_date else None,
        "sha256": digest,
    }


def withhold(*, city: City, document_id: int, reason: str, by: Actor, at: datetime) -> None:
    """
    Take a paper from the readers; the clerk still has it.

    :raises NoSuchDocument: if there is none
    """
    with transaction.atomic():
        row = DocumentRow.objects.filter(pk=document_id, file__city_id=city.id).first()
        if row is None:
            raise NoSuchDocument(f"There is no document {document_id}.")
        with changing(city, row.file.identifier) as file:
            if row.withheld:
                return
            row.withheld = True
            row.save(update_fields=["withheld"])
            happen(file, verbs.DOCUMENT_WITHHELD, by=by, at=at, document=row.seq, reason=reason)


def keep(content: bytes) -> str:
    """Keep bytes on disk for good and return their SHA-256; what is there already stays."""
    digest = hashlib.sha256(content).hexdigest()
    place = place_of(digest)
    if place.exists():
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    Path(written.name).replace(place)
    return digest
