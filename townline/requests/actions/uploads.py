"""Photos on disk: written before the row that names them, so that no row names nothing."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from townline.requests.rules import photos
from townline.requests.rules.covering import Blot
from townline.requests.rules.submission import Unfit


@dataclass(frozen=True)
class Kept:
    """A photo that lies in the home."""

    name: str
    width: int
    height: int


def path_of(name: str, *, thumb: bool = False) -> Path:
    """Return where a photo lies in the home."""
    return Path(settings.MEDIA_ROOT) / photos.place(name, thumb=thumb)


def keep(uploads: tuple[bytes, ...]) -> list[Kept]:
    """
    Clean and store the uploads.

    Files whose transaction then fails are never named by a row; they are harmless and small.

    :raises Unfit: if one is not a photo that we take; nothing is stored then
    """
    cleaned = [photos.clean(data) for data in uploads]
    kept = []
    for photo in cleaned:
        name = secrets.token_hex(16)
        _write(path_of(name), photo.jpeg)
        _write(path_of(name, thumb=True), photo.thumb)
        kept.append(Kept(name, photo.width, photo.height))
    return kept


def cover(name: str, blots: Sequence[Blot]) -> tuple[Kept, str, str]:
    """
    Store a copy of a photo with rectangles blacked out.

    :returns: the copy, and the SHA-256 of the photo before and after, in hexadecimal
    :raises Unfit: if the photo's file is gone
    """
    try:
        before = path_of(name).read_bytes()
    except FileNotFoundError:
        raise Unfit("photo_gone", "blots", "the photo's file is no longer there") from None
    photo, copy = photos.cover(before, blots), secrets.token_hex(16)
    _write(path_of(copy), photo.jpeg)
    _write(path_of(copy, thumb=True), photo.thumb)
    kept = Kept(copy, photo.width, photo.height)
    return kept, sha256(before).hexdigest(), sha256(photo.jpeg).hexdigest()


def remove(name: str) -> None:
    """Remove a photo and its small copy from the home, once the transaction is committed."""

    def gone() -> None:
        path_of(name).unlink(missing_ok=True)
        path_of(name, thumb=True).unlink(missing_ok=True)

    transaction.on_commit(gone)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
