"""The tree of a call as TwiML, which several carriers read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from townline.channels.rules import calling
from townline.channels.rules.calling import LONGEST_SAY, Verb

UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""
METHOD = "POST"


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """How a carrier reads a language aloud."""

    tag: str
    """As the carrier calls it: ``es-MX``."""
    voice: str = ""
    """The carrier's name of a voice; empty: the carrier chooses."""


def render(
    tree: Sequence[Verb],
    address: Callable[[str], str],
    tongues: Mapping[str, Tongue],
    *,
    waiting: bool = False,
) -> str:
    """
    Return a tree as a document.

    :param address: makes the whole address of a place
    :param tongues: by language; a text in another language is read in the carrier's own voice
    :param waiting: whether it is what a call hears while it waits
    :raises Misplaced: if a carrier would not take it
    """
    calling.check(tree, waiting=waiting)
    root = Element("Response")
    writer = _Writer(address, tongues)
    for verb in tree:
        writer.put(verb, root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False)


def document(response: str) -> bytes:
    """Return what is sent: the same with its declaration, in UTF-8."""
    return b'<?xml version="1.0" encoding="UTF-8"?>' + response.encode()


class _Writer:
    def __init__(self, address: Callable[[str], str], tongues: Mapping[str, Tongue]) -> None:
        self._address, self._tongues = address, tongues

    @singledispatchmethod
    def put(self, verb: object, parent: Element) -> None:
        raise TypeError(f"There is no such verb as {verb!r}.")

    @put.register
    def _(self, verb: calling.Say, parent: Element) -> None:
        said = SubElement(parent, "Say")
        tongue = self._tongues.get(verb.language)
        if tongue:
            said.set("language", _fit(tongue.tag))
            if tongue.voice:
                said.set("voice", _fit(tongue.voice))
        said.text = _fit(verb.text)[:LONGEST_SAY]

    @put.register
    def _(self, verb: calling.Play, parent: Element) -> None:
        SubElement(parent, "Play").text = _fit(verb.url)

    @put.register
    def _(self, verb: calling.Pause, parent: Element) -> None:
        SubElement(parent, "Pause", length=str(max(1, verb.seconds)))

    @put.register
    def _(self, verb: calling.Gather, parent: Element) -> None:
        gather = SubElement(
            parent, "Gather", input="dtmf", numDigits=str(verb.most), method=METHOD,
            timeout=str(verb.timeout_s), finishOnKey="#" if verb.most > 1 else "",
            actionOnEmptyResult="true", action=self._address(verb.then),
        )  # fmt: skip
        for spoken in verb.says:
            self.put(spoken, gather)

    @put.register
    def _(self, verb: calling.Enqueue, parent: Element) -> None:
        SubElement(
            parent, "Enqueue", waitUrl=self._address(verb.wait), waitUrlMethod=METHOD,
            action=self._address(verb.then), method=METHOD,
        ).text = _fit(verb.queue)  # fmt: skip

    @put.register
    def _(self, verb: calling.Leave, parent: Element) -> None:
        SubElement(parent, "Leave")

    @put.register
    def _(self, verb: calling.Redirect, parent: Element) -> None:
        SubElement(parent, "Redirect", method=METHOD).text = self._address(verb.to)

    @put.register
    def _(self, verb: calling.Record, parent: Element) -> None:
        SubElement(
            parent, "Record", action=self._address(verb.then), method=METHOD,
            maxLength=str(verb.longest_s), timeout=str(verb.silence_s), finishOnKey="#",
            playBeep="true", recordingStatusCallback=self._address(verb.told),
            recordingStatusCallbackMethod=METHOD,
        )  # fmt: skip

    @put.register
    def _(self, verb: calling.Dial, parent: Element) -> None:
        dial = self._dial(parent, verb.then)
        dial.set("timeout", str(verb.ring_s))
        dial.set("answerOnBridge", "true")
        if verb.caller_id:
            dial.set("callerId", _fit(verb.caller_id))
        number = SubElement(dial, "Number")
        self._whisper(number, verb.whisper)
        number.text = _fit(verb.number)

    @put.register
    def _(self, verb: calling.DialQueue, parent: Element) -> None:
        queue = SubElement(self._dial(parent, verb.then), "Queue")
        self._whisper(queue, verb.whisper)
        queue.text = _fit(verb.queue)

    @put.register
    def _(self, verb: calling.Hangup, parent: Element) -> None:
        SubElement(parent, "Hangup")

    @put.register
    def _(self, verb: calling.Reject, parent: Element) -> None:
        SubElement(parent, "Reject", reason="busy" if verb.busy else "rejected")

    def _dial(self, parent: Element, then: str) -> Element:
        return SubElement(parent, "Dial", action=self._address(then), method=METHOD)

    def _whisper(self, element: Element, place: str) -> None:
        if place:
            element.set("url", self._address(place))
            element.set("method", METHOD)


def _fit(text: str) -> str:
    return UNFIT.sub("", text)
