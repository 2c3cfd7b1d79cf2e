"""Ready texts: what fits, which language, and what is filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from townline.catalogue.rules import ready_texts
from townline.catalogue.rules.ready_texts import FIELDS, ReadyText, Unready

WORDS = st.text(st.characters(exclude_characters="{}", exclude_categories=("Cs",)), max_size=60)
PARTS = st.lists(WORDS | st.sampled_from(FIELDS).map(lambda name: f"{{{name}}}"), max_size=6)
TEXT = ReadyText(name="Thanks", words={"en": "Thank you."}, deeds=("reply",))


@given(PARTS.map("".join), st.fixed_dictionaries(dict.fromkeys(FIELDS, st.just("{number}"))))
def test_no_field_is_left_and_what_was_filled_in_is_not_filled_again(
    text: str, values: dict[str, str]
) -> None:
    filled = ready_texts.fill(text, values)
    for name in FIELDS:
        if name != "number":
            assert f"{{{name}}}" not in filled
    assert filled.count("{number}") == sum(text.count(f"{{{name}}}") for name in FIELDS)


@given(WORDS)
def test_a_text_without_fields_keeps_its_words(text: str) -> None:
    assert ready_texts.fill(text, {}).split() == text.split()


def test_a_paragraph_whose_field_is_empty_is_left_out() -> None:
    text = "Thank you.\n\nDue by {due}.\n\nSee {link}"
    assert ready_texts.fill(text, {"due": "", "link": "x"}) == "Thank you.\n\nSee x"


@pytest.mark.parametrize(
    ("language", "found"),
    [("es", ("Hola", "es")), ("zh-hans", ("你好", "zh")), ("ko", ("Hello", "en"))],
)
def test_a_reporter_reads_their_language_or_the_citys_first(
    language: str, found: tuple[str, str]
) -> None:
    words = {"es": "Hola", "zh": "你好", "en": "Hello"}
    assert ready_texts.in_language(words, language, ("en", "es")) == found


def test_a_text_fits_its_use_service_and_department_alone() -> None:
    text = ReadyText(
        name="n", words={"en": "w"}, deeds=("close",), services=("a",), departments=("d",)
    )
    assert text.fits("close", service="a", department="d")
    assert not text.fits("reply", service="a", department="d")
    assert not text.fits("close", service="b", department="d")
    assert not text.fits("close", service="a", department="e")
    assert TEXT.fits("reply", service="anything", department="any")


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"name": " "}, "name"),
        ({"deeds": ()}, "deeds"),
        ({"deeds": ("shout",)}, "deeds"),
        ({"words": {"es": "Gracias"}}, "words"),
        ({"words": {"en": "Dear {name}"}}, "words"),
        ({"words": {"en": "x" * 2001}}, "words"),
        ({"words": {"en": "x\x00"}}, "words"),
    ],
)
def test_what_cannot_be_used_is_refused(changed: dict[str, object], part: str) -> None:
    parts: dict[str, object] = {"name": "n", "words": {"en": "w"}, "deeds": ("reply",)}
    with pytest.raises(Unready) as refused:
        ready_texts.check(ReadyText(**(parts | changed)), ("en", "es"))  # type: ignore[arg-type]
    assert refused.value.part == part
