"""Logs are kept long and read by many: nothing in them opens a page or repeats a resident."""

import io
import logging

import pytest
from django.db import IntegrityError, transaction

from tests.requests import build
from townline.cities.rules.city import City
from townline.config import postgres
from townline.config.log_lines import Discreet
from townline.contacts.models import Details

ROUTE = "/c/millbrook/es/requests/26-104233-7/"
SECRET = "q3mUS0kZ1-_hPpY4xk9vAw"
"""One that opens nothing."""


@pytest.fixture
def lines() -> io.StringIO:
    """Return what a logger of the test writes."""
    return io.StringIO()


@pytest.fixture
def log(lines: io.StringIO) -> logging.Logger:
    """Return a logger that writes as the installation does."""
    told = logging.Logger("test")
    stream = logging.StreamHandler(lines)
    stream.setFormatter(Discreet("%(levelname)s %(message)s"))
    told.addHandler(stream)
    return told


@pytest.mark.parametrize("rest", ["", "?done=answer", "photos/0123456789abcdef"])
def test_the_secret_of_a_reporters_page_is_not_logged(
    log: logging.Logger, lines: io.StringIO, rest: str
) -> None:
    log.warning("Forbidden (%s): %s", "CSRF cookie not set.", f"{ROUTE}{SECRET}/{rest}")
    assert SECRET not in lines.getvalue()
    assert ROUTE in lines.getvalue()


def test_an_address_without_a_secret_is_logged_as_it_is(
    log: logging.Logger, lines: io.StringIO
) -> None:
    log.warning("%s", ROUTE)
    assert lines.getvalue() == f"WARNING {ROUTE}\n"


def test_a_row_that_the_database_refused_is_not_logged(
    town: City, log: logging.Logger, lines: io.StringIO
) -> None:
    build.file(town)
    details = Details.objects.get()
    details.first_name, details.last_name = None, "Demo\n\nZanzibar 555-0142"  # type: ignore[assignment]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        details.save()
    assert "Zanzibar" in str(refused.value)
    log.error("it failed", exc_info=refused.value)
    assert "Zanzibar" not in lines.getvalue()
    assert "IntegrityError" in lines.getvalue()


def test_the_embedded_database_logs_neither_rows_nor_parameters() -> None:
    assert "log_parameter_max_length = 0" in postgres.SETTINGS
    assert "log_error_verbosity = terse" in postgres.SETTINGS
    assert "log_min_error_statement = panic" in postgres.SETTINGS
