"""Photos: what is let in, and the clean picture that is kept of it."""

import io
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from townline.requests.rules.covering import Blot
from townline.requests.rules.submission import Unfit

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""A picture that claims more is refused before a single pixel of it is decoded."""
MOST_PIXELS_WHOLE = 25_000_000
"""The same for formats that cannot be decoded small: a pixel of them takes ten bytes of memory."""
LONG_SIDE = 2048
THUMB_SIDE = 320
FORMATS = ("JPEG", "PNG", "WEBP")
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class CleanPhoto:
    """A picture drawn anew: no metadata, no second file hidden behind the pixels."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int


def clean(data: bytes) -> CleanPhoto:
    """
    Return the picture in ``data``, decoded, turned upright, shrunk and encoded afresh.

    :raises Unfit: if it is too large, of another kind, or no picture at all
    """
    if len(data) > MOST_BYTES:
        raise Unfit(
            "photo_too_large", "media", f"a photo may have {MOST_BYTES // 1024 // 1024} MB at most"
        )
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            most = MOST_PIXELS if picture.format == "JPEG" else MOST_PIXELS_WHOLE
            if picture.width * picture.height > most:
                raise Unfit("photo_too_large", "media", "the photo has too many pixels")
            picture.draft("RGB", (LONG_SIDE, LONG_SIDE))
            upright = _upright(picture).convert("RGB")
    except Unfit:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unfit(
            "not_a_photo",
            "media",
            "this file is not a photo that we can read: use JPEG, PNG or WebP",
        ) from None
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    small = upright.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return CleanPhoto(_jpeg(upright, 85), _jpeg(small, 75), upright.width, upright.height)


def cover(jpeg: bytes, blots: Sequence[Blot]) -> CleanPhoto:
    """Return a photo of ours with rectangles blacked out, drawn and encoded afresh."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
        covered = picture.convert("RGB")
    pen = ImageDraw.Draw(covered)
    for blot in blots:
        pen.rectangle(blot.pixels(covered.width, covered.height), fill=(0, 0, 0))
    small = covered.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return CleanPhoto(_jpeg(covered, 85), _jpeg(small, 75), covered.width, covered.height)


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture as it was held; metadata that nobody can read leave it as it lies."""
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except (struct.error, TypeError, ValueError, ArithmeticError, LookupError, SyntaxError):
        return picture


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def place(name: str, *, thumb: bool = False) -> PurePath:
    """Return where a photo of that name lies below the folder of all photos."""
    return PurePath(name[:2]) / (f"{name}-small.jpg" if thumb else f"{name}.jpg")


def is_name(text: str) -> bool:
    """Return whether a photo can be called so; what an address holds may be anything."""
    return _NAME.fullmatch(text) is not None
