"""Another organisation that does some of the city's work, as one edition describes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from townline.cities.rules.city import Words

KINDS = ("contractor", "government")
"""Whom the city pays for it, and who has a duty of its own."""


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

    def serves(self, *, service: str, department: str) -> bool:
        """
        Return whether a request may be handed over to it.

        >>> one = Partner(code="x", words={}, kind="contractor", email="", services=("lamp",))
        >>> one.serves(service="lamp", department="any"), one.serves(service="hole", department="")
        (True, False)
        """
        return (not self.services or service in self.services) and (
            not self.departments or department in self.departments
        )

    def language(self, spoken: tuple[str, ...]) -> str:
        """Return in which of the city's languages it is written to."""
        return next((code for code in self.languages if code in spoken), spoken[0])


Partners = Mapping[str, Partner]
"""Those of an edition by code, in the order of the folder."""
