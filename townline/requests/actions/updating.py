"""One text to everybody who asked about the same thing, sent once to each of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from townline.cities.rules.city import City
from townline.contacts import actions as contacts
from townline.contacts import queries as contacts_known
from townline.record.verbs import Actor
from townline.requests import verbs
from townline.requests.actions.change import changing, happen
from townline.requests.models import Follower, ServiceRequest, Update
from townline.requests.queries.following import leave_path
from townline.requests.rules.lifecycle import Status
from townline.requests.rules.submission import MOST_TEXT, Unfit


def update(
    *,
    city: City,
    number: str,
    words: Mapping[str, str],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """
    Tell everyone who reported or follows a request, or one that joined it, how things are.

    It is entered in the record of each of these requests, so that every page shows it. Each person
    is sent it once, in their language or else in the city's first one, however many of the requests
    are theirs: one address of one medium is one person.

    :param words: the text by language; in the city's first one at least
    :raises Unfit: if that is missing, a text is too long, or the request joined another itself
    """
    told = _checked(city, words)
    with changing(city, number, seen=seen) as lead:
        if lead.lead_id is not None:
            raise Unfit("joined", "text", "tell everyone from the request that this one joined")
        joined = list(lead.joined.select_for_update().filter(status=Status.JOINED).order_by("id"))
        kept = Update.objects.create(
            request=lead, seq=lead.seq + 1, words=told, requests=1 + len(joined), told_at=at,
            told_by=by.label,
        )  # fmt: skip
        text = told[city.languages[0]]
        happen(lead, verbs.UPDATED, by=by, at=at, note=text, update=kept.pk)
        for one in joined:
            happen(one, verbs.UPDATED, by=by, at=at, note=text, update=kept.pk, lead=lead.number)
            one.save(force_update=True)
        kept.notices = contacts.owe_each(
            city_id=city.id, template="updated", told=_owed(kept, [lead, *joined]), by=by, at=at
        )
        kept.save(update_fields=["notices"])


def _checked(city: City, words: Mapping[str, str]) -> dict[str, str]:
    """Return the texts that are there."""
    told = {language: words.get(language, "").strip() for language in city.languages}
    first = city.languages[0]
    if not told[first]:
        raise Unfit("empty", first, "write it in the city's first language at least")
    for language, text in told.items():
        if len(text) > MOST_TEXT:
            raise Unfit("too_long", language, f"write {MOST_TEXT} characters at most")
    return {language: text for language, text in told.items() if text}


def _owed(kept: Update, requests: list[ServiceRequest]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield what each person is owed: reporters first, whose notice opens their own page."""
    about = dict(_reporters(requests)) | dict(_followers(requests))
    for person in contacts_known.one_each(about):
        first, *others = (about[contact] for contact in person)
        numbers = dict.fromkeys(str(data["number"]) for data in others)
        numbers.pop(str(first["number"]), None)
        yield person[0], {**first, "update": kept.pk, "also": list(numbers)}


def _reporters(requests: Iterable[ServiceRequest]) -> Iterator[tuple[int, dict[str, Any]]]:
    for one in requests:
        if one.contact_id:
            yield one.contact_id, {"number": one.number}


def _followers(requests: Iterable[ServiceRequest]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield those who follow what everyone may know of."""
    shown = {r.pk: r.number for r in requests if r.publicity != "nothing" and not r.hidden}
    found = Follower.objects.filter(
        request_id__in=shown, confirmed_at__isnull=False, left_at=None
    ).order_by("pk")
    for key, contact_id, request_id in found.values_list("pk", "contact_id", "request_id"):
        told = {"number": shown[request_id], "public": True, "leave": leave_path(key)}
        yield contact_id, told
