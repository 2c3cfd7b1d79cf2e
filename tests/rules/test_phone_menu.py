"""The menu of the telephone: no dead ends, every wrong key answered, three silences to a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.channels.rules import calling, holding
from townline.channels.rules.calling import Gather, Record, Say
from townline.channels.rules.holding import Waits
from townline.channels.rules.ivr import PATIENCE, Machine, spelled
from townline.channels.rules.menu import Did, Event, Node, Stand, Step, Told
from townline.channels.rules.phrases import Phrase
from townline.contacts.rules.voice import Choice, Dialled, Does, Tongue, Voice, caller
from townline.requests.rules.numbering import RequestNumber

NUMBER = str(RequestNumber(year=2026, serial=104233))
VOICE = Voice(
    numbers=(Dialled(number="+12135550100", queue="general", words={"en": "311"}),),
    languages=(Tongue(code="en", key="1", tag="en-US"), Tongue(code="es", key="2", tag="es-MX")),
    choices=(
        Choice(key="1", does=Does.STATUS), Choice(key="2", does=Does.ANSWERS, most=3),
        Choice(key="3", does=Does.BULLETINS), Choice(key="4", does=Does.QUEUE, queue="lights"),
        Choice(key="5", does=Does.VOICEMAIL), Choice(key="7", does=Does.RELAY),
        Choice(key="0", does=Does.OPERATOR),
    ),
    voicemail="messages",
)  # fmt: skip


@dataclass(frozen=True)
class Knows:
    """A city that says the names of its phrases."""

    urgent: bool = False
    count: int = 5
    night: bool = False

    def say(self, phrase: Phrase, language: str, **blanks: object) -> str:
        return " ".join([f"{language}:{phrase}", *(f"{k}={v}" for k, v in blanks.items())])

    def status(self, number: str, language: str) -> str:
        return f"{language}: {number} is open" if number == NUMBER else ""

    def answers(self, language: str, most: int) -> Sequence[Told]:
        return [Told(code=f"a{n}", title=f"T{n}", text=f"{language} text {n}")
                for n in range(1, self.count + 1)][:most]  # fmt: skip

    def bulletins(self, language: str, *, urgent: bool) -> Sequence[Told]:
        told = Told(code="B1", title="Storm", text="Stay in.")
        return [told] if self.urgent or not urgent else []

    def name(self, language: str) -> str:
        return f"{language}:name"

    def is_open(self, queue: str) -> bool:
        return not self.night

    def called(self, choice: Choice, language: str) -> str:
        return f"{language}:{choice.queue}"


def machine(voice: Voice = VOICE, **knows: object) -> Machine:
    return Machine(
        voice=voice,
        line=voice.numbers[0],
        known=Knows(**knows),
        here="step/1/",  # type: ignore[arg-type]
    )


def press(digits: str) -> Event:
    return Event(did=Did.PRESSED, digits=digits)


CAME, SILENT = Event(did=Did.CAME), Event(did=Did.SILENT)


def after(*events: Event, m: Machine | None = None) -> Step:
    """Return where a caller is after these events, the first being that they came."""
    m = m or machine()
    step = m.step(Stand(), CAME)
    for event in events:
        step = m.step(step.stand, event)
    return step


def said(step: Step) -> str:
    words = []
    for verb in step.tree:
        for each in verb.says if isinstance(verb, Gather) else (verb,):
            words += [each.text] if isinstance(each, Say) else []
    return " | ".join(words)


def test_the_emergency_sentence_comes_first_and_each_language_offers_itself() -> None:
    words = said(after()).split(" | ")
    assert words[:2] == ["en:emergency", "en:name"]
    assert words[2:] == ["en:choose_language key=1", "es:choose_language key=2"]


def test_the_emergency_sentence_is_said_again_in_the_chosen_language() -> None:
    assert said(after(press("2"))).startswith("es:emergency | es:menu_status key=1")
    assert "emergency" not in said(after(press("1")))


def test_an_emergency_of_the_city_is_told_before_the_menu() -> None:
    assert said(after(press("2"), m=machine(urgent=True))).startswith(
        "es:emergency | Storm. Stay in. | es:menu_status"
    )


def test_a_number_is_told_in_the_language_and_can_be_heard_again() -> None:
    digits = NUMBER.replace("-", "")
    step = after(press("2"), press("1"), press(digits))
    assert f"es: {NUMBER} is open" in said(step)
    assert step.stand.told == (f"status:{NUMBER}",)
    again = machine().step(step.stand, press("1"))
    assert f"es: {NUMBER} is open" in said(again)
    assert again.stand.told == step.stand.told, "heard again is not told twice"
    assert machine().step(step.stand, press("2")).stand.node is Node.NUMBER


def test_a_slip_in_the_number_is_found_by_its_check_digit() -> None:
    digits = NUMBER.replace("-", "")
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert "en:mistyped" in said(after(press("1"), press("1"), press(wrong)))
    other = str(RequestNumber(year=2026, serial=104234))
    step = after(press("1"), press("1"), press(other.replace("-", "")))
    assert f"en:unknown number={spelled(other)}" in said(step)
    assert "en:ask_number" in said(step)


def test_answers_are_offered_by_key_and_read() -> None:
    step = after(press("1"), press("2"))
    assert "what=T3" in said(step)
    assert "T4" not in said(step)
    told = machine().step(step.stand, press("2"))
    assert "en text 2" in said(told)
    assert told.stand.told == ("answer:a2",)


def test_without_answers_or_news_the_menu_is_said_again() -> None:
    step = after(press("1"), press("2"), m=machine(count=0))
    assert "en:no_answers" in said(step)
    assert (step.stand.node, "en:menu_status" in said(step)) == (Node.MENU, True)
    assert "Storm. Stay in. | en:menu_status" in said(after(press("1"), press("3")))


@pytest.mark.parametrize(("key", "queue", "relay"), [
    ("4", "lights", False), ("0", "general", False), ("7", "general", True),
])  # fmt: skip
def test_keys_lead_to_queues(key: str, queue: str, relay: bool) -> None:
    step = after(press("1"), press(key))
    assert step.enter is not None
    assert (step.enter.queue, step.enter.relay) == (queue, relay)


def test_zero_leads_to_a_person_where_the_menu_has_no_zero() -> None:
    fewer = replace(VOICE, choices=VOICE.choices[:1])
    step = after(press("1"), press("0"), m=machine(fewer))
    assert step.enter is not None


def test_the_star_leads_back_to_the_languages_from_everywhere() -> None:
    step = after(press("1"), press("1"), press("*"))
    assert step.stand.node is Node.LANGUAGE
    assert "es:menu_status" in said(machine().step(step.stand, press("2")))


def test_a_message_is_taken_and_thanked_for() -> None:
    step = after(press("1"), press("5"))
    assert isinstance(step.tree[-1], Record)
    done = machine().step(step.stand, Event(did=Did.RECORDED))
    assert "en:message_kept" in said(done)
    assert done.stand.node is Node.OVER


@pytest.mark.parametrize("way", [
    (), (press("1"),), (press("1"), press("1")), (press("1"), press("2")),
    (press("2"), press("2"), press("1")),
])  # fmt: skip
@pytest.mark.parametrize("slip", [SILENT, press("6")])
def test_three_silences_or_wrong_keys_lead_to_a_person(way: tuple[Event, ...], slip: Event) -> None:
    step = after(*way)
    for count in range(1, PATIENCE + 1):
        step = machine().step(step.stand, slip)
        assert said(step), "everything is answered"
        assert (step.enter is not None) == (count == PATIENCE)


def test_what_goes_right_starts_the_count_anew() -> None:
    step = after(SILENT, SILENT, press("1"), SILENT, SILENT)
    assert step.enter is None


def test_a_city_of_one_language_asks_for_none_and_without_a_menu_for_nothing() -> None:
    one = replace(VOICE, languages=VOICE.languages[:1])
    step = after(m=machine(one))
    assert step.stand.node is Node.MENU
    assert "choose_language" not in said(step)
    assert "menu_languages" not in said(step)
    assert after(m=machine(replace(one, choices=()))).enter is not None


def test_a_line_for_relay_calls_goes_straight_to_a_person() -> None:
    tty = replace(VOICE, numbers=(replace(VOICE.numbers[0], relay=True),))
    step = after(m=machine(tty))
    assert step.enter is not None
    assert step.enter.relay
    assert said(step).startswith("en:emergency")


@pytest.mark.parametrize("way", [(press("1"), press("0")), (SILENT, SILENT, SILENT)])
def test_at_night_a_message_is_taken_or_the_call_ends_with_a_word(way: tuple[Event, ...]) -> None:
    step = after(*way, m=machine(night=True))
    assert "en:closed | en:leave_message" in said(step)
    assert step.enter is None
    none = after(*way, m=machine(replace(VOICE, voicemail=""), night=True))
    assert said(none).endswith("en:closed")
    assert none.stand.node is Node.OVER


keys = st.sampled_from([*"0123456789*", "", NUMBER.replace("-", ""), "99", "abc", "²"])
events = st.one_of(
    st.just(SILENT), keys.map(press), st.just(Event(did=Did.RECORDED)), st.just(CAME)
)


@given(st.lists(events, max_size=25), st.booleans(), st.integers(0, 5), st.booleans())
def test_whatever_a_caller_does_there_is_a_way_on(
    does: list[Event], urgent: bool, count: int, night: bool
) -> None:
    m = machine(urgent=urgent, count=count, night=night)
    step = m.step(Stand(), CAME)
    for event in does:
        step = m.step(step.stand, event)
        ends = step.stand.node is Node.OVER
        listens = any(isinstance(verb, Gather | Record) for verb in step.tree)
        assert ends or listens or step.enter is not None
        calling.check((*step.tree, calling.Hangup()) if step.enter else step.tree)
        again = m.again(step.stand)
        assert again.tree


@pytest.mark.parametrize(("written", "is_from"), [
    ("+12135550101", "+12135550101"), ("2135550101", "2135550101"), ("anonymous", ""),
    ("Anonymous", ""), ("+266696687", ""), ("Restricted", ""), ("", ""), ("sip:demo@host", ""),
    ("<script>", ""), ("+86282452253", ""),
])  # fmt: skip
def test_a_withheld_number_is_nobody(written: str, is_from: str) -> None:
    assert caller(written) == is_from


@pytest.mark.parametrize(("waits", "words"), [
    (Waits(language="en", ahead=0), "next_in_line"),
    (Waits(language="en", ahead=3), "in_line count=3"),
    (Waits(language="en", ahead=3, minutes=4), "wait count=4"),
])  # fmt: skip
def test_who_waits_hears_where_they_stand_and_nothing_that_nobody_knows(
    waits: Waits, words: str
) -> None:
    tree = holding.hold(waits, Knows().say, here="wait/2/", first=True)
    calling.check(tree, waiting=True)
    assert words in said(Step(stand=Stand(), tree=tree))
    assert "minute" not in said(Step(stand=Stand(), tree=tree))


def test_a_call_back_is_offered_once_and_can_be_asked_for_all_the_time() -> None:
    waits = Waits(language="es", ahead=1, may_be_called_back=True)
    first = holding.hold(waits, Knows().say, here="wait/2/", first=True)
    later = holding.hold(waits, Knows().say, here="wait/3/", first=False)
    assert "es:call_back key=1" in said(Step(stand=Stand(), tree=first))
    assert "call_back" not in said(Step(stand=Stand(), tree=later))
    assert isinstance(first[-1], Gather)
    assert isinstance(later[-1], Gather)
