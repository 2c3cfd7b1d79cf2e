"""What the city tells: staff write bulletins, see them as they will be shown, and end them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from townline.cities.rules.city import City
from townline.desk.access import TELLERS, city_of, for_staff, show
from townline.desk.bulletin_forms import WORDS, BulletinForm, initial
from townline.geography import queries as geography
from townline.knowledge import actions, queries, verbs
from townline.knowledge.queries import Kept
from townline.knowledge.rules.bulletins import Message, Unsayable
from townline.record.verbs import Actor

PAST = 50
STATES = {
    "standing": gettext_lazy("Shown now"),
    "coming": gettext_lazy("To come"),
    "replaced": gettext_lazy("Replaced"),
    "ended": gettext_lazy("Ended"),
    "expired": gettext_lazy("Expired"),
}
TONES = {"standing": "moving", "coming": "new"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A bulletin, as the list and its own page show it."""

    kept: Kept
    title: str
    language: str
    state: Any
    tone: str
    standing: bool
    """Whether it may still be ended or changed."""
    importance: Any
    places: tuple[str, ...]


@for_staff(*TELLERS)
@require_safe
def every(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what is told now and to come, and what was told before."""
    city, at = city_of(request), timezone.now()
    before = request.GET.get("before", "")
    kept = queries.kept(city, most=PAST + 1, before=int(before) if _is_number(before) else None)
    rows = [_row(city, each, at) for each in kept[:PAST]]
    return show(
        request, by, "desk/bulletins.html",
        standing=[row for row in rows if row.standing],
        past=[row for row in rows if not row.standing],
        older=kept[PAST - 1].id if len(kept) > PAST else 0,
    )  # fmt: skip


@for_staff(*TELLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, by: Actor) -> HttpResponse:
    """Take a bulletin down, show how it will look, and publish it once that is confirmed."""
    city, at = city_of(request), timezone.now()
    replaces = request.GET.get("replaces", "")[:40]
    former = _kept(city, replaces) if replaces else None
    if request.method != "POST":
        begun = initial(former.message, city) if former else {}
        return _form(request, by, BulletinForm(city=city, at=at, initial=begun), replaces)
    form = BulletinForm(request.POST, city=city, at=at)
    if not form.is_valid():
        return _form(request, by, form, replaces)
    message = form.message()
    try:
        actions.check(city=city, message=message, by=by, at=at)
        if "publish" not in request.POST:
            return _form(request, by, form, replaces, preview=_preview(city, message))
        number = actions.publish(city=city, message=message, replaces=replaces, by=by, at=at)
    except Unsayable as refusal:
        form.refuse(refusal)
        return _form(request, by, form, replaces)
    except actions.NothingToEnd:
        form.add_error(None, _("The bulletin that this was to replace is over. Write a new one."))
        return _form(request, by, form, "")
    messages.success(request, _("Published. It is shown where it concerns somebody."))
    return redirect("desk:bulletin", number)


@for_staff(*TELLERS)
@require_safe
def one(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Show one bulletin in all its languages, with its history."""
    city, at = city_of(request), timezone.now()
    kept = _kept(city, number)
    return show(
        request, by, "desk/bulletin.html",
        row=_row(city, kept, at), preview=_preview(city, kept.message),
        lines=[
            (_(verbs.BY_CODE[line.verb].sentence).format(**line.data), line)
            for line in queries.history(city, number)
        ],
    )  # fmt: skip


@for_staff(*TELLERS)
@require_POST
def end(request: HttpRequest, by: Actor, number: str) -> HttpResponse:
    """Take a bulletin away at once."""
    city = city_of(request)
    _kept(city, number)
    try:
        actions.end(city=city, number=number, by=by, at=timezone.now())
    except actions.NothingToEnd:
        messages.error(request, _("This bulletin was over already."))
    else:
        messages.success(request, _("Ended. It is no longer shown."))
    return redirect("desk:bulletin", number)


def _kept(city: City, number: str) -> Kept:
    try:
        return queries.one(city, number)
    except queries.NoSuchBulletin as fault:
        raise Http404(str(fault)) from fault


def _form(
    request: HttpRequest, by: Actor, form: BulletinForm, replaces: str, preview: Any = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    return show(
        request, by, "desk/bulletin_form.html",
        status=status, form=form, replaces=replaces, preview=preview,
    )  # fmt: skip


def _preview(city: City, message: Message) -> list[queries.Bulletin]:
    """Return how the message looks to readers of each language of the city."""
    return [queries.as_read(city, "", message, language) for language in city.languages]


def _row(city: City, kept: Kept, at: datetime) -> Row:
    language, text = kept.message.text_in(get_language() or "")
    state = kept.state(at)
    return Row(
        kept=kept,
        title=text.title,
        language=language,
        state=STATES[state],
        tone=TONES.get(state, "ended"),
        standing=state in TONES,
        importance=WORDS[kept.message.importance],
        places=geography.area_names(city, kept.message.areas) if kept.message.areas else (),
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16
