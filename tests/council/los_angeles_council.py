"""The council's part of the Los Angeles folder, read once as founding reads it."""

import os
from functools import cache
from pathlib import Path

import pytest

from townline.council.rules.grammar import Grammar
from townline.founding.rules import council, draft
from townline.founding.rules.council import CouncilDraft
from townline.founding.rules.faults import Faults

FOLDER = Path(__file__).parents[2] / "cities" / "los-angeles"
DATA = Path(os.environ.get("TOWNLINE_DATA") or FOLDER.parents[2] / "shared" / "data") / "council"
"""Real files, agendas and referral sheets, which need not be there."""
NEEDS_DATA = [
    pytest.mark.truth,
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real data is not here"),
]
"""The marks of a module that reads them; others' records have no licence to stand among tests."""
LANGUAGES = ("en", "es", "ko", "hy", "zh-hans")


def files() -> dict[str, bytes]:
    """Return the files of the folder by path."""
    return {p: c for p, c in draft.files_of(FOLDER).items() if p.startswith("council/")}


@cache
def read() -> CouncilDraft:
    """Return what the folder says of the council; it has no fault."""
    faults = Faults()
    found = council.read(files(), LANGUAGES, faults)
    assert [str(fault) for fault in faults.all()] == []
    assert found is not None
    return found


@cache
def grammar() -> Grammar:
    """Return the grammar of Los Angeles."""
    return Grammar(read().vocabulary)


def needs_data[T](test: T) -> T:
    """Mark one test that reads real files, so that it is left out where they are not."""
    for mark in NEEDS_DATA:
        test = mark(test)
    return test
