"""The names of towns beside an address: this city's own, or another's."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from townline.geography.rules.streets import plain

UNHEARD = 0.55
"""How much less an answer is trusted if a town was named that nothing here is called."""

_STATES = (
    "ALABAMA|ALASKA|ARIZONA|ARKANSAS|CALIFORNIA|COLORADO|CONNECTICUT|DELAWARE|FLORIDA|GEORGIA|"
    "HAWAII|IDAHO|ILLINOIS|INDIANA|IOWA|KANSAS|KENTUCKY|LOUISIANA|MAINE|MARYLAND|MASSACHUSETTS|"
    "MICHIGAN|MINNESOTA|MISSISSIPPI|MISSOURI|MONTANA|NEBRASKA|NEVADA|NEW HAMPSHIRE|NEW JERSEY|"
    "NEW MEXICO|NEW YORK|NORTH CAROLINA|NORTH DAKOTA|OHIO|OKLAHOMA|OREGON|PENNSYLVANIA|"
    "RHODE ISLAND|SOUTH CAROLINA|SOUTH DAKOTA|TENNESSEE|TEXAS|UTAH|VERMONT|VIRGINIA|WASHINGTON|"
    "WEST VIRGINIA|WISCONSIN|WYOMING|DISTRICT OF COLUMBIA|PUERTO RICO|"
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|"
    "NM|NY|NC|ND|OH|OK|OR|PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|CALIF|CAL|MASS|CONN|PENN"
)
_STATE = re.compile(rf"(?:^|\s)(?:{_STATES})$")
_COUNTRY = re.compile(r"(?:^|\s)(?:UNITED STATES(?: OF AMERICA)?|USA|US|EE ?UU)$")
_CITY_OF = re.compile(r"^(?:THE )?(?:CITY|CIUDAD) (?:OF|DE) ")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the city and its parts are called, and what the places around it are."""

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @classmethod
    def named(cls, own: Iterable[str], others: Iterable[str]) -> "Surroundings":
        """Return surroundings of names however they are written."""
        ours = frozenset(town(name) for name in own)
        return cls(ours, frozenset(town(name) for name in others) - ours)

    def trust(self, beside: Sequence[str]) -> float:
        """
        Return how far the towns that were named let an answer of this city be trusted.

        0 if one is another city. A state or a country says nothing: whoever names one names a
        town or a ZIP code too.
        """
        names = {name for said in beside if (name := town(said))}
        if names & self.others:
            return 0.0
        return 1.0 if all(self._ours(name) for name in names) else UNHEARD

    def _ours(self, name: str) -> bool:
        """Whether a part of the city is called so, perhaps in a longer name."""
        return any(f" {name} " in f" {own} " for own in self.own)


def town(said: str) -> str:
    """Return the name of a town as it is compared, without its state and country."""
    name = _COUNTRY.sub("", plain(said)).strip()
    return _CITY_OF.sub("", _STATE.sub("", name).strip())
