"""Whether words tell of an emergency, by the folders of the cities that come with it."""

import random
from functools import cache

import pytest

from tests.ground.databases import ROOT
from tests.knowledge.emergency_sentences import TELLS, TELLS_NOT
from townline.channels.rules import segments
from townline.founding.rules import emergencies as reading
from townline.founding.rules.faults import Faults
from townline.knowledge.rules.emergencies import MOST, Emergencies, Emergency, emergency_in

LANGUAGES = ("en", "es", "ko", "hy", "zh-hans")
FOLDERS = {
    "cities/los-angeles": LANGUAGES,
    "cities/boston": ("en",),
    "townline/founding/rules/example": ("en",),
}


@cache
def known(folder: str = "cities/los-angeles") -> Emergencies:
    faults, place = Faults(), ROOT / folder
    answers = [path.name.split(".")[0] for path in place.glob("answers/*.md")]
    content = (place / reading.FILE).read_bytes()
    found = reading.read({reading.FILE: content}, FOLDERS[folder], answers, faults)
    assert [str(fault) for fault in faults.all()] == []
    return found


def told(text: str) -> str:
    found = emergency_in(text, known())
    return found.code if found else ""


@pytest.mark.parametrize(("kind", "text"), TELLS)
def test_who_tells_of_an_emergency_is_understood(kind: str, text: str) -> None:
    assert told(text) == kind


@pytest.mark.parametrize("text", TELLS_NOT)
def test_nobody_is_sent_to_911_for_what_only_looks_like_it(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize(("kind", "text"), TELLS)
def test_capitals_spaces_and_other_sentences_around_change_nothing(kind: str, text: str) -> None:
    assert told(f"  {text.upper()}  ") == kind
    assert told(f"Good morning. {text}. The fire hydrant is fine. Thank you!") == kind
    assert told(f"My trash was missed\n{text}\n90012") == kind


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_phrase_is_found_in_a_message_of_its_own_words(folder: str) -> None:
    for kind in known(folder).kinds:
        for phrases in kind.phrases.values():
            for phrase in phrases:
                text = " ".join(
                    part.split("|")[0].replace("*", "") for part in phrase.removeprefix("=").split()
                )
                only = Emergencies(kinds=(kind,))
                assert emergency_in(text, only) is kind, (kind.code, phrase)


def test_a_phrase_is_found_in_any_order_among_some_words_and_not_among_many() -> None:
    kind = one("house fire big")
    words = ["house", "fire", "big", "oh", "my", "god"]
    for seed in range(50):
        random.Random(seed).shuffle(words)
        assert emergency_in(" ".join(words), Emergencies(kinds=(kind,))) is kind
    far = "house " + "and then " * 5 + "fire big"
    assert emergency_in(far, Emergencies(kinds=(kind,))) is None
    assert emergency_in("big house. fire", Emergencies(kinds=(kind,))) is None


def test_a_slip_in_a_long_word_does_not_matter_and_in_a_short_one_it_does() -> None:
    kinds = Emergencies(kinds=(one("bleeding"), one("fire")))
    for text in ("bleding", "bleedign", "bleeeding", "bleedimg"):
        assert emergency_in(text, kinds)
    assert emergency_in("firm", kinds) is None
    assert emergency_in("pleading", kinds) is None


def test_of_several_kinds_the_first_of_the_folder_is_meant() -> None:
    both = "I want to kill myself and the house is on fire"
    assert told(both) == "fire"


def test_where_a_folder_says_nothing_there_is_none() -> None:
    assert emergency_in("my house is on fire", Emergencies()) is None


@pytest.mark.parametrize("text", ["", " ", "?!", "_", "|", "*", "=", "\x00", "🔥", "()[]", "։՞"])
def test_what_says_nothing_tells_of_nothing(text: str) -> None:
    assert told(text) == ""


def test_any_text_can_be_looked_at() -> None:
    signs = "fire on house 911 |*=.!?\n\t火불Հրé_0'’"
    for seed in range(200):
        dice = random.Random(seed)
        told("".join(dice.choice(signs) for _ in range(dice.randrange(300))))
    assert told("x " * MOST + "my house is on fire") == ""


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_said_fits_a_text_message_and_names_the_number_in_every_language(
    folder: str,
) -> None:
    for kind in known(folder).kinds:
        assert set(kind.says) == set(kind.name) == set(kind.phrases) == set(FOLDERS[folder])
        for text in kind.says.values():
            assert kind.call in text
            assert segments.size(segments.fit(text)).segments <= segments.MOST
            assert "..." not in segments.fit(text)


def one(*phrases: str) -> Emergency:
    return Emergency(code="k", name={}, call="911", says={}, phrases={"en": phrases})
