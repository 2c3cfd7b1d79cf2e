"""Reading one answer: from text, as a form or a machine sends it, to the question's kind."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from townline.catalogue.rules.offers import Question

NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
YEARS = range(1900, 2200)
"""Outside these, a date is a slip of the keyboard."""
LONGEST_KEY = 200
"""Characters of an answer that is no free text: longer ones are not worth comparing."""


class Unfit(ValueError):
    """An answer that will not do; ``code`` says why, ``params`` fill the sentence."""

    def __init__(self, code: str, **params: str | int | float) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, str | int | float] = params


def texts(given: object) -> tuple[str, ...]:
    """
    Return what was given as texts without blanks, with one kind of line end.

    :raises Unfit: if something else than text is among it, or what no database keeps
    """
    several = given if isinstance(given, Sequence) and not isinstance(given, str) else (given,)
    found = tuple(_clean(one) for one in several)
    return tuple(one for one in found if one)


def string(question: Question, given: tuple[str, ...]) -> str:
    """Return a text of at most the question's length."""
    return _single(given, question.max_length)


def number(question: Question, given: tuple[str, ...]) -> int | float:
    """Return a number within the question's limits; a whole one as an integer."""
    text = _single(given)
    if not NUMBER.fullmatch(text):
        raise Unfit("not_a_number")
    value = float(text) if "." in text else int(text)
    if question.minimum is not None and value < question.minimum:
        raise Unfit("too_small", minimum=_plain(question.minimum))
    if question.maximum is not None and value > question.maximum:
        raise Unfit("too_large", maximum=_plain(question.maximum))
    return value


def day(question: Question, given: tuple[str, ...]) -> date:
    """Return a calendar date, written ``2026-05-09``."""
    text = _single(given)
    try:
        value = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        value = None
    if value is None or value.year not in YEARS:
        raise Unfit("not_a_date")
    return value


def moment(
    question: Question, given: tuple[str, ...], zone: ZoneInfo, offset_needed: bool
) -> datetime:
    """
    Return a moment at the city's offset from UTC of then.

    Without an offset it is the city's own time, unless one is needed; of an hour that comes
    twice, the first is meant.
    """
    text = _single(given)
    form = MOMENT.fullmatch(text)
    try:
        value = datetime.fromisoformat(text) if form else None
    except ValueError:
        value = None
    if form is None or value is None or value.year not in YEARS:
        raise Unfit("not_a_time")
    if value.tzinfo:
        return _fixed(value.astimezone(zone))
    if offset_needed:
        raise Unfit("no_offset")
    local = value.replace(tzinfo=zone)
    if local.astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None) != value:
        raise Unfit("no_such_time")
    return _fixed(local)


def one_of(question: Question, given: tuple[str, ...]) -> str:
    """Return the key of the option chosen."""
    return _option(question, _single(given))


def some_of(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of the options chosen, each once, in the question's order."""
    chosen = {_option(question, text) for text in given}
    return tuple(option.key for option in question.options if option.key in chosen)


def _option(question: Question, text: str) -> str:
    if not any(option.key == text for option in question.options):
        raise Unfit("not_an_option", value=text[:LONGEST_KEY])
    return text


def _single(given: tuple[str, ...], limit: int = LONGEST_KEY) -> str:
    if len(given) != 1:
        raise Unfit("one_only")
    if len(given[0]) > limit:
        raise Unfit("too_long", limit=limit)
    return given[0]


def _clean(given: object) -> str:
    """Return a text trimmed; control characters, the null byte first, are nobody's answer."""
    if not isinstance(given, str):
        raise Unfit("unreadable")
    text = given.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
        raise Unfit("unreadable")
    return text


def _fixed(moment: datetime) -> datetime:
    """Return the moment with a plain offset: Python finds no two equal in an hour that repeats."""
    return datetime.fromisoformat(moment.isoformat())


def _plain(number: float) -> int | float:
    """Return a limit as one would write it: 5 and not 5.0."""
    return int(number) if number == int(number) else number
