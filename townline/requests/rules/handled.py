"""What may be done to a request during a contact."""

from enum import StrEnum


class How(StrEnum):
    """What was done."""

    FILED = "filed"
    LOOKED_UP = "looked_up"
    CHANGED = "changed"
    CANCELLED = "cancelled"
