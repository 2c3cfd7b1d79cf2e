"""
Sentences for requests that never were, with common, uncommon and rare words as people's have.

Each begins with a mark, so that nobody takes it for what somebody wrote. How often a word comes is
known, so that a search for it can be measured.
"""

from collections.abc import Sequence

MARK = "Synthetic:"
COMMON = "please"
"""In about half of all texts."""
UNCOMMON = (
    "aqueduct", "bakery", "barbershop", "belfry", "boathouse", "bookshop", "brewery", "bridge",
    "butcher", "carwash", "chapel", "cinema", "clinic", "courthouse", "creamery", "culvert",
    "fountain", "foundry", "greenhouse", "hardware", "hospital", "kiosk", "laundry", "library",
    "locksmith", "market", "museum", "nursery", "observatory", "pharmacy", "pier", "playground",
    "reservoir", "shipyard", "stable", "stadium", "tailor", "theatre", "viaduct", "warehouse",
)  # fmt: skip
"""Each in about one text of 160."""
RARE = 4096
"""How many rare words there are; each in about one text of 260,000."""

_SYLLABLES = (
    "ba", "cu", "de", "fo", "gi", "ha", "jo", "ku", "le", "mi", "nu", "pa", "ro", "si", "tu", "ve",
)  # fmt: skip
_REPORTS = (
    "{name} {where}. It has been so {when}.",
    "{name} {where}, {when}. Please have a look.",
    "There is a case for you {where}: {name}. Seen {when}.",
    "Please see to this {where}. {name}, {when}.",
    "{name} again {where}, as it was {when}.",
    "Somebody should come {where}, please: {name}, {when}.",
)
_ORDERS = (
    "{name} {where}. Everything stands ready {when}.",
    "Please come {where} for {name}. It was put out {when}.",
    "{name} {where}, please. We were told of it {when}.",
    "This is for {name} {where}. It is all there {when}.",
)
_WHERE = (
    "at the corner", "in front of the house", "behind the building", "across the street",
    "along the kerb", "on the sidewalk", "near the crossing", "by the bus stop",
    "at the end of the alley", "next to the driveway", "under the trees", "beside the gate",
)  # fmt: skip
_WHEN = (
    "since yesterday", "since last week", "for three days", "for a month", "this morning",
    "tonight", "since the rain", "since the weekend", "for some hours", "after the holiday",
)  # fmt: skip
_IN_UNCOMMON, _IN_RARE = 4, 64
"""One text of so many has an uncommon word, or a rare one."""
DRAWS = 6
"""How many chances a text takes: whole numbers from 0 on, each evenly spread and large."""


def rare(position: int) -> str:
    """Return one of the rare words: three syllables that mean nothing."""
    first, rest = divmod(position % RARE, 256)
    return _SYLLABLES[first] + _SYLLABLES[rest // 16] + _SYLLABLES[rest % 16]


def text(name: str, *, order: bool, chances: Sequence[int]) -> str:
    """
    Return what somebody might have written about a service.

    :param name: what the service is called
    :param order: whether it is something ordered, not something reported
    :param chances: ``DRAWS`` of them, which decide every word
    """
    forms = _ORDERS if order else _REPORTS
    form, where, when, uncommon, odd, which = chances
    said = forms[form % len(forms)].format(
        name=name, where=_WHERE[where % len(_WHERE)], when=_WHEN[when % len(_WHEN)]
    )
    if uncommon % _IN_UNCOMMON == 0:
        said += f" The {UNCOMMON[uncommon // _IN_UNCOMMON % len(UNCOMMON)]} is close by."
    if odd % _IN_RARE == 0:
        said += f" It is marked {rare(which)}."
    return f"{MARK} {said}"
