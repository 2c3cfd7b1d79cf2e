"""Whose day a stop is on."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Whose:
    """A person, or a crew of a department, whose day it is."""

    member: int | None = None
    department: str = ""
    crew: str = ""

    @property
    def is_person(self) -> bool:
        """Return whether it is one person's."""
        return self.member is not None
