"""What tests of the residents' pages stand on: a small town and a visitor."""

import pytest
from django.test import Client

from tests.portal import springfield
from townline.cities.rules.city import City


@pytest.fixture
def town(db: None) -> City:
    """Apply Springfield."""
    return springfield.apply()


@pytest.fixture
def visitor(town: City) -> Client:
    """Return a browser without scripts."""
    return Client()
