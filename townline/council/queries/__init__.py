"""What others may ask about the council's files."""

from townline.council.queries.describing import (
    NoCouncil,
    bodies,
    council_settings,
    has_council,
    offered_types,
    vocabulary,
)

__all__ = [
    "NoCouncil",
    "bodies",
    "council_settings",
    "has_council",
    "offered_types",
    "vocabulary",
]
