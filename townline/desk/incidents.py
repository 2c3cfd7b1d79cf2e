"""What concerns everyone who asked about the same thing: one text to all, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from townline.cities.rules.city import City
from townline.contacts import queries as contacts
from townline.desk import request_notices, wording
from townline.desk.access import city_of, for_staff, may_reach, show
from townline.desk.deeds import Case, Deed, DeedForm, Doing
from townline.desk.request_notices import NoticeLine
from townline.desk.wording import Text
from townline.record.verbs import Actor, Verb, may
from townline.requests import queries as requests
from townline.requests import verbs
from townline.requests.actions import updating
from townline.requests.queries import Kin, Line, RequestShown, UpdateShown
from townline.requests.rules.submission import MOST_TEXT

FIELD = "text_"
"""What the name of a text's field begins with; its language follows."""


class UpdateForm(DeedForm):
    """One text to everyone, in as many of the city's languages as somebody can write."""

    def prepare(self, case: Case) -> None:
        """Ask for the text in each language of the city; the first one is needed."""
        first = case.city.languages[0]
        for language in case.city.languages:
            name = wording.language_name(language)
            self.fields[FIELD + language] = forms.CharField(
                label=gettext("Text in %(language)s") % {"language": name},
                help_text=_("People read it as you write it.") if language == first else "",
                max_length=MOST_TEXT,
                required=language == first,
                widget=forms.Textarea(attrs={"rows": 4, "lang": language}),
            )


def _update(doing: Doing) -> None:
    words = {
        name.removeprefix(FIELD): text
        for name, text in doing.said.items()
        if name.startswith(FIELD)
    }
    updating.update(**doing.changing, words=words)


def _stands_itself(case: Case) -> bool:
    return not case.found.lead


UPDATE = Deed(
    name="update", verb=verbs.UPDATED, label=_("Tell everyone"),
    done=_("Told. Everyone who reported or follows this gets it once."), act=_update,
    form=UpdateForm, fits=_stands_itself,
    about=_(
        "Everyone who reported or follows this, or a request that joined it, gets it once, in"
        " their own language where you write it, else in the first one. It stands on the public"
        " page of each of these requests."
    ),
)  # fmt: skip
FOR_EVERYONE = (UPDATE,)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How many of an update's messages stand in one way."""

    state: Text
    tone: str
    number: int


@dataclass(frozen=True, kw_only=True)
class ToldAll:
    """One text that everyone was told, with what became of its messages."""

    update: UpdateShown
    fates: tuple[Fate, ...]
    texts: tuple[tuple[str, str, str], ...] = ()
    """Code and name of each language, and the text in it."""
    notices: tuple[NoticeLine, ...] = ()
    more: int = 0
    """How many notices there are besides those."""


def latest(found: RequestShown) -> Line | None:
    """Return the entry that told everyone last; None where nothing was told from this request."""
    if found.lead:
        return None
    told = (line for line in reversed(found.lines) if line.verb == verbs.UPDATED.code)
    return next(told, None)


def _told(update: UpdateShown, **more: Any) -> ToldAll:
    return ToldAll(
        update=update,
        fates=tuple(_fates(update)),
        **more,
    )


def _fates(update: UpdateShown) -> Iterator[Fate]:
    counted = contacts.fates_of(update.notices)
    for state, (words, tone) in request_notices.STATES.items():
        if state in counted:
            yield Fate(state=words, tone=tone, number=counted[state])


MOST_TOLD = 2
"""Of how many updates the page says what became of each message: two statements for each."""
MOST_NOTICES = 100


@for_staff()
@require_safe
def updates(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Show what everyone was told from a request, and what became of each message."""
    city = city_of(request)
    language = get_language() or ""
    found = requests.by_staff(city, number, by, language=language, at=timezone.now())
    told = [
        _in_full(city, update, open_=may_reach(by, found))
        for update in requests.updates(city, number, most=MOST_TOLD)
    ]
    return show(request, by, "desk/updates.html", found=found, told=told, most=MOST_TOLD)


def _in_full(city: City, update: UpdateShown, *, open_: bool) -> ToldAll:
    shown = contacts.notices_with(update.notices, open_=open_, most=MOST_NOTICES)
    texts = tuple(
        (language, wording.language_name(language), update.words[language])
        for language in city.languages
        if language in update.words
    )
    return _told(
        update,
        texts=texts,
        notices=tuple(request_notices.worded(one) for one in shown),
        more=len(update.notices) - len(shown),
    )


@dataclass(frozen=True, kw_only=True)
class NearLine:
    """A request near by, with what this reader may do about it."""

    one: Kin
    away: str
    """How far away it is, in words."""
    status: Text
    tone: str
    own_service: bool
    """Whether it is of the same service."""
    may_join: bool
    may_set_apart: bool


def near_lines(case: Case) -> Iterator[NearLine]:
    """Yield what lies near an opened request, as its page shows it."""
    for one in case.near:
        words, tone = wording.STATUSES[one.status]
        yield NearLine(
            one=one,
            away=wording.away(one.metres),
            status=words,
            tone=tone,
            own_service=one.service_code == case.found.service_code,
            may_join=_may_both(case, one, verbs.JOINED),
            may_set_apart=_may_both(case, one, verbs.SET_APART),
        )


def _may_both(case: Case, one: Kin, verb: Verb) -> bool:
    return case.may(verb) and may(case.by, verb, department=one.department)
