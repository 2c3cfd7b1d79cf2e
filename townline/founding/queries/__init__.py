"""What others may ask about the description of a city: its editions, and what is being changed."""

from townline.founding.queries.editions import (
    NoSuchBase,
    OnScreen,
    base_of,
    between,
    in_force,
    of_edition,
    on_screen_since,
)

__all__ = [
    "NoSuchBase",
    "OnScreen",
    "base_of",
    "between",
    "in_force",
    "of_edition",
    "on_screen_since",
]
