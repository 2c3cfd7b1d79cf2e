"""What others may ask about the description of a city: what is in force, read again."""

from townline.founding.queries.editions import in_force

__all__ = ["in_force"]
