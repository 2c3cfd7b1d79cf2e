"""The clock with the types, limits and meeting days of the folder of Los Angeles."""

import json
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.council.clockwork import INTERIM, SEED, Row, on, recorded
from tests.council.los_angeles_council import DATA, grammar, needs_data, read
from townline.council.rules.clock import Clock, clock
from townline.council.rules.course import Bodies
from townline.council.rules.lines import Line, Recorded
from townline.council.rules.rounds import Flag

FOLDER = read()
TYPES = {each.code: each for each in FOLDER.vocabulary.types}
REAL = sorted((DATA / "files").glob("*.json"))


def in_los_angeles(lines: list[Line], as_of: date, recorded: Recorded | None = None) -> Clock:
    """Return the clock as the folder has it reckoned."""
    return clock(
        lines,
        TYPES,
        FOLDER.settings.clock,
        FOLDER.settings.calendar,
        as_of=as_of,
        known_on=date.max,
        recorded=recorded or Recorded(),
        bodies=Bodies(),
    )


@pytest.mark.parametrize("rows", [SEED, INTERIM])
def test_on_every_day_that_something_happened_the_folder_gives_what_the_rules_ask(
    rows: list[Row],
) -> None:
    lines = recorded(rows)
    for day in {line.date + timedelta(days=ahead) for line in lines for ahead in (0, 1, 900)}:
        ours, theirs = on(day, lines), in_los_angeles(lines, day)
        for name in Clock.__dataclass_fields__:
            assert getattr(theirs, name) == getattr(ours, name), (day, name)


def test_the_folder_names_the_rule_behind_a_reconsideration() -> None:
    found = in_los_angeles(recorded(SEED), date(2022, 11, 1)).reconsideration_until
    assert found.because == (
        "Adopted on Tuesday, November 1, 2022 under Council Rule 51; "
        "the next regular meeting day is Wednesday, November 2, 2022."
    )


def read_file(path: Path) -> tuple[list[Line], Recorded]:
    """Return the lines of a real file, oldest first, and what its system says of it."""
    found = json.loads(path.read_text())
    position = count()
    lines = [
        Line(
            seq=seq,
            date=(day := us_day(written)),
            known=day,
            position=next(position),
            activity=grammar().parse(sentence),
        )
        for seq, (written, sentence, _) in enumerate(reversed(found["activities"]), 1)
    ]
    said = Recorded(
        last_change=us_day(found["last_changed"]), expiration=us_day(found["expiration"])
    )
    return lines, said


def us_day(text: str) -> date:
    """Read a day such as 10/02/2026."""
    month, day, year = text.split("/")
    return date(int(year), int(month), int(day))


@needs_data
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_last_change_and_expiration_are_those_that_the_real_record_gives(path: Path) -> None:
    lines, said = read_file(path)
    found = in_los_angeles(lines, lines[-1].date, said)
    assert found.last_change.value == said.last_change
    assert found.expiration.value == said.expiration
    assert not found.last_change.differs
    assert not found.expiration.differs
    assert not any(Flag.UNREAD in each.value.flags for each in found.rounds)


@needs_data
def test_the_real_records_are_those_that_our_own_tests_hold() -> None:
    for path, rows in zip(REAL, (SEED, INTERIM), strict=True):
        lines, _ = read_file(path)
        ours = [(line.date, line.activity.type) for line in recorded(rows)]
        assert [(line.date, line.activity.type) for line in lines] == ours
