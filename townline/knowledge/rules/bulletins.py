"""What a bulletin says, when it stands, and what it is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

IMPORTANCES = ("notice", "warning", "emergency")
"""From what is good to know to what nobody may miss."""
GRAVEST = IMPORTANCES[-1]
LONGEST_TITLE = 120
LONGEST_BODY = 4000
LONGEST_STAY = timedelta(days=366)
"""Whatever stands longer belongs into the city's folder."""


class Unsayable(ValueError):
    """A bulletin that cannot be published; it names the part that is wrong."""

    def __init__(self, code: str, part: str, says: str) -> None:
        self.code, self.part = code, part
        super().__init__(says)


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a bulletin says in one language: plain text, its paragraphs parted by empty lines."""

    title: str
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be told, to whom, and how long."""

    texts: Mapping[str, Text]
    """By language; the city's first language is always there."""
    starts_at: datetime
    expires_at: datetime
    areas: tuple[str, ...] = ()
    """Area keys (``kind:code``) that it is about; none means the whole city."""
    services: tuple[str, ...] = ()
    """Codes of services that it is about; none means that it is about all or none of them."""
    importance: str = "notice"

    def text_in(self, language: str) -> tuple[str, Text]:
        """Return the text for a reader of ``language``, and the language that it is in."""
        for code in (language, language.split("-")[0]):
            if code in self.texts:
                return code, self.texts[code]
        return next(iter(self.texts.items()))

    def stands(self, at: datetime) -> bool:
        """Return whether it is shown at that moment, unless somebody ended it."""
        return self.starts_at <= at < self.expires_at

    @property
    def general(self) -> bool:
        """Whether it is for everyone about everything: it names neither service nor area."""
        return not self.services and not self.areas

    def concerns(
        self, services: Collection[str] | None = None, areas: Collection[str] | None = None
    ) -> bool:
        """
        Return whether a page about these services and areas has to show it.

        None means that the page is about all of them, or that it is not known yet which.
        """
        return _meets(self.services, services) and _meets(self.areas, areas)


def _meets(told: Sequence[str], asked: Collection[str] | None) -> bool:
    return not told or asked is None or not set(told).isdisjoint(asked)


def rank(message: Message) -> tuple[int, float]:
    """Return what bulletins are ordered by: the gravest first, then the newest."""
    return -IMPORTANCES.index(message.importance), -message.starts_at.timestamp()


def check(message: Message, languages: Sequence[str], at: datetime) -> None:
    """
    Refuse what cannot be published at that moment in a city of these languages.

    :raises Unsayable: naming the part
    """
    if message.importance not in IMPORTANCES:
        known = ", ".join(IMPORTANCES)
        what = f"The importance cannot be {message.importance!r}; it is one of: {known}."
        raise Unsayable("bad_importance", "importance", what)
    if languages[0] not in message.texts:
        what = f"It says nothing in {languages[0]!r}, the city's first language."
        raise Unsayable("no_first_text", f"title_{languages[0]}", what)
    for language, text in message.texts.items():
        if language not in languages:
            what = f"{language!r} is none of the city's languages: {', '.join(languages)}."
            raise Unsayable("unknown_language", f"title_{language}", what)
        _check_text(language, text)
    _check_times(message, at)


def _check_text(language: str, text: Text) -> None:
    if not text.title.strip():
        what = f"The title in {language!r} is empty."
        raise Unsayable("no_title", f"title_{language}", what)
    for part, said, most in (
        ("title", text.title, LONGEST_TITLE),
        ("body", text.body, LONGEST_BODY),
    ):
        if "\x00" in said:
            what = f"The {part} in {language!r} holds a null character."
            raise Unsayable("bad_text", f"{part}_{language}", what)
        if len(said) > most:
            what = f"The {part} in {language!r} has {len(said)} characters; {most} are allowed."
            raise Unsayable("too_long", f"{part}_{language}", what)


def _check_times(message: Message, at: datetime) -> None:
    if message.expires_at <= message.starts_at:
        raise Unsayable("ends_first", "expires_at", "It would end before it begins.")
    if message.expires_at <= at:
        raise Unsayable("over", "expires_at", "It would be over already.")
    if message.expires_at - message.starts_at > LONGEST_STAY:
        what = f"It would stand for more than {LONGEST_STAY.days} days; publish it anew later."
        raise Unsayable("too_long_shown", "expires_at", what)
