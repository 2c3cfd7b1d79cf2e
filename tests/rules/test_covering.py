"""What is blacked out: nothing of it is left, and nothing else is lost."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.requests.pictures import jpeg
from townline.requests.rules import covering, photos
from townline.requests.rules.covering import BLACK, Blot
from townline.requests.rules.submission import Unfit

TEXTS = st.text(st.sampled_from("abcABC \n.é"), max_size=60)
PHRASES = st.lists(st.text(st.sampled_from("abcABC é"), min_size=1, max_size=5), max_size=4)
PERCENT = st.floats(0, 90, allow_nan=False)


@given(TEXTS, PHRASES)
def test_no_phrase_is_left_and_the_rest_stays_in_order(text: str, phrases: list[str]) -> None:
    wanted = covering.check_phrases(phrases)
    black = covering.blacked(text, wanted)
    for phrase in wanted:
        assert phrase.casefold() not in " ".join(black.split()).casefold()
    rest = iter(text)
    assert all(sign in rest for part in black.split(BLACK) for sign in part)


@given(PERCENT, PERCENT, st.floats(0.5, 10), st.floats(0.5, 10))
@settings(max_examples=30)
def test_every_pixel_that_a_rectangle_touches_is_black_and_the_others_stay(
    left: float, top: float, width: float, height: float
) -> None:
    blot = Blot(left, top, width, height)
    covering.check_blots((blot,))
    covered = photos.cover(jpeg(160, 120), (blot,))
    with Image.open(io.BytesIO(covered.jpeg)) as picture:
        first, above, last, below = blot.pixels(*picture.size)
        for at in ((first, above), (last, below), ((first + last) // 2, (above + below) // 2)):
            assert max(picture.getpixel(at)) < 100, at  # type: ignore[type-var, arg-type]
        far = (0 if first > 80 else 159, 0 if above > 60 else 119)
        assert picture.getpixel(far)[0] > 150  # type: ignore[index]


def test_the_small_picture_is_covered_too() -> None:
    covered = photos.cover(jpeg(1000, 800), (Blot(0, 0, 100, 100),))
    with Image.open(io.BytesIO(covered.thumb)) as picture:
        assert picture.size == (320, 256)
        assert picture.convert("L").getextrema()[1] < 10  # type: ignore[operator]


@pytest.mark.parametrize(
    "blot",
    [Blot(-1, 0, 5, 5), Blot(0, 0, 0, 5), Blot(0, 0, 5, 0), Blot(98, 0, 5, 5), Blot(0, 100, 5, 5)],
)
def test_a_rectangle_beside_the_photo_or_without_size_is_refused(blot: Blot) -> None:
    with pytest.raises(Unfit):
        covering.check_blots((blot,))


def test_too_many_rectangles_or_lines_are_refused() -> None:
    with pytest.raises(Unfit):
        covering.check_blots((Blot(0, 0, 1, 1),) * 21)
    with pytest.raises(Unfit):
        covering.check_phrases([f"word {n}" for n in range(51)])
    with pytest.raises(Unfit):
        covering.check_phrases(["██"])


def test_a_phrase_is_found_across_lines_and_one_that_is_nowhere_is_refused() -> None:
    texts = {"description": "Ask Demo\n  Zanzibar", "landmark": "here"}
    assert covering.blacked_all(texts, ("demo zanzibar",)) == {"description": f"Ask {BLACK}"}
    with pytest.raises(Unfit):
        covering.blacked_all(texts, ("demo zanzibar", "elsewhere"))
