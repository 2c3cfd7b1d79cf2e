"""The city that takes calls, and the carrier that brings them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.carrier import fake, town
from tests.requests.build import kept_town
from townline.cities.rules.city import City


@pytest.fixture
def city(db: None) -> City:
    return town.apply()


@pytest.fixture
def carrier(settings: Any) -> Iterator[fake.Fake]:
    with fake.running() as running:
        settings.VOICE, settings.PUBLIC_URL = running.settings, fake.BASE
        yield running


__all__ = ["kept_town"]
