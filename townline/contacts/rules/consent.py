"""What residents agree to, and in which words they were asked."""

from dataclasses import dataclass
from enum import StrEnum


class ConsentTo(StrEnum):
    """What somebody agrees to, or does not."""

    RECORDING = "recording"
    """That their call is recorded."""
    SENDING = "sending"
    """That something is sent to their number or address."""
    CALLING_BACK = "calling_back"
    KEEPING = "keeping"
    """That their number and name stay with the contact afterwards, and tell who calls again."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """In which words somebody was asked; these are kept as they were, whatever pages say later."""

    words: str
    """Without anything that identifies anybody."""
    language: str


class NoConsent(ValueError):
    """Something takes a consent that the resident did not give, or has taken back."""
