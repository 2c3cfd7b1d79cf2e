"""Who among staff saw whom contacts were with, for those who look after that."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from townline.contacts import queries
from townline.contacts.rules.looking import WhatFor
from townline.desk.access import LEADING, city_of, for_staff, show
from townline.desk.led import led
from townline.desk.wording import Text
from townline.record.verbs import Actor

PAGE = 50
LARGEST = 2**63 - 1
PURPOSES: dict[str, Text] = {
    WhatFor.ANSWERING: _("To answer it"),
    WhatFor.CALLING_BACK: _("To call back"),
    WhatFor.SENDING: _("To send an answer"),
    WhatFor.FILING: _("To file a request"),
    WhatFor.WRITING: _("To read and write messages"),
    WhatFor.VOICEMAIL: _("To return a voice message"),
    WhatFor.LETTER: _("To sort a letter"),
    WhatFor.STORY: _("To look it up afterwards"),
    WhatFor.APPRAISING: _("To appraise it"),
    WhatFor.REQUEST: _("To work on a request"),
}


class LooksForm(forms.Form):
    """Which looks are wanted."""

    use_required_attribute = False
    contact = forms.IntegerField(
        label=_("Number of a contact"), required=False, min_value=1, max_value=LARGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    member = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput
    )
    before = forms.IntegerField(
        required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput
    )


@for_staff(*LEADING)
@require_safe
def looks(request: HttpRequest, by: Actor) -> HttpResponse:
    """List who saw whom contacts were with, the last first."""
    city, form = city_of(request), LooksForm(request.GET)
    if not form.is_valid() and set(form.errors) != {"contact"}:
        raise Http404("there is no such page of looks")
    said = {name: form.cleaned_data.get(name) or 0 for name in form.fields}
    found = () if form.errors else queries.looks(
        city.id, centres=led(city, by), departments=by.departments, most=PAGE + 1, **said,
    )  # fmt: skip
    rows = [(each, PURPOSES[each.what_for]) for each in found[:PAGE]]
    kept = "".join(f"&{name}={said[name]}" for name in ("contact", "member") if said[name])
    return show(
        request, by, "desk/looks.html", status=422 if form.errors else 200, form=form, rows=rows,
        member=rows[0][0].by if rows and said["member"] else "", narrowed=bool(kept),
        newer=f"?{kept[1:]}" if said["before"] else "",
        older=f"?before={found[PAGE - 1].id}{kept}" if len(found) > PAGE else "",
    )  # fmt: skip
