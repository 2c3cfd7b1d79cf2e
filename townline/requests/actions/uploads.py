"""Photos on disk: written before the row that names them, so that no row names nothing."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from townline.requests.rules import photos


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


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
