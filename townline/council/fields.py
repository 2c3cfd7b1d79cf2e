"""What PostgreSQL has and Django has no words for."""

from django.db.models import Func


class DateRange(Func):
    """The days from one on, up to but not with another."""

    function = "daterange"
