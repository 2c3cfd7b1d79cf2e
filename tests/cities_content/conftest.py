"""The two cities of the repository, read once as the loader reads them, and as plain TOML."""

import os
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from townline.cities import actions as cities
from townline.cities.rules.city import City
from townline.founding.rules import draft
from townline.founding.rules.draft import Draft
from townline.knowledge import actions as knowledge
from townline.record.verbs import SYSTEM

CITIES = Path(__file__).resolve().parents[2] / "cities"
DATA = Path(os.environ.get("TOWNLINE_DATA") or CITIES.parents[1] / "shared" / "data")
"""The folder of real data, which need not be there."""
APPLIED = datetime(2026, 11, 26, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def los_angeles() -> Draft:
    return draft.read(CITIES / "los-angeles")


@pytest.fixture(scope="session")
def boston() -> Draft:
    return draft.read(CITIES / "boston")


def tables(city: str, pattern: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the path and the content of the TOML files of a city's folder."""
    for path in sorted((CITIES / city).glob(pattern)):
        yield path.name, tomllib.loads(path.read_text(encoding="utf-8"))


def texts(value: Any, languages: set[str]) -> Iterator[dict[str, str]]:
    """Yield every table within a value whose keys are languages: a text for residents."""
    if isinstance(value, list):
        for element in value:
            yield from texts(element, languages)
    elif isinstance(value, dict):
        if value and set(value) <= languages:
            yield value
        else:
            for element in value.values():
                yield from texts(element, languages)


@pytest.fixture
def answering_city(db: None, los_angeles: Draft) -> City:
    """Found the city with nothing but its answers."""
    made = cities.begin_edition(
        slug="trial", settings=los_angeles.settings, files={}, by=SYSTEM, at=APPLIED
    )
    answers = tuple(los_angeles.answers.values())
    knowledge.put_answers(edition_id=made.edition_id, answers=answers, by=SYSTEM, at=APPLIED)
    return made
