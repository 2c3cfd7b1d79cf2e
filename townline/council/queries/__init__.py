"""What others may ask about the council's files."""

from townline.council.queries.describing import (
    NoCouncil,
    bodies,
    council_settings,
    grammar,
    has_council,
    offered_types,
    vocabulary,
)
from townline.council.queries.flags import FlagShown, flags

__all__ = [
    "FlagShown",
    "NoCouncil",
    "bodies",
    "council_settings",
    "flags",
    "grammar",
    "has_council",
    "offered_types",
    "vocabulary",
]
