"""What a folder says of emergencies is read, compared, and refused with the line that is wrong."""

import pytest

from tests.founding.folders import SLUG, example
from townline.founding.rules import difference, draft
from townline.founding.rules.draft import Draft

TEXT = """
[harmless]
en = ["fire hydrant*"]

[[kind]]
code = "fire"
name = { en = "Fire" }
call = "911"
says = { en = "Get out and call 911." }
answers = []
[kind.phrases]
en = ["house|home on fire"]
"""


def of(text: str) -> Draft:
    return draft.of_files(SLUG, example() | {"emergencies.toml": text.encode()})


def test_kinds_are_read_with_their_phrases() -> None:
    read = of(TEXT)
    assert read.faults == ()
    (kind,) = read.emergencies.kinds
    assert (kind.code, kind.call) == ("fire", "911")
    assert kind.phrases == {"en": ("house|home on fire",)}
    assert read.emergencies.harmless == {"en": ("fire hydrant*",)}


def test_a_folder_without_the_file_knows_none() -> None:
    files = {path: content for path, content in example().items() if path != "emergencies.toml"}
    assert draft.of_files(SLUG, files).emergencies.kinds == ()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("answers = []", 'answers = ["nowhere"]', 10),
        ('call = "911"', 'call = "the police"', 8),
        ('en = ["house|home on fire"]', 'de = ["brand"]', 12),
        ('en = ["house|home on fire"]', 'en = ["house | fire"]', 12),
        ('en = ["house|home on fire"]', "", 5),
        ('en = ["fire hydrant*"]', 'en = ["?"]', 3),
        ("Get out and call 911.", "Get out and call 911. " * 9, 9),
        ("answers = []", "numbers = []", 10),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, line: int) -> None:
    assert old in TEXT
    found = of(TEXT.replace(old, new)).errors
    assert ("emergencies.toml", line) in [(fault.file, fault.line) for fault in found], found


def test_a_change_is_told_as_one_of_its_kind() -> None:
    (change,) = difference.between(of(TEXT), of(TEXT.replace('"911"', '"112"')))
    assert (change.part, change.code) == ("emergency", "fire")
    (change,) = difference.between(of(TEXT), of(TEXT.replace("hydrant*", "engine")))
    assert (change.part, change.code) == ("emergency", "harmless")
