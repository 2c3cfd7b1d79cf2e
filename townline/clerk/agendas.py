"""The desk of agendas: items put on, changed, moved, taken off; and the whole posted."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from townline.cities.rules.city import City
from townline.clerk.access import city_of, for_clerks, show
from townline.clerk.meeting_forms import ItemForm, ItemsForm, PostForm
from townline.clerk.meeting_words import refusal
from townline.clerk.meetings import REFUSED, found
from townline.clerk.refusals import told
from townline.council import actions, queries
from townline.council.actions import NewItem, NoSuchItem
from townline.council.rules.notice import TooLate
from townline.council.rules.numbers import NotANumber
from townline.record.verbs import Actor

BETWEEN = re.compile(r"[\s,;]+")


@for_clerks
@require_POST
def add(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Put files on the agenda, as many as were ticked or written, or an item without a file."""
    city = city_of(request)
    found(city, meeting)
    form = ItemsForm(request.POST, city=city)
    if form.is_valid():
        try:
            items = _items(city, form, request.POST.getlist("ready"))
            added = actions.add_items(
                city=city, code=meeting, items=items, by=by, at=timezone.now()
            )
        except (*REFUSED, NotANumber) as fault:
            messages.error(request, told(fault))
        else:
            _say_added(request, added)
    else:
        messages.error(request, _("Choose a section, and files or words."))
    return redirect("clerk:desk_meeting", meeting)


def _say_added(request: HttpRequest, added: int) -> None:
    if added:
        said = ngettext("{n} item was added.", "{n} items were added.", added)
        messages.success(request, said.format(n=added))
    else:
        messages.warning(request, _("All of that is on the agenda already."))


def _items(city: City, form: ItemsForm, ready: list[str]) -> list[NewItem]:
    section, caption = form.cleaned_data["section"], form.cleaned_data["caption"].strip()
    written = [text for text in BETWEEN.split(form.cleaned_data["numbers"]) if text]
    numbers = [*ready, *(queries.read_number(city, text) for text in written)]
    files = [NewItem(section=section, file=number) for number in dict.fromkeys(numbers)]
    return [*files, NewItem(section=section, caption=caption)] if caption else files


@for_clerks
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, by: Actor, meeting: str, key: int) -> HttpResponse:
    """Say something else of an item."""
    city = city_of(request)
    known = found(city, meeting)
    shown = next((e for e in queries.items(city, meeting) if e.item.key == key), None)
    if shown is None:
        raise Http404("The agenda has no such item.")
    fields = ("section", "caption", "recommendation", "special_by", "consent")
    form = ItemForm(
        request.POST or None,
        city=city,
        initial={name: getattr(shown.item, name) for name in fields},
    )
    if request.method == "POST" and form.is_valid():
        try:
            now = NewItem(file=shown.item.file, **form.cleaned_data)
            actions.change_item(
                city=city, code=meeting, key=key, said=now, by=by, at=timezone.now()
            )
        except REFUSED as fault:
            refusal(form, fault, {})
        else:
            return redirect("clerk:desk_meeting", meeting)
    status = 422 if form.is_bound else 200
    return show(
        request, by, "clerk/agenda_item.html",
        form=form, meeting=known, shown=shown, status=status,
    )  # fmt: skip


@for_clerks
@require_POST
def do(request: HttpRequest, by: Actor, meeting: str, key: int) -> HttpResponse:
    """Move an item up or down, take it off, or put it back."""
    city, at = city_of(request), timezone.now()
    found(city, meeting)
    deed = request.POST.get("deed", "")
    try:
        if deed in ("up", "down"):
            actions.move_item(
                city=city, code=meeting, key=key,
                by_places=-1 if deed == "up" else 1, by=by, at=at,
            )  # fmt: skip
        elif deed == "remove":
            actions.remove_item(city=city, code=meeting, key=key, by=by, at=at)
            request.session["taken_off"] = [meeting, key]
            messages.success(request, _("The item was taken off."))
        elif deed == "bring_back":
            actions.bring_back(city=city, code=meeting, key=key, by=by, at=at)
        else:
            messages.error(request, _("Choose what to do with the item."))
    except (*REFUSED, NoSuchItem) as fault:
        messages.error(request, told(fault))
    return redirect("clerk:desk_meeting", meeting)


@for_clerks
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, by: Actor, meeting: str) -> HttpResponse:
    """Post the agenda, which freezes it."""
    city = city_of(request)
    known = found(city, meeting)
    form = PostForm(request.POST or None, again=known.version > 0)
    if request.method == "POST" and form.is_valid():
        try:
            actions.post_agenda(
                city=city,
                code=meeting,
                places=form.listed(),
                reason=form.cleaned_data.get("reason", ""),
                by=by,
                at=timezone.now(),
            )
        except (*REFUSED, TooLate) as fault:
            refusal(form, fault, {})
        else:
            messages.success(request, _("The agenda is posted. It cannot be changed any more."))
            return redirect("clerk:desk_meeting", meeting)
    status = 422 if form.is_bound else 200
    return show(request, by, "clerk/agenda_post.html", form=form, meeting=known, status=status)
