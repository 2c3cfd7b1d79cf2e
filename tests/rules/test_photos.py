"""Photos: what is kept is the picture and nothing else; what is no photo is refused."""

import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.open311.pictures import bomb
from tests.requests.pictures import MAKER, jpeg, with_place
from townline.requests.rules import photos
from townline.requests.rules.photos import MOST_BYTES, clean
from townline.requests.rules.submission import Unfit


def drawn(form: str, mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> bytes:
    """Return a picture in a format and mode."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, form)
    return out.getvalue()


def test_what_a_photo_knows_of_its_place_and_camera_is_gone() -> None:
    given = with_place()
    assert MAKER.encode() in given
    kept = clean(given)
    for data in (kept.jpeg, kept.thumb):
        with Image.open(io.BytesIO(data)) as picture:
            assert not dict(picture.getexif())
            assert "comment" not in picture.info
        for trace in (MAKER.encode(), b"555-0142", b"Exif", b"GPS"):
            assert trace not in data


def test_a_photo_is_turned_upright_before_it_forgets_how_it_was_held() -> None:
    kept = clean(with_place())
    assert (kept.width, kept.height) == (30, 40)


def test_large_photos_are_shrunk_and_get_a_small_copy() -> None:
    kept = clean(jpeg(3000, 1500))
    assert (kept.width, kept.height) == (2048, 1024)
    with Image.open(io.BytesIO(kept.thumb)) as small:
        assert small.size == (320, 160)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"),
     ("PNG", "I;16"), ("PNG", "1"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_every_usual_kind_of_photo_is_taken(form: str, mode: str) -> None:
    with Image.open(io.BytesIO(clean(drawn(form, mode)).jpeg)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")


REFUSED = {
    "text": b"Dear city, this is a photo.\n" * 50,
    "page": b"<html><script>alert(1)</script></html>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "program": b"MZ" + bytes(200),
    "archive": b"PK\x03\x04" + bytes(200),
    "document": b"%PDF-1.7\n" + bytes(200),
    "nothing": b"",
    "gif": drawn("GIF", "P"),
    "tiff": drawn("TIFF"),
    "bitmap": drawn("BMP"),
    "icon": drawn("ICO"),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "header alone": jpeg()[:20],
    "cut off": jpeg(400, 300)[:900],
    "png cut off": drawn("PNG", size=(400, 300))[:60],
    "bomb": bomb(20_000),
    "larger bomb": bomb(60_000),
    "too many bytes": jpeg() + bytes(MOST_BYTES),
    "ten megabytes": bytes(10 * 1024 * 1024),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_photo_that_we_take_is_refused(kind: str) -> None:
    with pytest.raises(Unfit) as refusal:
        clean(REFUSED[kind])
    assert refusal.value.field == "media"


def test_what_hides_behind_a_photo_is_not_kept() -> None:
    hidden = b"PK\x03\x04<script>alert('7XYZ890')</script>" + zlib.compress(b"secret" * 99)
    kept = clean(jpeg() + hidden)
    for data in (kept.jpeg, kept.thumb):
        assert b"script" not in data
        assert b"PK\x03\x04" not in data


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_photo_is_taken_or_refused_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([jpeg(), drawn("PNG"), drawn("WEBP")])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photos, "MOST_PIXELS", 1_000_000)  # else some would take seconds each
        try:
            assert clean(bytes(whole)).width > 0
        except Unfit as refusal:
            assert refusal.field == "media"


def test_a_photo_lies_where_its_name_says() -> None:
    assert photos.place("abcdef").as_posix() == "ab/abcdef.jpg"
    assert photos.place("abcdef", thumb=True).as_posix() == "ab/abcdef-small.jpg"
