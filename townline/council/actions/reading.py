"""Reading the words of papers, so that files are found by them. The worker's work, after filing."""

import io
import logging
import zipfile
from datetime import datetime

from defusedxml import ElementTree
from django.db import transaction
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from townline.cities import queries as cities
from townline.council.actions.searchable import refresh
from townline.council.models import DocumentRow, DocumentText
from townline.council.queries.documents import place_of
from townline.council.rules.contents import PDF, WORD
from townline.record.verbs import Actor

log = logging.getLogger(__name__)
MOST_PAGES = 2_000
MOST_CHARACTERS = 2_000_000
MOST_XML = 50 * 1024 * 1024
"""Bytes of the text of a Word document, unpacked."""
PARAGRAPH, RUN = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p",
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t",
)


def read_papers(*, by: Actor, at: datetime, most: int = 20) -> int:
    """
    Read the words of papers that nobody has read yet, and return how many that were.

    A paper of which nothing can be read counts as read: its words are none.
    """
    waiting = DocumentRow.objects.filter(read_at=None).exclude(digest="").select_related("file")
    rows = list(waiting.order_by("pk")[:most])
    for row in rows:
        _read(row, at)
    return len(rows)


def _read(row: DocumentRow, at: datetime) -> None:
    try:
        text = words_of(place_of(row.digest).read_bytes(), row.media_type)
    except FileNotFoundError:
        log.error("the bytes of document %s are not on disk", row.pk)
        text = ""
    with transaction.atomic():
        DocumentRow.objects.filter(pk=row.pk).update(read_at=at)
        DocumentText.objects.update_or_create(document=row, defaults={"text": text})
        refresh(city=cities.by_id(row.file.city_id), ids=[row.file_id])


def words_of(content: bytes, media_type: str) -> str:
    """Return the words of a paper; none where they cannot be read, as in a scan."""
    try:
        text = _text(content, media_type)
    except (PyPdfError, zipfile.BadZipFile, ElementTree.ParseError, ValueError, KeyError) as fault:
        log.warning("a paper of %d bytes cannot be read: %s", len(content), type(fault).__name__)
        return ""
    return text.replace("\0", "")[:MOST_CHARACTERS]


def _text(content: bytes, media_type: str) -> str:
    if media_type == PDF:
        pages = PdfReader(io.BytesIO(content)).pages
        return "\n".join(page.extract_text() for page in pages[:MOST_PAGES])
    if media_type == WORD:
        return _of_word(content)
    return content.decode("utf-8", "replace")


def _of_word(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if packed.getinfo("word/document.xml").file_size > MOST_XML:
            raise ValueError("too large")
        root = ElementTree.fromstring(packed.read("word/document.xml"))
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(RUN)) for paragraph in root.iter(PARAGRAPH)
    )
