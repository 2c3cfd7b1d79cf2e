"""A public comment on a file: without an account, and read by the clerk before others read it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.clerk import limits
from townline.clerk.access import for_readers
from townline.clerk.files import found_or_404
from townline.contacts import actions as contacts
from townline.contacts.actions import NewComment
from townline.contacts.rules.topics import LONGEST
from townline.council import queries
from townline.record.verbs import RESIDENT


class CommentForm(forms.Form):
    """A comment, and what its writer wants to be known of them."""

    use_required_attribute = False

    position = forms.ChoiceField(
        label=gettext_lazy("Where you stand"), required=False, widget=forms.RadioSelect,
        choices=[
            ("for", gettext_lazy("For it")),
            ("against", gettext_lazy("Against it")),
            ("", gettext_lazy("I do not want to say")),
        ],
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Your comment"), max_length=LONGEST,
        help_text=gettext_lazy(
            "Everyone can read it later. Leave out addresses and phone numbers."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, required=False,
        help_text=gettext_lazy("It is shown with your comment. Leave it empty to stay unnamed."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, required=False,
        help_text=gettext_lazy("We write to you once it is published. It is never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    website = forms.CharField(label=gettext_lazy("Leave this empty"), required=False)


@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, city: City, identifier: str) -> HttpResponse:
    """Take a comment on a file, to be read by the clerk first."""
    found = found_or_404(city, identifier)
    if found is None:
        return redirect("clerk:comment", queries.read_number(city, identifier))
    initial = {"position": ""}
    form = CommentForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        if refused := limits.too_many(request):
            return refused
        # What fills in a field that people do not see is a program: it is thanked, and not kept.
        if not form.cleaned_data["website"]:
            _take(city, found.identifier, form.cleaned_data)
        return redirect(reverse("clerk:comment", args=[found.identifier]) + "?sent=1")
    context = {
        "file": found, "form": form, "sent": "sent" in request.GET, "official": city.languages[0],
    }  # fmt: skip
    return render(request, "clerk/comment.html", context, status=422 if form.errors else 200)


def _take(city: City, identifier: str, given: dict[str, Any]) -> None:
    new = NewComment(
        topic=f"council-file:{identifier}", text=given["text"], position=given["position"],
        name=given["name"], email=given["email"], language=get_language() or "",
    )  # fmt: skip
    try:
        contacts.take_comment(city_id=city.id, given=new, by=RESIDENT, at=timezone.now())
    except ValueError as fault:
        raise Http404("no such comment") from fault
