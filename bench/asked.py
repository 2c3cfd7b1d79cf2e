"""What a bench is asked to measure, and on which installation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """What ``measure`` of every bench is given; Django is set up on ``home`` by then."""

    home: Path
    """The installation that was made for benches: the demo city, grown and analysed."""
    requests: int
    """How many synthetic requests it holds."""
    seconds: float
    """How long each round of a measurement lasts."""
    port: int
    """Where its web server answers on this machine; 0 where the bench needs none."""
    key: str
    """An API key without a limit that would be felt; empty where the bench needs no server."""
    say: Callable[[str], None]
    """Tells whoever waits, on standard error, how far it is."""
