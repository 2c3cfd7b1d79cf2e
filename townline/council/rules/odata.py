"""
The part of OData's query language that programs ask councils with: ``$filter`` and ``$orderby``.

Text becomes a condition, a value that can only name properties and hold literals; nothing of the
text goes any further. Long, deep and unknown things are refused with the reason.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from townline.council.rules.conditions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Contains,
    Not,
    Op,
    Value,
    Way,
)

LONGEST = 8_000
"""Characters of a filter."""
DEEPEST = 20
"""Parentheses and negations within one another."""
MOST_TERMS = 200

TOKENS = re.compile(
    r"""\s*(?:
        (?P<datetime>datetime(?:offset)?'(?P<moment>[^']*)')
      | (?P<text>'(?:[^']|'')*')
      | (?P<number>-?\d+(?:\.\d+)?)(?P<unit>[LlMmDdFf]?)(?![\w.])
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>[(),])
    )""",
    re.VERBOSE | re.ASCII,
)
MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?(Z|[+-]\d{2}:\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
LITERALS: dict[str, Value] = {"null": None, "true": True, "false": False}
WAYS = {"startswith": Way.START, "endswith": Way.END, "substringof": Way.ANYWHERE}
COMPARISONS = frozenset(op.value for op in Op)


class Misread(ValueError):
    """A query that is none; the text says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a query: its kind, what it means, and where it begins."""

    kind: str
    value: Value
    at: int


@dataclass(frozen=True, slots=True)
class Order:
    """A property to sort by."""

    name: str
    falling: bool = False


def read_filter(text: str) -> Condition:
    """
    Return the condition that a ``$filter`` states, over properties as it names them.

    :raises Misread: if it is none, or too long or too deep
    """
    if len(text) > LONGEST:
        raise Misread(f"The filter may have {LONGEST} characters at most.")
    reading = _Reading(list(_tokens(text)))
    condition = reading.either()
    reading.end()
    return condition


def read_order(text: str) -> tuple[Order, ...]:
    """
    Return what an ``$orderby`` sorts by.

    :raises Misread: if it is none
    """
    found = []
    for part in text[:LONGEST].split(","):
        words = part.split()
        match [word.lower() for word in words]:
            case [name]:
                found.append(Order(words[0]))
            case [name, "asc" | "desc" as way] if name:
                found.append(Order(words[0], falling=way == "desc"))
            case _:
                raise Misread(f"$orderby is a property, and asc or desc; not {part.strip()[:60]!r}")
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", words[0], re.ASCII):
            raise Misread(f"{words[0][:60]!r} is no property")
    return tuple(found)


def _tokens(text: str) -> Iterator[Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = TOKENS.match(text, at)
        if found is None or found.end() == at:
            raise Misread(f"Syntax error at position {at}: {text[at : at + 20]!r}.")
        yield _token(found, at)
        at = found.end()
    yield Token("end", None, end)


def _token(found: re.Match[str], at: int) -> Token:
    if found["datetime"]:
        return Token("value", _moment(found["moment"], at), at)
    if found["text"]:
        return Token("value", found["text"][1:-1].replace("''", "'"), at)
    if found["number"]:
        number = found["number"]
        if len(number) > 30:
            raise Misread(f"The number at position {at} is too long.")
        whole = number.lstrip("-").isdigit()
        return Token("value", int(number) if whole else Decimal(number), at)
    if found["name"]:
        name = found["name"]
        if name.lower() in LITERALS:
            return Token("value", LITERALS[name.lower()], at)
        return Token("name", name, at)
    return Token(found["sign"], None, at)


def _moment(text: str, at: int) -> datetime:
    """Return a moment without a zone, which is UTC here as everywhere in these interfaces."""
    found = MOMENT.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError(text)
        day, clock, seconds, fraction, zone = found.groups()
        micro = (fraction or "0").ljust(6, "0")[:6]
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}:{seconds or '00'}.{micro}")
        if zone and zone.upper() != "Z":
            aware = datetime.fromisoformat(f"{moment.isoformat()}{zone}")
            moment = aware.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise Misread(f"{text[:60]!r} at position {at} is no date such as 2021-03-11.") from None
    return moment


class _Reading:
    """One filter as it is read: by or, by and, by not, by comparison."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.terms = 0

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def either(self) -> Condition:
        parts = [self.both()]
        while self.takes("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> Condition:
        parts = [self.single()]
        while self.takes("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def single(self) -> Condition:
        if self.takes("not"):
            return Not(self.deeper(self.single))
        if self.here.kind == "(":
            self.place += 1
            inner = self.deeper(self.either)
            self.sign(")")
            return inner
        return self.term()

    def deeper(self, read: Callable[[], Condition]) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Misread(f"The filter may be {DEEPEST} parentheses deep at most.")
        inner = read()
        self.depth -= 1
        return inner

    def term(self) -> Condition:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise Misread(f"The filter may have {MOST_TERMS} comparisons at most.")
        name = self.name()
        if name.lower() in WAYS and self.here.kind == "(":
            return self.called(WAYS[name.lower()])
        op = self.word()
        if op not in COMPARISONS:
            raise self.wrong("a comparison: eq, ne, gt, ge, lt or le")
        self.place += 1
        return Compare(name, Op(op), self.value())

    def called(self, way: Way) -> Condition:
        """Read ``substringof('text', Property)``, or ``startswith(Property, 'text')``."""
        self.sign("(")
        if way is Way.ANYWHERE:
            text = self.value()
            self.sign(",")
            name = self.name()
        else:
            name = self.name()
            self.sign(",")
            text = self.value()
        self.sign(")")
        if not isinstance(text, str):
            raise self.wrong("a text in single quotation marks")
        condition = Contains(name, way, text)
        if self.takes("eq"):
            wanted = self.value()
            if not isinstance(wanted, bool):
                raise self.wrong("true or false")
            return condition if wanted else Not(condition)
        return condition

    def takes(self, word: str) -> bool:
        """Step over a word, if it is the next."""
        if self.word() != word:
            return False
        self.place += 1
        return True

    def word(self) -> str:
        return str(self.here.value).lower() if self.here.kind == "name" else ""

    def name(self) -> str:
        token = self.here
        if token.kind != "name":
            raise self.wrong("a property")
        self.place += 1
        return str(token.value)

    def value(self) -> Value:
        token = self.here
        if token.kind != "value":
            raise self.wrong("a value")
        self.place += 1
        return token.value

    def sign(self, sign: str) -> None:
        if self.here.kind != sign:
            raise self.wrong(f"a {sign!r}")
        self.place += 1

    def end(self) -> None:
        if self.here.kind != "end":
            raise self.wrong("and, or, or the end")

    def wrong(self, wanted: str) -> Misread:
        return Misread(f"Syntax error at position {self.here.at}: {wanted} is expected there.")
