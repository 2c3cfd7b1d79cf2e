"""What a folder's parts may refer to: the codes that its other parts define."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from townline.catalogue.rules.offers import Outcome
from townline.cities.rules.city import Words
from townline.founding.rules.faults import nearest
from townline.founding.rules.tables import Table


@dataclass(frozen=True, kw_only=True)
class Known:
    """The codes that services, routes and suspensions may name."""

    languages: tuple[str, ...]
    departments: Collection[str]
    groups: Mapping[str, Words]
    outcomes: Mapping[str, Outcome]
    area_kinds: Collection[str]
    area_keys: Collection[str]
    addresses: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The names of the addresses of each department."""


def refer(
    table: Table, key: str | tuple[str | int, ...], code: str, sort: str, known: Collection[str]
) -> bool:
    """Return whether a code is known; note a fault where it is not."""
    if code in known:
        return True
    if code:
        table.fault(key, f"There is no {sort} {code!r}.", nearest(code, known))
    return False


def refer_areas(table: Table, known: Known) -> tuple[str, ...]:
    """Return the area keys of a route or suspension, each checked against the layers."""
    keys = table.texts("areas")
    for position, key in enumerate(keys):
        kind, colon, _ = key.partition(":")
        place = ("areas", position)
        if not colon:
            table.fault(place, f"{key!r} is no area key.", "Write it as kind:code.")
        elif kind not in known.area_kinds:
            remedy = nearest(kind, known.area_kinds, "Name a kind of areas.toml.")
            table.fault(place, f"There is no kind of area {kind!r}.", remedy)
        elif key not in known.area_keys:
            alike = [k for k in known.area_keys if k.startswith(f"{kind}:")]
            table.fault(place, f"There is no area {key!r}.", nearest(key, alike))
    return keys
