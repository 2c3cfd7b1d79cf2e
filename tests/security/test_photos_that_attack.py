"""Pictures made to break the decoder or to fill the memory: each is refused or drawn anew."""

import io
import random

import pytest
from PIL import Image

from townline.requests.rules import photos
from townline.requests.rules.photos import MOST_PIXELS_WHOLE, clean
from townline.requests.rules.submission import Unfit

ORIENTATION, DESCRIPTION = 0x0112, 0x010E


def with_orientation(form: str, turned: object) -> bytes:
    """Return a picture whose metadata say how it was held, whatever that may be."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[DESCRIPTION] = turned, "555-0142"
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_broken_metadata_and_broken_pixels_are_a_refusal_or_a_clean_picture(form: str) -> None:
    sound, chance = with_orientation(form, 6), random.Random(20260302)
    for _ in range(1500):
        broken = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            kept = clean(bytes(broken))
        except Unfit:
            continue
        assert b"555-0142" not in kept.jpeg + kept.thumb


def test_a_picture_whose_metadata_cannot_be_written_back_is_taken_as_it_lies() -> None:
    def unwritable(picture: Image.Image) -> Image.Image:
        raise TypeError("bad operand type for abs(): 'str'")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(photos.ImageOps, "exif_transpose", unwritable)
        assert (clean(with_orientation("JPEG", 6)).width) == 64


def test_a_picture_that_must_be_decoded_whole_may_have_fewer_pixels() -> None:
    side = int(MOST_PIXELS_WHOLE**0.5) + 50
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(Unfit, match="too many pixels"):
        clean(out.getvalue())
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, "JPEG")
    assert clean(out.getvalue()).width == photos.LONG_SIDE
