"""Who moved and who seconded what an activity tells of, as far as the record says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from townline.cities.rules.city import City
from townline.council import queries as council
from townline.council.queries.files import FileShown
from townline.council.queries.history import ActivityShown
from townline.council.rules.amendments import Amendment
from townline.council.rules.document_lines import DocumentLine
from townline.council.rules.people import Names
from townline.council.rules.vocabulary import ActionType, Effect

OPENING = (Effect.RECEIVES, Effect.REFERS)
"""What a motion begins with: it came in, or was referred."""


@dataclass(frozen=True)
class Movers:
    """A city's members by name; they are read when the first name is met."""

    city: City
    types: Mapping[str, ActionType]

    @cached_property
    def names(self) -> Names:
        """Whom a name means."""
        return council.names(self.city)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Their numbers by their codes."""
        return {each.code: each.id for each in council.people(self.city)}

    def moved(self, file: FileShown, line: ActivityShown, *, first: bool) -> dict[str, Any]:
        """
        Return the first mover and the first seconder of what an activity tells of.

        :param first: whether it is the first of its file: then it is of the motion that began it
        """
        said = [*_in_sentence(line)]
        type_ = self.types.get(line.type)
        if not said and first and type_ is not None and type_.effect in OPENING:
            said = [*file.details.movers[:1], *file.details.seconders[:1]]
        mover, seconder = [*said[:2], "", ""][:2]
        return {
            "MoverId": self._number(mover),
            "MoverName": mover or None,
            "SeconderId": self._number(seconder),
            "SeconderName": seconder or None,
        }

    def _number(self, name: str) -> int | None:
        code = self.names.find(name) if name else None
        return None if code is None else self.numbers.get(code)


def _in_sentence(line: ActivityShown) -> Iterable[str]:
    """Return the movers of the first motion that a sentence names, mover and seconder."""
    for value in line.activity.parameters.values():
        for part in value if isinstance(value, tuple) else ():
            if isinstance(part, Amendment | DocumentLine) and part.movers:
                return part.movers
    return ()
