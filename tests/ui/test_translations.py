"""What residents read is said in every language of the installation, with the same gaps to fill."""

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import to_locale

from tools import messages

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
FORMS = {"es": 2, "ko": 1, "hy": 2, "zh-hans": 1}
"""How many forms of a sentence with a number each language has."""
FOR_STAFF = ("townline/desk/", "townline/staff/", "townline/founding/")
GAP = re.compile(r"%\(\w+\)[sdg]|\{\w*\}")
MARKUP = re.compile(r"</?[a-z]+[^>]*>")

every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def said() -> Catalog:
    return messages.gathered()


@cache
def written(language: str) -> Catalog:
    path = messages.LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as source:
        return read_po(source, locale=to_locale(language), abort_invalid=True)


def sentences(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def translated(message: Message) -> bool:
    return bool(message.string) and all(forms(message.string))


def for_residents(message: Message) -> bool:
    return not all(place.startswith(FOR_STAFF) for place, _ in message.locations)


def test_templates_code_and_verbs_are_all_read_for_sentences() -> None:
    assert "Skip to the content" in said()  # {% translate %}
    assert said().get(("%(n)s person", "%(n)s people"))  # {% blocktranslate %} with plural
    assert "Received through {channel}" in said()  # Verb(…)
    assert "Give one answer only." in said()  # _() of a rule
    assert "We promise to have it done by %(date)s." in said()  # a letter


@every_language
def test_every_sentence_that_residents_read_is_translated(language: str) -> None:
    catalogue = written(language)
    missing = [
        message.id
        for message in sentences(said())
        if for_residents(message)
        and not ((found := catalogue.get(message.id, message.context)) and translated(found))
    ]
    assert missing == [], "run tools/messages.py, then translate these"


@every_language
def test_no_translation_is_kept_of_what_nobody_says_any_more(language: str) -> None:
    catalogue = written(language)
    left = [m.id for m in sentences(catalogue) if said().get(m.id, m.context) is None]
    assert left == [], "run tools/messages.py"
    assert not catalogue.obsolete


@every_language
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in sentences(written(language)) if message.fuzzy] == []


@every_language
def test_translations_have_the_gaps_and_the_markup_of_the_sentence(language: str) -> None:
    wrong = []
    for message in filter(translated, sentences(written(language))):
        originals = forms(message.id)
        for text in forms(message.string):
            for kind in (GAP, MARKUP):
                found = sorted(kind.findall(text))
                if found not in [sorted(kind.findall(original)) for original in originals]:
                    wrong.append((message.id, text))
    assert wrong == []


@every_language
def test_every_number_has_the_forms_of_the_language(language: str) -> None:
    catalogue = written(language)
    assert catalogue.num_plurals == FORMS[language]
    for message in sentences(catalogue):
        if message.pluralizable and translated(message):
            assert len(forms(message.string)) == FORMS[language], message.id


@every_language
def test_the_compiled_translations_are_found_and_fresh(language: str) -> None:
    with translation.override(language):
        assert translation.gettext("Skip to the content") == (
            written(language).get("Skip to the content").string  # type: ignore[union-attr]
        ), "run python tools/assets.py"


@every_language
def test_each_file_says_at_its_head_whether_it_was_reviewed(language: str) -> None:
    path = messages.LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"
    head, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
    assert '"X-Reviewed: ' in head
