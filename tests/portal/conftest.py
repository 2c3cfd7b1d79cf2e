"""What tests of the residents' pages stand on: a small town and a visitor."""

from typing import Any

import pytest
from django.test import Client

from tests.portal import springfield
from townline.cities.rules.city import City


@pytest.fixture(autouse=True)
def texts(settings: Any) -> None:
    """Name a provider of text messages, which nobody asks here."""
    settings.SMS = {"url": "http://127.0.0.1:9/", "sid": "", "token": "", "from": "+12135550100"}


@pytest.fixture
def town(db: None) -> City:
    """Apply Springfield."""
    return springfield.apply()


@pytest.fixture
def visitor(town: City) -> Client:
    """Return a browser without scripts."""
    return Client()
