"""Pictures for tests: with metadata, with something hidden, and such as only pretend."""

import io

from PIL import Image

GPS = 0x8825
MAKER = "Demo camera of Zanzibar"


def jpeg(width: int = 40, height: int = 30, **saved: object) -> bytes:
    """Return a small photo, saved as told."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 120, 20)).save(out, "JPEG", **saved)
    return out.getvalue()


def with_place() -> bytes:
    """Return a photo that knows its camera, where it was taken and how it was held."""
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(GPS).update({1: "N", 2: (34.0, 3.0, 8.5), 3: "W", 4: (118.0, 14.0, 37.0)})
    return jpeg(exif=exif, comment=b"555-0142")
