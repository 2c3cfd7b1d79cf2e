"""Before which bodies a file lies: each that it was referred to in its round, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """How a body stands to a file that was referred to it."""

    PENDING = "pending"
    SCHEDULED = "scheduled"
    """It takes the file up on a day that is known."""
    ACTED = "acted"
    WAIVED = "waived"
    CONCURRED = "concurred"
    SUPERSEDED = "superseded"
    """The file went to another body instead, or the Council decided without it."""


OUTSTANDING = frozenset({Standing.PENDING, Standing.SCHEDULED})
BY_RESULT = {"waived": Standing.WAIVED, "concurred": Standing.CONCURRED}
"""What a report of a committee says by its result; every other result is an action."""


@dataclass(frozen=True, slots=True)
class Referral:
    """A body that has, or had, the file before it."""

    body: str
    """Its code in the registry, or its name where the registry knows none."""
    standing: Standing
    since: date
    """The day from which it stands so."""
    referred: date | None
    """The day on which it was referred; None where the record names the body without that."""
    on: date | None = None
    """The day on which it takes the file up."""
    entries: tuple[int, ...] = ()
    """``seq`` of the lines that say so."""

    @property
    def is_outstanding(self) -> bool:
        """Whether the body still has to act."""
        return self.standing in OUTSTANDING


class Referrals:
    """The bodies of one round, in the order in which they were first named."""

    def __init__(self) -> None:
        self.by_body: dict[str, Referral] = {}
        self._last: tuple[str, ...] = ()

    def refer(self, bodies: Iterable[str], day: date, seq: int) -> None:
        """Put the file before the bodies; one that had acted has it again."""
        self._last = tuple(bodies)
        for body in self._last:
            known = self.by_body.get(body)
            if known is not None and known.is_outstanding:
                self.by_body[body] = replace(known, entries=(*known.entries, seq))
            else:
                self.by_body[body] = Referral(body, Standing.PENDING, day, day, None, (seq,))

    def change(self, bodies: Iterable[str], day: date, seq: int) -> None:
        """Put the file before these bodies instead of those of the last referral."""
        there = tuple(bodies)
        for body in self._last:
            if body not in there and body in self.by_body and self.by_body[body].is_outstanding:
                self._close(body, Standing.SUPERSEDED, day, seq)
        self.refer(there, day, seq)

    def schedule(self, body: str, on: date | None, day: date, seq: int) -> None:
        """Set the day on which a body takes the file up; None: it has it, on a day still open."""
        standing = Standing.PENDING if on is None else Standing.SCHEDULED
        known = self.by_body.get(body)
        if known is None:
            self.by_body[body] = Referral(body, standing, day, None, on, (seq,))
        else:
            entries = (*known.entries, seq)
            self.by_body[body] = Referral(body, standing, day, known.referred, on, entries)

    def report(self, body: str, result: str, day: date, seq: int) -> None:
        """Note that a body is done with the file."""
        standing = BY_RESULT.get(result, Standing.ACTED)
        if body not in self.by_body:
            self.by_body[body] = Referral(body, standing, day, None, None, (seq,))
        else:
            self._close(body, standing, day, seq)

    def supersede(self, day: date, seq: int) -> None:
        """Note that what still lay before bodies no longer does."""
        for body, referral in self.by_body.items():
            if referral.is_outstanding:
                self._close(body, Standing.SUPERSEDED, day, seq)

    def outstanding(self) -> list[Referral]:
        """Return those that still have to act."""
        return [referral for referral in self.by_body.values() if referral.is_outstanding]

    def _close(self, body: str, standing: Standing, day: date, seq: int) -> None:
        known = self.by_body.get(body)
        if known is None:
            return
        entries = (*known.entries, seq)
        self.by_body[body] = Referral(body, standing, day, known.referred, None, entries)
