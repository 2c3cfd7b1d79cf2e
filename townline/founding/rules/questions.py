"""Reading the questions of a service, and whether their conditions can ever be met."""

from collections.abc import Iterable, Mapping, Sequence

from townline.catalogue.rules.offers import QUESTION_KINDS, Option, Question
from townline.founding.rules.codes import Codes
from townline.founding.rules.faults import nearest
from townline.founding.rules.tables import Table

LISTS = ("singlevaluelist", "multivaluelist")
LONGEST_ANSWER = 4000
"""Characters; Open311 allows a description no more."""


def read(service: Table) -> tuple[Question, ...]:
    """Return the questions of a service, checked one by one and against each other."""
    codes = Codes("question")
    found: list[tuple[Table, Question]] = []
    for table in service.tables("question"):
        question = _question(table, codes)
        if question.code:
            found.append((table, question))
        table.end()
    questions = tuple(question for _, question in found)
    for table, question in found:
        check_conditions(table, "when", question.when, questions)
    _find_circles(found)
    return questions


def check_conditions(
    table: Table, key: str, wanted: Mapping[str, tuple[str, ...]], questions: Sequence[Question]
) -> None:
    """Note the conditions that name no question, or no option of it."""
    by_code = {q.code: q for q in questions}
    for code, answers in wanted.items():
        other = by_code.get(code)
        if other is None:
            remedy = nearest(code, by_code, "The service asks nothing.")
            table.fault((key, code), f"{key} names {code!r}, which is no question.", remedy)
        elif other.kind == "text":
            what = f"{key} names {code!r}, a notice that has no answer."
            table.fault((key, code), what, "Name a question.")
        elif not answers:
            table.fault((key, code), f"{key} names no answer of {code!r}.", "Name one at least.")
        elif other.kind in LISTS:
            _check_options(table, key, other, answers)


def _check_options(table: Table, key: str, other: Question, answers: tuple[str, ...]) -> None:
    options = [option.key for option in other.options]
    for answer in answers:
        if answer not in options:
            what = f"{answer!r} is no option of the question {other.code!r}."
            table.fault((key, other.code), what, nearest(answer, options))


def _question(table: Table, codes: Codes) -> Question:
    kind = table.choice("kind", QUESTION_KINDS)
    max_length = table.whole("max_length", 500, least=1)
    if max_length > LONGEST_ANSWER:
        what = f"max_length is {max_length}."
        table.fault("max_length", what, f"{LONGEST_ANSWER} is the most.")
    question = Question(
        code=codes.take(table),
        kind=kind,
        words=table.words("words", required=True),
        help=table.words("help"),
        required=table.flag("required"),
        options=_options(table),
        when=table.keyed("when"),
        minimum=table.number("minimum"),
        maximum=table.number("maximum"),
        max_length=max_length,
        private=table.flag("private"),
    )
    _check_kind(table, question)
    return question


def _options(table: Table) -> tuple[Option, ...]:
    codes, found = Codes("option"), []
    for option in table.tables("option"):
        key = codes.take(option, "key")
        words, refer = option.words("words", required=True), option.words("refer")
        option.end()
        if key:
            found.append(Option(key=key, words=words, refer=refer))
    return tuple(found)


def _check_kind(table: Table, question: Question) -> None:
    """Note what does not go with the kind of the question."""
    if question.kind in LISTS and not question.options:
        what = f"{question.code!r} is a list without options."
        table.fault("", what, "Write [[service.question.option]] with key and words.")
    if question.kind not in LISTS and question.options:
        what = f"{question.code!r} has options, though it is no list."
        table.fault("option", what, 'Make its kind "singlevaluelist", or take them out.')
    if question.kind == "text" and question.required:
        what = f"{question.code!r} is a notice and cannot be required."
        table.fault("required", what, "Take it out; the notice is shown in any case.")
    for key in ("minimum", "maximum"):
        if question.kind != "number" and table.has(key):
            table.fault(key, f"{key} is for numbers alone.", "Take it out.")
    if question.kind != "string" and table.has("max_length"):
        table.fault("max_length", "max_length is for strings alone.", "Take it out.")
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        table.fault("minimum", "minimum is more than maximum.", "No number fits both; mend one.")


def _find_circles(found: Iterable[tuple[Table, Question]]) -> None:
    """Note the questions that wait for themselves, however long the way round."""
    found = list(found)
    waits = {question.code: tuple(question.when) for _, question in found}
    for table, question in found:
        reached: set[str] = set()
        ahead = list(waits[question.code])
        while ahead:
            code = ahead.pop()
            if code not in reached:
                reached.add(code)
                ahead += waits.get(code, ())
        if question.code in reached:
            what = f"{question.code!r} waits for itself and is never asked."
            table.fault("when", what, "Take one condition out of the circle.")
