"""What is looked for in the one box of the console, and what is found."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from townline.cities.rules.city import City
from townline.desk.wording import Text
from townline.record.verbs import Actor, Role

MOST = 5
"""Results of a kind."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """One thing that was found."""

    kind: str
    name: str
    about: str = ""
    url: str = ""
    tag: Text = ""
    tone: str = ""
    outside: bool = False
    """Whether it opens beside the console and not within it."""
    phone: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    """Queues that the contact in hand may be passed on to, with their names."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind."""

    title: Text
    results: tuple[Result, ...]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is looked for, by whom, for which contact."""

    city: City
    by: Actor
    text: str
    contact: int | None
    at: datetime
    language: str

    @property
    def today(self) -> date:
        """Return the city's day."""
        return self.at.astimezone(self.city.zone).date()

    @property
    def takes(self) -> bool:
        """Return whether the actor may take requests down, and so open the form of a service."""
        return Role.AGENT in self.by.roles

    def url(self, name: str, *args: object) -> str:
        """Return an address of the desk that knows for which contact it is opened."""
        tail = f"?{urlencode({'contact': self.contact})}" if self.contact else ""
        return reverse(f"desk:{name}", args=args) + tail
