"""A city's own words for messages: checked with the folder, used in its letters."""

import pytest

from tests.founding.folders import example, read


def faults(**files: str) -> list[str]:
    """Return what is said of a folder that has these files besides."""
    more = {path.replace("__", "/").replace("_", "."): text.encode()
            for path, text in files.items()}  # fmt: skip
    return [f"{f.file}:{f.line} {f.what} {f.remedy}" for f in read(example() | more).faults]


def test_words_that_name_known_fields_are_no_fault() -> None:
    assert faults(notices__closed_en_txt="{service}: done\n\n{outcome}\n\n{remark}") == []
    assert faults(notices__sms__closed_en_txt="{number}: {outcome}") == []


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("notices__closed_en_txt", "Done\n\n{outcom}", "3 A message 'closed' has no field"),
        ("notices__closde_en_txt", "Done", "There is no message 'closde'"),
        ("notices__closed_xx_txt", "Done", "does not have the language 'xx'"),
        ("notices__closed_txt", "Done", "no place for the words"),
        ("notices__closed_en_txt", "  \n", "has no words"),
        ("notices__closed_en_txt", "x" * 5000, "4000 are allowed"),
    ],
)
def test_a_slip_is_named_with_its_remedy(path: str, text: str, says: str) -> None:
    (fault,) = faults(**{path: text})
    assert says in fault


def test_what_is_not_text_is_named() -> None:
    found = read(example() | {"notices/closed.en.txt": b"\xff\xfe"}).faults
    assert [f.what for f in found] == ["The file is not UTF-8."]
