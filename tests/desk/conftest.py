"""What tests of the desk stand on: a small town, and somebody signed in."""

import pytest
from django.test import Client

from tests.desk import fairview
from townline.cities.rules.city import City


@pytest.fixture
def town(db: None, settings, tmp_path) -> City:
    """Apply Fairview; photos go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply()


@pytest.fixture
def worker(town: City) -> Client:
    """Return the browser of a worker of Street Lighting."""
    return fairview.signed_in("worker")


@pytest.fixture
def supervisor(town: City) -> Client:
    """Return the browser of the supervisor of Street Lighting."""
    return fairview.signed_in("supervisor")


@pytest.fixture
def agent(town: City) -> Client:
    """Return the browser of an agent."""
    return fairview.signed_in("agent")


@pytest.fixture
def kept_town(own_database: str, settings, tmp_path) -> City:
    """Apply Fairview in a database of the test's own, committed: processes then cache it."""
    settings.MEDIA_ROOT = tmp_path
    return fairview.apply()
