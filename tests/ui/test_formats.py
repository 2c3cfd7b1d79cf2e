"""Dates in languages that Django brings no formats for."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format


def test_an_armenian_date_names_the_day_first() -> None:
    with translation.override("hy"):
        assert date_format(date(2026, 11, 24)).startswith("24 ")
