"""Pictures for tests: real ones, and ones that pretend."""

import io
import struct
import zlib

from PIL import Image


def jpeg(width: int = 40, height: int = 30) -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 120, 20)).save(out, "JPEG")
    return out.getvalue()


def bomb(side: int) -> bytes:
    """Return a picture of a few bytes that claims to be that many pixels high and wide."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
