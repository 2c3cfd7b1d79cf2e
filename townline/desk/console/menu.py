"""What a caller has behind them: which line they called, and what its menu told them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from townline.cities.rules.city import City, words_in
from townline.contacts import queries as contacts
from townline.knowledge import queries as knowledge


@dataclass(frozen=True, kw_only=True)
class Called:
    """How somebody came to an agent by telephone."""

    line: str = ""
    """What the number is called that they dialled; empty where no carrier brought them."""
    answer: str = ""
    """The code of the answer that callers of that number mostly want."""
    told: tuple[str, ...] = ()
    """What the menu told them, in its order."""


def called(city: City, contact: int, language: str, on: date) -> Called:
    """Return which line a contact dialled, and what it was told there."""
    call = contacts.carried_call(city.id, contact)
    voice = contacts.voice_of(city.edition_id)
    if call is None or call.way != "in" or not voice.numbers:
        return Called()
    line = voice.dialled(call.line)
    return Called(
        line=f"{words_in(line.words, get_language() or '')} {call.line}".strip(),
        answer=line.answer, told=tuple(_told(city, call.told, language, on)),
    )  # fmt: skip


def _told(city: City, told: tuple[str, ...], language: str, on: date) -> Iterator[str]:
    for what in told:
        kind, _sign, code = what.partition(":")
        if kind == "status":
            yield _("How the request %(number)s stands") % {"number": code}
            continue
        try:
            yield knowledge.answer(city, code, language, on).question
        except knowledge.NoSuchAnswer:
            yield code
