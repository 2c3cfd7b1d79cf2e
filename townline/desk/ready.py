"""Ready texts at a request: which may be used, and how they read to its reporter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

from townline.catalogue import queries as catalogue
from townline.catalogue.rules import ready_texts
from townline.catalogue.rules.ready_texts import ReadyText
from townline.cities.rules.city import City, words_in
from townline.contacts import queries as contacts
from townline.desk.deeds import Case
from townline.desk.wording import language_name
from townline.requests.queries.wording import department_name

CHOSEN = "ready"
"""The name under which a form sends which text is wanted."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One text, filled in for a request."""

    key: str
    name: str
    text: str
    language: str
    language_name: str
    foreign: bool
    """It lacks the reporter's language, and is in the city's first."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """The texts that a form offers."""

    texts: tuple[Ready, ...]
    speaks: str
    """The reporter's language, in its own words."""
    used: Ready | None = None
    """The one that was just put into the box."""


def offered(case: Case, deed: str, sent: Mapping[str, Any] | None = None) -> Offered | None:
    """Return the texts for a deed of ``ready_texts.DEEDS``; None for every other deed."""
    if deed not in ready_texts.DEEDS:
        return None
    language = language_of(case)
    found = case.found
    known = [
        (f"f-{code}", text) for code, text in catalogue.ready_texts(case.city.edition_id).items()
    ]
    known += [(one.number, one.text) for one in catalogue.kept_texts(case.city)]
    fitting = [
        _ready(case, key, text, language)
        for key, text in known
        if text.fits(deed, service=found.service_code, department=found.department)
    ]
    wanted = str((sent or {}).get(CHOSEN, ""))
    return Offered(
        texts=tuple(sorted(fitting, key=lambda one: one.name.casefold())),
        speaks=language_name(language),
        used=next((one for one in fitting if one.key == wanted), None),
    )


def language_of(case: Case) -> str:
    """Return the language that the reporter reads; the city's first where they left none."""
    known = contacts.reach_of(case.found.contact_id) if case.found.contact_id else None
    return known.language if known and known.language else case.city.languages[0]


def put(form: forms.Form, field: str, sent: Mapping[str, Any], used: Ready | None) -> None:
    """
    Let a form that nobody has sent yet show what was typed, with a ready text below it.

    :param field: the box that the text goes into
    """
    typed = {name: sent.get(name, "") for name in form.fields if name in sent}
    before = str(typed.get(field, "")).strip()
    if used and used.text not in before:
        typed[field] = f"{before}\n\n{used.text}" if before else used.text
    form.initial = typed


def _ready(case: Case, key: str, text: ReadyText, language: str) -> Ready:
    words, spoken = ready_texts.in_language(text.words, language, case.city.languages)
    return Ready(
        key=key,
        name=text.name,
        text=ready_texts.fill(words, values(case, spoken)),
        language=spoken,
        language_name=language_name(spoken),
        foreign=spoken != language,
    )


def values(case: Case, language: str) -> dict[str, str]:
    """Return what fills the fields of a text, as people write it in a language."""
    found, city = case.found, case.city
    with override(language):
        due = found.due_at.astimezone(city.zone) if found.due_at else None
        return {
            "number": found.number,
            "service": words_in(case.offer.words, language) if case.offer else found.service_name,
            "place": found.address,
            "due": date_format(due, "DATE_FORMAT") if due else "",
            "department": department_name(found.edition_id, found.department, case.at, language),
            "link": link(city, found.number, language, hidden=found.publicity == "nothing"),
        }


def link(city: City, number: str, language: str, *, hidden: bool) -> str:
    """Return where a reporter can look at their request: what is confidential, after signing in."""
    spoken = "" if language == settings.LANGUAGE_CODE else f"{language}/"
    page = "my/" if hidden else f"requests/{number}/"
    return f"{settings.PUBLIC_URL.rstrip('/')}/c/{city.slug}/{spoken}{page}"
