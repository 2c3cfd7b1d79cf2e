"""What the council's room refuses is said in the language of whoever reads it."""

from pathlib import Path

import pytest
from django.utils import translation

from townline.clerk.refusals import WHOLE, told
from townline.council.actions.meetings import NotSo

COUNCIL = Path(__file__).parents[2] / "townline" / "council"


@pytest.mark.parametrize("tongue", ["es", "ko", "hy", "zh-hans"])
def test_whole_sentences_are_said_in_every_language(tongue: str) -> None:
    with translation.override(tongue):
        for said in WHOLE:
            assert told(NotSo("reason", said)) != said


def test_every_sentence_is_one_that_the_room_refuses_with() -> None:
    room = "".join(path.read_text() for path in COUNCIL.rglob("*.py"))
    assert {said for said in WHOLE if f'"{said}"' not in room} == set()


def test_what_names_a_day_stays_as_it_is_in_the_record() -> None:
    with translation.override("es"):
        assert told(NotSo("day", "2026-03-02 is yet to come.")) == "2026-03-02 is yet to come."
