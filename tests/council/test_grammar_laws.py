"""Laws of the grammar, for every type and wording of the Los Angeles folder."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.council import los_angeles_council
from tests.council.test_document_lines import LINES
from townline.council.rules import document_lines
from townline.council.rules.amendments import Amendment
from townline.council.rules.vocabulary import Activity, Medium, Parameter, Slot

GRAMMAR = los_angeles_council.grammar()
KEYS = [(wording.type, wording.version) for wording in GRAMMAR.wordings()]
FEWER = settings(max_examples=40)
"""For each of the wordings."""
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "), min_size=1
).filter(lambda text: text == text.strip() and not text.endswith(" .") and text != ".")
DAYS = st.dates(date(1950, 1, 1), date(2199, 12, 31))
MOVERS = st.from_regex(r"[A-Z][a-z]{2,7}( for [A-Z][a-z]+)?", fullmatch=True)
AMENDMENTS = st.builds(
    Amendment,
    title=st.sampled_from(["Amending Motion", "Substitute Motion"]),
    number=st.from_regex(r"[1-9][0-9]{0,2}[A-Z]?", fullmatch=True),
    movers=st.lists(MOVERS, min_size=1).map(tuple),
)


def values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Return what may fill a blank."""
    names = st.sampled_from(GRAMMAR.registry.spellings(parameter.kinds) or ("",))
    words = st.sampled_from(parameter.words) if parameter.words else WORDS
    return {
        Slot.BODY: names,
        Slot.BODIES: st.lists(names, min_size=1, max_size=4).map(tuple),
        Slot.DATE: DAYS,
        Slot.DATE_OR_TEXT: DAYS | words,
        Slot.TEXT: words,
        Slot.COMMENT: st.just("") | words,
        Slot.AMENDMENTS: st.lists(AMENDMENTS, min_size=1, max_size=3).map(tuple),
        Slot.DOCUMENTS: st.lists(LINES, min_size=1, max_size=3).map(tuple),
    }[parameter.slot]


@st.composite
def filled(draw: st.DrawFn, key: tuple[str, str]) -> Activity:
    """Return an activity in a wording, its blanks filled with anything that may stand there."""
    wording, kind = GRAMMAR.wording(*key), GRAMMAR.types[key[0]]
    found = [kind.parameter(name) for name in wording.names]
    parameters = {each.name: draw(values(each)) for each in found if each is not None}
    documents = [v for v in parameters.values() if isinstance(v, tuple)]
    for line in (line for value in documents for line in value):
        if isinstance(line, document_lines.DocumentLine):
            assume(not set(line.by.split()) & set(document_lines.KINDS))
    return Activity(type=key[0], template=key[1], parameters=parameters)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(key))
@FEWER
@given(data=st.data())
def test_what_is_written_is_read_back_from_page_and_print(
    key: tuple[str, str], data: st.DataObject
) -> None:
    activity = data.draw(filled(key))
    for medium in Medium:
        sentence = GRAMMAR.render(activity, medium)
        assert GRAMMAR.candidates(sentence) == (activity,)
        assert GRAMMAR.parse(sentence) == activity
    assert GRAMMAR.of_json(GRAMMAR.as_json(activity)) == activity


@pytest.mark.parametrize(
    "key", [key for key in KEYS if GRAMMAR.wording(*key).names], ids=lambda key: "-".join(key)
)
@FEWER
@given(data=st.data())
def test_a_changed_parameter_changes_its_slot_alone(
    key: tuple[str, str], data: st.DataObject
) -> None:
    activity = data.draw(filled(key))
    name = data.draw(st.sampled_from(GRAMMAR.wording(*key).names))
    parameter = GRAMMAR.types[key[0]].parameter(name)
    assert parameter is not None
    other = data.draw(values(parameter))
    assume(other != activity.parameters[name])
    changed = Activity(
        type=key[0], template=key[1], parameters={**activity.parameters, name: other}
    )
    before, after = GRAMMAR.render(activity, Medium.WEB), GRAMMAR.render(changed, Medium.WEB)
    start, end = around(activity, name)
    assert before != after
    assert before.startswith(start)
    assert after.startswith(start)
    assert before.endswith(end)
    assert after.endswith(end)
    assert GRAMMAR.parse(after) == changed


def around(activity: Activity, name: str) -> tuple[str, str]:
    """Return what stands before and after a blank, the blank that it may bring along left out."""
    wording = GRAMMAR.wording(activity.type, activity.template)
    sides: list[list[str]] = [[], []]
    seen = 0
    for piece in wording.pieces:
        if not isinstance(piece, str) and piece.name == name:
            seen = 1
        else:
            sides[seen].append(_said(piece, activity.parameters))
    return "".join(sides[0]), "".join(sides[1])


def _said(piece: Any, parameters: Mapping[str, Any]) -> str:
    if isinstance(piece, str):
        return piece
    text = written(parameters[piece.name])
    return piece.lead + text if text else ""


def written(value: Any) -> str:
    """Return a value in words, by rules of its own."""
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    if isinstance(value, tuple):
        kind = type(value[0])
        if kind is document_lines.DocumentLine:
            return "\n\n".join(document_lines.write(line) for line in value)
        if kind is Amendment:
            return "; ".join(f"{a.title} {a.number} ({' - '.join(a.movers)})" for a in value)
        return "; ".join(value)
    return str(value)


@given(st.text() | st.sampled_from(["Council", "Motion", "City", "Item"]).flatmap(
    lambda word: st.text().map(lambda rest: f"{word} {rest}")
))  # fmt: skip
def test_no_sentence_is_bent(sentence: str) -> None:
    activity = GRAMMAR.parse(sentence)
    assert sentence in {GRAMMAR.render(activity, medium) for medium in Medium}
    assert len(GRAMMAR.candidates(sentence)) == (activity.type != "other")


@given(st.data())
def test_a_real_sentence_with_a_slip_is_never_two(data: st.DataObject) -> None:
    activity = data.draw(st.sampled_from(KEYS).flatmap(filled))
    sentence = GRAMMAR.render(activity, Medium.WEB)
    at = data.draw(st.integers(0, len(sentence)))
    slip = data.draw(st.sampled_from(["", " ", ".", ";", "a", "Council"]))
    changed = sentence[:at] + slip + sentence[at + data.draw(st.integers(0, 2)) :]
    found = GRAMMAR.candidates(changed)
    assert len(found) <= 1
    read = GRAMMAR.parse(changed)
    assert (read,) == found if found else read.type == "other"
    assert changed in {GRAMMAR.render(read, medium) for medium in Medium}
