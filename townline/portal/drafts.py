"""What was begun without scripts: kept by us under a random cookie, never with personal details."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import get_script_prefix
from django.utils import timezone

from townline.catalogue.rules.offers import Offer
from townline.cities.rules.city import City
from townline.portal import steps
from townline.record.verbs import RESIDENT
from townline.requests import queries as requests
from townline.requests.actions import drafts
from townline.requests.queries import DraftShown
from townline.requests.queries.drafts import KEPT

COOKIE = "draft"
PRIVATE = "Townline-Private"
"""Says that an answer holds what somebody wrote: the phone keeps no copy of it."""
SENT = "sent"
"""Under which name a drawer knows the number of what was sent; no field is called so."""
KEPT_STEPS = (steps.WHERE, steps.WHAT)


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """Where one browser's draft of one service lies."""

    city: City
    offer: Offer
    token: str
    """Empty for a browser that keeps none."""

    def draft(self) -> DraftShown | None:
        """Return what lies in it."""
        if not self.token:
            return None
        found = self._lying()
        return None if found is None or SENT in found.fields else found

    def sent_as(self, key: str) -> str:
        """Return the number that the form of that key got; empty where it was not sent."""
        found = self._lying() if self.token and key else None
        if found is None or found.fields.get("key") != [key]:
            return ""
        return next(iter(found.fields.get(SENT, ())), "")

    def _lying(self) -> DraftShown | None:
        return requests.draft(self.city, self.offer.code, self.token, at=timezone.now())

    def photos(self) -> tuple[bytes, ...]:
        """Return the photos that lie in it."""
        if not self.token:
            return ()
        return requests.draft_photos(self.city, self.offer.code, self.token, at=timezone.now())

    def drop(self) -> None:
        """Empty it."""
        if self.token:
            drafts.drop(
                city=self.city, service_code=self.offer.code, token=self.token, by=RESIDENT,
                at=timezone.now(),
            )  # fmt: skip

    def settle(self, key: str, number: str) -> None:
        """Keep nothing of it but what it became, for a browser that sends the last step twice."""
        self.drop()
        drafts.keep(
            city=self.city, service_code=self.offer.code, token=self.token,
            fields={"key": [key], SENT: [number]}, by=RESIDENT, at=timezone.now(),
        )  # fmt: skip

    def drop_photos(self) -> None:
        """Take the photos out of it."""
        if self.token:
            drafts.drop_photos(
                city=self.city, service_code=self.offer.code, token=self.token, by=RESIDENT,
                at=timezone.now(),
            )  # fmt: skip


def drawer(request: HttpRequest, city: City, offer: Offer) -> Drawer:
    """Return where this browser's draft of the service lies."""
    return Drawer(city=city, offer=offer, token=request.COOKIES.get(COOKIE, "")[:64])


def keep(
    drawn: Drawer, data: QueryDict, photos: Sequence[UploadedFile], response: HttpResponse
) -> None:
    """
    Keep what was filled in so far, and let the browser know by which cookie.

    :raises Unfit: if a photo is none, or there are too many
    """
    token = drawn.token or secrets.token_urlsafe(24)
    drafts.keep(
        city=drawn.city, service_code=drawn.offer.code, token=token, fields=_kept_of(data),
        photos=[upload.read() for upload in photos], most_photos=drawn.offer.photos,
        by=RESIDENT, at=timezone.now(),
    )  # fmt: skip
    response.set_cookie(
        COOKIE, token, max_age=KEPT, path=get_script_prefix(), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def merged(kept: DraftShown | None, sent: QueryDict, of_steps: Iterable[str]) -> QueryDict:
    """Return what the draft holds, with the fields of some steps as they were sent now."""
    said, data = tuple(of_steps), QueryDict(mutable=True)
    for name, values in (kept.fields if kept else {}).items():
        if not any(steps.holds(step, name) for step in said):
            data.setlist(name, list(values))
    for name, values in sent.lists():
        if name in steps.OF_FORM or any(steps.holds(step, name) for step in said):
            data.setlist(name, [str(value) for value in values])
    return data


def _kept_of(data: QueryDict) -> dict[str, list[str]]:
    return {
        name: [str(value) for value in values]
        for name, values in data.lists()
        if name in steps.OF_FORM or any(steps.holds(step, name) for step in KEPT_STEPS)
    }
