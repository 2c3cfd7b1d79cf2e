"""Trees as documents: valid whatever is in them, verbs only where a carrier takes them."""

from typing import Any
from xml.etree import ElementTree

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from townline.channels.rules import calling
from townline.channels.rules.calling import (
    Dial,
    DialQueue,
    Enqueue,
    Gather,
    Hangup,
    Leave,
    Misplaced,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
)
from townline.channels.rules.twiml import Tongue, document, render

TONGUES = {"en": Tongue(tag="en-US"), "es": Tongue(tag="es-MX", voice="Demo.Mia")}
WITHIN: dict[str, set[str]] = {
    "Response": {
        "Say", "Play", "Pause", "Gather", "Enqueue", "Leave", "Redirect", "Record", "Dial",
        "Hangup", "Reject",
    },
    "Gather": {"Say", "Play", "Pause"},
    "Dial": {"Number", "Queue"},
}  # fmt: skip
"""Which verbs a carrier takes in which; all others hold text alone."""

texts = st.text(max_size=60)
places = st.from_regex(r"[a-z]{1,8}/[0-9]{1,3}/", fullmatch=True)
languages = st.sampled_from(["en", "es", "hy"])
says = st.builds(Say, text=texts, language=languages)
spoken = st.one_of(says, st.builds(Play, url=texts), st.builds(Pause, seconds=st.integers(-1, 60)))
gathers = st.builds(
    Gather, then=places, says=st.lists(spoken, max_size=4).map(tuple), most=st.integers(1, 12)
)
names = st.text(min_size=1, max_size=64)
lasts = st.one_of(
    st.builds(Enqueue, queue=names, wait=places, then=places),
    st.builds(Leave), st.builds(Redirect, to=places), st.builds(Hangup),
    st.builds(Record, then=places, told=places),
    st.builds(Dial, number=texts, then=places, whisper=places, caller_id=texts),
    st.builds(DialQueue, queue=names, then=places, whisper=st.just("")),
)  # fmt: skip
trees = st.one_of(
    st.tuples(st.lists(st.one_of(spoken, gathers), max_size=5), lasts).map(
        lambda pair: (*pair[0], pair[1])
    ),
    st.builds(Reject, busy=st.booleans()).map(lambda verb: (verb,)),
)


def address(place: str) -> str:
    return f"https://311.example.org/voice/{place}?a=1&b=2"


def written(*tree: calling.Verb, **more: Any) -> ElementTree.Element:
    return fromstring(document(render(tree, address, TONGUES, **more)))


@given(trees)
def test_every_tree_is_a_document_with_each_verb_where_it_may_be(tree: calling.Tree) -> None:
    root = written(*tree)
    assert root.tag == "Response"
    assert len(root) == len(tree)
    for parent in root.iter():
        assert {child.tag for child in parent} <= WITHIN.get(parent.tag, set())


@given(trees)
def test_every_address_of_a_document_is_ours(tree: calling.Tree) -> None:
    for element in written(*tree).iter():
        for name in ("action", "url", "waitUrl", "recordingStatusCallback"):
            assert element.get(name, address("")).startswith("https://311.example.org/voice/")


@given(texts)
def test_a_text_stays_a_text(text: str) -> None:
    (said,) = written(Say(text=text, language="en"))
    assert list(said) == []
    fit = "".join(c for c in text if c in "\t\n\r" or c >= " ")
    kept = (said.text or "").replace("\r", "\n")
    assert kept == "".join(c for c in fit if c not in "\ufffe\uffff").replace("\r\n", "\n").replace(
        "\r", "\n"
    ) or any("\ud800" <= c <= "\udfff" for c in text)


def test_a_language_is_read_in_its_voice_and_an_unknown_one_in_the_carriers() -> None:
    root = written(*(Say(text="x", language=code) for code in ("en", "es", "hy")))
    assert [said.attrib for said in root] == [
        {"language": "en-US"}, {"language": "es-MX", "voice": "Demo.Mia"}, {},
    ]  # fmt: skip


def test_silence_is_told_and_the_pound_key_ends_only_numbers() -> None:
    one, many = written(Gather(then="step/1/"), Gather(then="step/1/", most=12))
    assert (one.get("numDigits"), one.get("finishOnKey")) == ("1", "")
    assert (many.get("numDigits"), many.get("finishOnKey")) == ("12", "#")
    assert one.get("actionOnEmptyResult") == "true"


@pytest.mark.parametrize(("tree", "says"), [
    ((), "without a word"),
    ((Hangup(), Say(text="x", language="en")), "never reached"),
    ((Redirect(to="a/"), Hangup()), "never reached"),
    ((Enqueue(queue="q", wait="w/", then="t/"), Hangup()), "never reached"),
    ((Pause(), Reject()), "was answered"),
    ((Enqueue(queue="q" * 65, wait="w/", then="t/"),), "cannot be called"),
    ((Enqueue(queue="", wait="w/", then="t/"),), "cannot be called"),
])  # fmt: skip
def test_a_tree_that_no_carrier_takes_is_refused(tree: calling.Tree, says: str) -> None:
    with pytest.raises(Misplaced, match=says):
        render(tree, address, TONGUES)


@pytest.mark.parametrize("verb", [
    Enqueue(queue="q", wait="w/", then="t/"), Record(then="t/", told="r/"), Reject(),
    Dial(number="+12135550101", then="t/"), DialQueue(queue="q", then="t/"),
])  # fmt: skip
def test_while_a_call_waits_less_is_allowed(verb: calling.Verb) -> None:
    with pytest.raises(Misplaced, match="while a call waits"):
        written(verb, waiting=True)
    assert len(written(Pause(), Leave(), waiting=True)) == 2
