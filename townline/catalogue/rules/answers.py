"""Whether answers fit the questions of a service; what was typed becomes a typed value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from townline.catalogue.rules import readings
from townline.catalogue.rules.offers import Offer, Question
from townline.catalogue.rules.readings import Unfit
from townline.cities.rules.city import Words

Given = str | Sequence[str]
"""What came in for one question: a text, or several for a list of which several may be chosen."""
Answer = str | int | float | date | datetime | tuple[str, ...]
"""What a question's answer is: its kind decides which of these."""


@dataclass(frozen=True)
class Fault:
    """Why one answer will not do: a code for machines, an English sentence, what fills it."""

    code: str
    message: str
    """A constant with ``{named}`` gaps, so that the doors can translate it before filling it."""
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.params)


class BadAnswers(ValueError):
    """Some answers will not do."""

    def __init__(self, errors: Mapping[str, Fault]) -> None:
        super().__init__("; ".join(f"{code}: {fault}" for code, fault in errors.items()))
        self.errors = dict(errors)
        """Each fault by the code of its question, or of what is no question here."""


class NotOurs(Exception):
    """The chosen option says that this is not the city's; ``words`` say where to go instead."""

    def __init__(self, words: Words) -> None:
        super().__init__(next(iter(words.values()), ""))
        self.words = words


def _(message: str) -> str:
    """Mark a sentence for translation; the doors translate it."""
    return message


MESSAGES = {
    "required": _("This question needs an answer."),
    "unknown": _("The service does not ask this."),
    "not_asked": _("The service does not ask this after the other answers."),
    "unreadable": _("The answer is not text, or holds characters that cannot be kept."),
    "too_long": _("The answer is longer than {limit} characters."),
    "one_only": _("Give one answer only."),
    "not_a_number": _("Give a number in digits, such as 12 or 12.5."),
    "too_small": _("The number must be {minimum} or more."),
    "too_large": _("The number must be {maximum} or less."),
    "not_a_date": _("Give a date as year-month-day, such as 2026-05-09."),
    "not_a_time": _("Give a date and time, such as 2026-05-09T14:30."),
    "no_offset": _("The time needs its offset from UTC, such as 2026-05-09T14:30:00-07:00."),
    "no_such_time": _("The clocks are put forward over that time; it does not exist."),
    "not_an_option": _("“{value}” is not one of the choices."),
}


def check(
    offer: Offer, answers: Mapping[str, Given], zone: ZoneInfo, *, strict: bool = False
) -> dict[str, Answer]:
    """
    Return the typed answers to the questions that are asked, in the service's order.

    Blank answers count as none. An answer to a question that the other answers leave unasked is
    dropped: a form shows both, and the browser sends both. ``strict`` is for machines: such an
    answer is a fault, and a time must bring its offset from UTC. Without it, a time without
    offset is the city's own, as a form's field gives it.

    :raises NotOurs: if a chosen option says that this is not the city's
    :raises BadAnswers: if an answer is missing, unknown or does not fit
    """
    sheet = _Sheet(offer, answers, zone, strict=strict)
    for question in offer.questions:
        sheet.settle(question)
    errors = {**sheet.faults, **_strangers(offer, answers)}
    if strict:
        errors |= {code: _fault("not_asked") for code in sheet.unasked_but_given()}
    if errors:
        raise BadAnswers(errors)
    return {q.code: sheet.values[q.code] for q in offer.questions if q.code in sheet.values}


def asked(offer: Offer, answers: Mapping[str, Given]) -> tuple[Question, ...]:
    """Return the questions, notices included, that are asked after these answers, in order."""
    sheet = _Sheet(offer, answers, ZoneInfo("UTC"), strict=False, referring=False)
    return tuple(q for q in offer.questions if sheet.asks(q))


class _Sheet:
    """The answers of one request, settled question by question, each after those it hangs on."""

    def __init__(
        self,
        offer: Offer,
        given: Mapping[str, Given],
        zone: ZoneInfo,
        *,
        strict: bool,
        referring: bool = True,
    ) -> None:
        self.values: dict[str, Answer] = {}
        self.faults: dict[str, Fault] = {}
        self._offer, self._given, self._zone = offer, given, zone
        self._strict, self._referring = strict, referring
        self._settled: dict[str, bool] = {}

    def asks(self, question: Question) -> bool:
        """Return whether the question is asked, having settled it."""
        self.settle(question)
        return self._settled[question.code]

    def settle(self, question: Question) -> None:
        """Read the answer of one question, if it is asked, once."""
        if question.code in self._settled:
            return
        self._settled[question.code] = False  # ends a circle, which a checked folder has not
        self._settled[question.code] = all(
            self._has_one_of(code, wanted) for code, wanted in question.when.items()
        )
        if self._settled[question.code] and question.kind != "text":
            self._read(question)

    def unasked_but_given(self) -> list[str]:
        """Return the codes that have an answer though they are notices or not asked."""
        idle = (q for q in self._offer.questions if q.kind == "text" or not self._settled[q.code])
        return [q.code for q in idle if not _blank(self._given.get(q.code, ""))]

    def _has_one_of(self, code: str, wanted: tuple[str, ...]) -> bool:
        other = self._offer.question(code)
        if other is None:
            return False
        self.settle(other)
        value = self.values.get(code)
        held = value if isinstance(value, tuple) else () if value is None else (str(value),)
        return not set(wanted).isdisjoint(held)

    def _read(self, question: Question) -> None:
        given = self._given.get(question.code, "")
        try:
            if _blank(given):
                if question.required:
                    raise Unfit("required")
                return
            texts = readings.texts(given)
            value = READERS[question.kind](question, texts, self._zone, self._strict)
        except Unfit as unfit:
            self.faults[question.code] = _fault(unfit.code, unfit.params)
            return
        self.values[question.code] = value
        self._stop_if_referred(question, value)

    def _stop_if_referred(self, question: Question, value: Answer) -> None:
        chosen = value if isinstance(value, tuple) else (value,)
        for option in question.options:
            if option.refer and option.key in chosen and self._referring:
                raise NotOurs(option.refer)


Reading = Callable[[Question, tuple[str, ...], ZoneInfo, bool], Answer]
READERS: Mapping[str, Reading] = {
    "string": lambda q, texts, zone, strict: readings.string(q, texts),
    "number": lambda q, texts, zone, strict: readings.number(q, texts),
    "date": lambda q, texts, zone, strict: readings.day(q, texts),
    "datetime": readings.moment,
    "singlevaluelist": lambda q, texts, zone, strict: readings.one_of(q, texts),
    "multivaluelist": lambda q, texts, zone, strict: readings.some_of(q, texts),
}
"""How each kind of question is answered; ``text`` asks nothing and is not here."""


def _strangers(offer: Offer, answers: Mapping[str, Given]) -> dict[str, Fault]:
    """Return a fault for every answer to what is no question of the service."""
    known = {q.code for q in offer.questions}
    return {code: _fault("unknown") for code in answers if code not in known}


def _blank(given: Given) -> bool:
    """Return whether nothing was said. What is no text is not blank: it is a fault later on."""
    if isinstance(given, str):
        return not given.strip()
    if isinstance(given, Sequence):
        return all(isinstance(text, str) and not text.strip() for text in given)
    return given is None


def _fault(code: str, params: Mapping[str, str | int | float] | None = None) -> Fault:
    return Fault(code, MESSAGES[code], params or {})
