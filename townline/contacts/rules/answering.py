"""What may be said of an agent: it must be there in the city's folder."""

from collections.abc import Collection
from dataclasses import dataclass

from townline.contacts.rules.centres import Centre, ContactCentre

MOST_TEXTS = 10
"""As many written contacts as anybody can have in hand at once."""


class UnfitAgent(ValueError):
    """What was said of an agent will not do; ``field`` names what of it, ``word`` what is wrong."""

    def __init__(self, field: str, word: str, says: str) -> None:
        self.field, self.word = field, word
        super().__init__(says)


@dataclass(frozen=True, kw_only=True)
class Abilities:
    """Where an agent answers, and what."""

    centre: str
    queues: tuple[str, ...] = ()
    """Without any they are offered nothing."""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    reserved: str = ""
    """The language that they are kept free for."""
    text_most: int = 1
    """How many written contacts they have at once."""


def check(said: Abilities, known: ContactCentre, languages: Collection[str]) -> None:
    """
    Let what is said of an agent pass, or refuse it.

    :param languages: those of the city
    :raises UnfitAgent: naming the first thing that will not do
    """
    centre = next((each for each in known.centres if each.code == said.centre), None)
    if centre is None:
        raise UnfitAgent("centre", said.centre, f"there is no centre {said.centre!r}")
    _each("queues", said.queues, [queue.code for queue in centre.queues], centre)
    _each("languages", said.languages, languages, centre)
    _each("skills", said.skills, known.skills, centre)
    if not said.languages:
        raise UnfitAgent("languages", "", "an agent speaks at least one language")
    if said.reserved and said.reserved not in said.languages:
        says = f"nobody is kept free for {said.reserved!r} who does not speak it"
        raise UnfitAgent("reserved", said.reserved, says)
    if not 1 <= said.text_most <= MOST_TEXTS:
        says = f"an agent has from 1 to {MOST_TEXTS} written contacts at once"
        raise UnfitAgent("text_most", str(said.text_most), says)


def _each(field: str, given: tuple[str, ...], known: Collection[str], centre: Centre) -> None:
    for code in given:
        if code not in known:
            there = ", ".join(known) or "none"
            says = f"{field}: there is no {code!r} at {centre.code}; there are: {there}"
            raise UnfitAgent(field, code, says)
