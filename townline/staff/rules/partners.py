"""Another organisation that does some of the city's work, as one edition describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from townline.cities.rules.city import Words

KINDS = ("contractor", "government")
"""Whom the city pays for it, and who has a duty of its own."""


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Another Open311 server, to which requests go by themselves."""

    url: str
    """What stands before ``requests.xml`` there."""
    jurisdiction: str = ""
    key_env: str = ""
    """The name of the environment variable that holds the key; no key stands in a folder."""
    departments: tuple[str, ...] = ()
    """Codes of those whose requests go there."""
    services: Mapping[str, str] = field(default_factory=dict)
    """Our codes of services to theirs: what is not named stays here."""


@dataclass(frozen=True, kw_only=True)
class Partner:
    """An organisation to which requests are handed over; who works there is not known here."""

    code: str
    words: Words
    kind: str
    email: str
    languages: tuple[str, ...] = ()
    """What is written to it, the first of these that the city speaks; else its first one."""
    services: tuple[str, ...] = ()
    """Codes of the services that it does; none stands for all."""
    departments: tuple[str, ...] = ()
    """Codes of the departments that may hand over to it; none stands for all."""
    contract: bool = False
    """Whether a contract lets it have what a reporter wrote and photographed."""
    may_close: bool = False
    """Whether its word that the work is done closes the request."""
    open311: Endpoint | None = None
    """Where requests go by themselves; None where people hand them over."""

    def serves(self, *, service: str, department: str) -> bool:
        """
        Return whether a request may be handed over to it.

        >>> lamps = {"services": ("lamp",), "email": "demo@example.org"}
        >>> one = Partner(code="x", words={}, kind="contractor", **lamps)
        >>> one.serves(service="lamp", department="any"), one.serves(service="hole", department="")
        (True, False)
        """
        return (
            bool(self.email)
            and (not self.services or service in self.services)
            and (not self.departments or department in self.departments)
        )

    def language(self, spoken: tuple[str, ...]) -> str:
        """Return in which of the city's languages it is written to."""
        return next((code for code in self.languages if code in spoken), spoken[0])
