"""How calls are answered, as the folder says it."""

import pytest

from tests.founding.folders import SLUG, example
from tests.founding.test_centres import CENTRES
from townline.contacts.rules.voice import Does
from townline.founding.rules import difference, draft

WITH_CHAT = CENTRES + '\n[[centre.queue]]\ncode = "chat"\nname = { en = "C" }\nmedium = "text"\n'
VOICE = """
voicemail = "chat"
greeting = { en = "Springdale 311." }

[[number]]
number = "+12135550100"
queue = "general"
name = { en = "311" }

[[language]]
code = "en"
key = "1"
tag = "en-US"

[[choice]]
key = "1"
does = "status"

[[choice]]
key = "2"
does = "queue"
queue = "pickups"

[[choice]]
key = "3"
does = "voicemail"
"""


def of(text: str) -> draft.Draft:
    files = {"centres.toml": WITH_CHAT.encode(), "voice.toml": text.encode()}
    return draft.of_files(SLUG, example() | files)


def test_numbers_languages_and_keys_are_read() -> None:
    read = of(VOICE)
    assert read.faults == ()
    assert [each.number for each in read.voice.numbers] == ["+12135550100"]
    assert [each.does for each in read.voice.choices] == [
        Does.STATUS, Does.QUEUE, Does.VOICEMAIL,
    ]  # fmt: skip
    assert read.voice.voicemail == "chat"


def test_a_city_may_take_no_calls() -> None:
    read = of("")
    assert read.faults == ()
    assert read.voice.numbers == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('voicemail = "chat"', 'voicemail = "general"', 2, "no queue of written contacts"),
        ('voicemail = "chat"\n', "", 25, "where messages wait"),
        ('number = "+12135550100"', 'number = "zero"', 6, "no telephone number"),
        ('queue = "general"', 'queue = "chat"', 7, "no queue of calls 'chat'"),
        ('code = "en"', 'code = "xx"', 11, "no language of the city"),
        ('tag = "en-US"\n', "", 10, "'tag' is missing"),
        ('key = "2"', 'key = "1"', 20, "does something already"),
        ('key = "2"', 'key = "*"', 20, "cannot be pressed"),
        ('queue = "pickups"', "", 19, "'queue' is missing"),
        ('does = "status"', 'does = "status"\nqueue = "general"', 18, "leads to no queue"),
        ('does = "status"', 'does = "stauts"', 17, "status"),
        ('does = "status"', 'does = "answers"\nmost = 9', 18, "8 at most"),
        ('does = "status"', 'does = "status"\nmosst = 9', 18, "most"),
        ('voicemail = "chat"', 'voicemail = "chat"\nlongest_message_s = 9999', 3, "600"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in VOICE
    faults = of(VOICE.replace(old, new, 1)).faults
    told = [(f.file, f.line) for f in faults if says in f"{f.what} {f.remedy}"]
    assert ("voice.toml", line) in told, faults


def test_a_number_without_a_language_is_a_fault() -> None:
    begins, ends = VOICE.index("[[language]]"), VOICE.index("[[choice]]")
    (fault,) = of(VOICE[:begins] + VOICE[ends:]).faults
    assert "No language is spoken" in fault.what


def test_a_changed_key_is_in_the_difference() -> None:
    before, after = of(VOICE), of(VOICE.replace('queue = "pickups"', 'queue = "general"'))
    (change,) = difference.between(before, after)
    assert (change.part, change.code) == ("key", "2")
    assert change.fields == {"queue": ("pickups", "general")}
