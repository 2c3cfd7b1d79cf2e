"""A paper that is to be filed, and what its bytes are, whatever its name says."""

from dataclasses import dataclass
from datetime import date

LARGEST = 200 * 1024 * 1024
"""Bytes of a paper."""
PDF, TEXT, WORD = (
    "application/pdf",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
BY_ENDING = {".pdf": PDF, ".txt": TEXT, ".docx": WORD}
"""What is taken, by the ending of its name."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """A paper that is to be filed."""

    kind: str
    title: str
    document_date: date | None = None
    author: str = ""
    """The code of the body that it is from."""
    reference: str = ""
    name: str = ""
    content: bytes | None = None
    """Its bytes; None for a paper that is only named."""


class NotWhatItSays(ValueError):
    """The bytes are not of the kind that the name says, or of none that is taken."""


def look_at(content: bytes, name: str) -> str:
    """
    Return the media type of a paper.

    :raises NotWhatItSays: if it is of no kind that is taken, or not of the one that its name says
    """
    if not content:
        raise NotWhatItSays("The paper is empty.")
    if len(content) > LARGEST:
        raise NotWhatItSays(f"The paper has more than {LARGEST // 1024 // 1024} MB.")
    found = _found(content)
    ending = "." + name.rpartition(".")[2].casefold() if "." in name else ""
    wanted = BY_ENDING.get(ending)
    if ending and wanted is None:
        raise NotWhatItSays(f"Papers end in {', '.join(BY_ENDING)}; this one ends in {ending}.")
    if found is None or (wanted and found != wanted):
        said = ending or "a paper"
        raise NotWhatItSays(f"{name or 'This'} is not {said}: its content is something else.")
    return found


def _found(content: bytes) -> str | None:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return WORD if b"word/document.xml" in content else None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return TEXT if text.isprintable() or not _has_controls(text) else None


def _has_controls(text: str) -> bool:
    return any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text)
