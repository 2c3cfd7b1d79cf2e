"""A ladder of escalation: who is told, and how, of what is late or not heard of any more."""

from dataclasses import dataclass

WHENS = ("due_soon", "due", "late", "silent")
"""When a step falls: a day before the promise; at it; working days after it; after days in which
nothing came that residents can read."""
MEANS = ("desk", "email")
PERSONS = ("assignee", "supervisors")
ROLES = ("agent", "worker", "supervisor", "analyst", "admin")
"""The roles of a department that a step may tell, as ``role:worker``."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a ladder."""

    when: str
    """One of ``WHENS``."""
    days: int = 0
    """Working days for ``late``, days for ``silent``; 0 for the others."""
    tell: tuple[str, ...]
    """``assignee``, ``supervisors``, ``role:ROLE``, or ``address:NAME`` of the department."""
    by: tuple[str, ...] = ("desk",)
    """Of ``MEANS``."""

    @property
    def key(self) -> str:
        """Return what tells the step from the others of its ladder."""
        return f"{self.when}:{self.days}" if self.days else self.when


Ladder = tuple[Step, ...]
