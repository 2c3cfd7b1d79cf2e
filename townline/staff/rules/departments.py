"""A department as one edition of the city's folder describes it."""

from dataclasses import dataclass
from datetime import date

from townline.cities.rules.city import Words


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

    def words_on(self, on: date) -> Words:
        """Return the name borne on a day."""
        borne = [(since, words) for since, words in self.renamed if since <= on]
        return max(borne, key=lambda pair: pair[0])[1] if borne else self.words
