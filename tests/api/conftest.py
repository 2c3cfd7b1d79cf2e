"""What tests of the interfaces for machines stand on: a town with files, and a client."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.api import files_of_fairview
from townline.cities import queries as cities
from townline.cities.rules.city import City

LEGISTAR = "/legistar/v1/lacity"


@pytest.fixture
def city(db: None) -> City:
    """Return Fairview with a council, its files and a meeting."""
    cities.forget()
    return files_of_fairview.found()


@pytest.fixture
def http() -> Client:
    """Return a client that sees answers even where the server fails."""
    return Client(raise_request_exception=False)


Get = Callable[..., HttpResponse]


@pytest.fixture
def get(city: City, http: Client) -> Get:
    """Return a reader of the Legistar interface."""

    def read(path: str, **query: Any) -> HttpResponse:
        accept = query.pop("accept", "application/json")
        names = {
            name.replace("_", "$", 1) if name[0] == "_" else name: v for name, v in query.items()
        }
        return http.get(f"{LEGISTAR}/{path}", names, headers={"Accept": accept})

    return read
