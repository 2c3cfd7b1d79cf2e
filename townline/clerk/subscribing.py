"""A letter a day about a file, a body, a district or words: asked for, confirmed, and left."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from townline.cities.rules.city import City
from townline.clerk import limits
from townline.clerk.access import city_of, for_readers
from townline.contacts import actions as contacts
from townline.contacts import queries as subscribers
from townline.contacts.queries import NoSuchSubscriber, SubscriberShown
from townline.council import queries
from townline.council.queries import NoSuchTopic, Topic
from townline.record.verbs import RESIDENT


class SubscribeForm(forms.Form):
    """Where the letters go, and of how much they tell."""

    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    family = forms.BooleanField(
        label=gettext_lazy("Also tell me about the supplements of this file"), required=False
    )


@for_readers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, city: City) -> HttpResponse:
    """Take an address to which a letter a day about a topic shall go."""
    topic = topic_or_404(city, request.GET.get("topic", ""))
    form = SubscribeForm(request.POST if request.method == "POST" else None)
    if topic.kind != "file":
        del form.fields["family"]
    if form.is_valid():
        if refused := limits.too_many(request):
            return refused
        _subscribe(city, topic, form.cleaned_data)
        return redirect(f"{reverse('clerk:subscribe')}?{urlencode({'topic': topic.text})}&asked=1")
    context = {"topic": topic, "form": form, "asked": "asked" in request.GET}
    return render(request, "clerk/subscribe.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, link: str) -> HttpResponse:
    """Show a subscriber what they are told of; begin or end it."""
    city = city_of(request)
    found = _found(city, link)
    if request.method == "POST":
        leaves = request.POST.get("do") == "leave"
        act = contacts.leave_topic if leaves else contacts.confirm_subscriber
        act(city=city, link=link, by=RESIDENT, at=timezone.now())
        return redirect("clerk:subscriber", link)
    return _page(request, city, link, found)


@csrf_exempt  # mail programs end letters with one click (RFC 8058); they know no token
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, link: str) -> HttpResponse:
    """End the letters at once where a program asks for it; show the page to people."""
    city = city_of(request)
    found = _found(city, link)
    if request.method == "POST":
        contacts.leave_topic(city=city, link=link, by=RESIDENT, at=timezone.now())
        return redirect("clerk:subscriber", link)
    return _page(request, city, link, found)


def topic_or_404(city: City, text: str) -> Topic:
    """
    Return what a topic of an address means.

    :raises Http404: if it is nothing that everyone may know of
    """
    try:
        return queries.topic(city, text)
    except NoSuchTopic as fault:
        raise Http404("no such topic") from fault


def _subscribe(city: City, topic: Topic, given: dict[str, Any]) -> None:
    text = f"council-family:{topic.value}" if given.get("family") else topic.text
    if limits.may_be_asked(given["email"], about=f"{city.id}/{text}"):
        contacts.subscribe(
            city=city, email=given["email"], topic=text, language=get_language() or "",
            by=RESIDENT, at=timezone.now(),
        )  # fmt: skip


def _found(city: City, link: str) -> SubscriberShown:
    try:
        return subscribers.subscriber(city.id, link)
    except NoSuchSubscriber as fault:
        raise Http404("no such subscriber") from fault


def _page(request: HttpRequest, city: City, link: str, found: SubscriberShown) -> HttpResponse:
    try:
        topic = queries.topic(city, found.topic)
    except NoSuchTopic:  # everyone may not know of it any more
        topic = None
    context = {"found": found, "link": link, "topic": topic}
    response = render(request, "clerk/subscriber.html", context)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
