"""A department as one edition of the city's folder describes it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from townline.cities.rules.city import Words

EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
"""An address that a department or a member is written to at."""


@dataclass(frozen=True, kw_only=True)
class Department:
    """Owner of services; works by a calendar."""

    code: str
    words: Words
    phone: str = ""
    url: str = ""
    calendar: str
    """Code of its working week."""
    assigns: bool = False
    """Whether new work is given to its people by rule."""
    aliases: tuple[str, ...] = ()
    """Codes and names that imported data gives it."""
    renamed: tuple[tuple[date, Words], ...] = ()
    """Names taken later: each with the first day it was borne; ``words`` was borne before."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    """Where it is told things by e-mail, by name: what ladders of escalation call ``address:``."""

    def words_on(self, on: date) -> Words:
        """Return the name borne on a day."""
        borne = [(since, words) for since, words in self.renamed if since <= on]
        return max(borne, key=lambda pair: pair[0])[1] if borne else self.words
