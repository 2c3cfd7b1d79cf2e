"""A recording whose file was changed, cut off or taken away: said so, and never played."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contacts import hotline
from tests.contacts.test_recordings import WEBM, begin, history, send, talking
from tests.desk import fairview
from tests.desk.pages import words
from townline.cities.rules.city import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> City:
    settings.RECORDINGS_ROOT = tmp_path
    return hotline.open_lines()


def changed(piece: Path) -> None:
    body = bytearray(piece.read_bytes())
    body[-1] ^= 1
    piece.write_bytes(body)


def cut(length: int) -> Callable[[Path], None]:
    return lambda piece: piece.write_bytes(piece.read_bytes()[:length])


@pytest.mark.parametrize("harm", [changed, cut(20), cut(5), cut(0), Path.unlink])
def test_a_damaged_recording_has_a_page_that_says_what_to_do(
    city: City, harm: Callable[[Path], None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _resident, desk, contact = talking(city)
    number = begin(desk, contact)
    for position, body in enumerate((WEBM, b"b")):
        send(desk, contact, number, position, body, last=position == 1)
    harm(tmp_path / number / "000001")
    answer = fairview.signed_in("supervisor").post(f"/desk/recordings/{number}/sound/")
    assert answer.status_code == 410
    assert "This recording is damaged" in words(answer)
    assert "from a backup" in words(answer)
    assert f"Piece 1 of {number} is missing or damaged." in caplog.text
    assert "listened" not in history(number)
