"""What every address of the telephone shares: the proof of the carrier, and answers it can read."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, QueryDict
from django.utils import timezone

from townline.channels import addresses, voice_words
from townline.channels.carrier import verifier
from townline.channels.hook_bodies import form_posted
from townline.channels.rules import twiml
from townline.channels.rules.calling import Hangup, Reject, Say, Tree
from townline.channels.rules.ivr import Machine
from townline.channels.rules.phrases import Phrase
from townline.channels.rules.signing import Called
from townline.channels.voice_known import OnThePhone
from townline.cities.rules.city import City
from townline.contacts import queries as heard
from townline.contacts.queries import CallAs, NoSuchCall
from townline.contacts.rules.saying import tidied
from townline.contacts.rules.voice import Voice

log = logging.getLogger(__name__)
UNSIGNED = "This call is not signed by the carrier.\n"
LONGEST_SID = 100


@dataclass(frozen=True, kw_only=True)
class Hook:
    """A call to one of our addresses that the carrier has proved."""

    city: City
    voice: Voice
    form: QueryDict
    at: datetime

    def said(self, name: str, most: int = 60) -> str:
        """Return a field that the carrier sent, as it can be kept; what is too long is cut."""
        return tidied(str(self.form.get(name, "")))[:most]

    @property
    def sid(self) -> str:
        """How the carrier names the call."""
        return self.said("CallSid", LONGEST_SID)

    def call(self) -> CallAs:
        """
        Return the call that the carrier asks about.

        :raises NoSuchCall: if it is none of ours
        """
        return heard.call_by_sid(self.city.id, self.sid)

    def machine(self, call: CallAs) -> Machine:
        """Return the menu that a call is in; it is told the next keys at the next step."""
        return Machine(
            voice=self.voice,
            line=self.voice.dialled(call.line),
            known=OnThePhone(city=self.city, voice=self.voice, at=self.at),
            here=f"step/{call.step + 1}/",
        )

    def written(self, *tree: Any, waiting: bool = False) -> str:
        """Return a tree as the carrier reads it."""
        tongues = {
            code: twiml.Tongue(tag=each.tag, voice=each.voice)
            for code, each in self.voice.tongues.items()
        }
        return twiml.render(tree, self.address, tongues, waiting=waiting)

    def address(self, place: str) -> str:
        """Return the whole address of a place."""
        return addresses.of(self.city, f"voice/{place}")

    def say(self, phrase: Phrase, language: str, **blanks: object) -> Say:
        """Return a phrase to be said."""
        return Say(text=voice_words.say(phrase, language, **blanks), language=language)


type Place = Callable[..., str]


def hook(view: Place) -> Callable[..., HttpResponse]:
    """
    Let the carrier alone in, and answer it in its own language even where something fails.

    A caller hears an apology then, never silence; what went wrong is in the log.
    """

    @form_posted
    @wraps(view)
    def answer(request: HttpRequest, **named: int) -> HttpResponse:
        city: City = request.city  # type: ignore[attr-defined]
        at = timezone.now()
        if not is_signed(request, city, at):
            return HttpResponseForbidden(UNSIGNED, content_type="text/plain")
        voice = heard.voice_of(city.edition_id)
        asked = Hook(city=city, voice=voice, form=request.POST, at=at)
        try:
            written = view(asked, **named) if voice.numbers else asked.written(Reject())
        except NoSuchCall:  # nothing that we know how to go on with
            written = asked.written(*_sorry(asked))
        except Exception:
            log.exception("the telephone failed at %s", view.__name__)
            written = asked.written(*_sorry(asked))
        return HttpResponse(
            twiml.document(written), content_type="text/xml; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )  # fmt: skip

    return answer


def _sorry(asked: Hook) -> Tree:
    language = asked.city.languages[0]
    return (asked.say(Phrase.APOLOGY, language), Hangup())


def is_signed(request: HttpRequest, city: City, at: datetime) -> bool:
    """Return whether the carrier signed a call, to the address that it was told of."""
    body = request.body
    form = [(name, str(value)) for name in request.POST for value in request.POST.getlist(name)]
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = request.META.get("QUERY_STRING", "")
    path = request.path_info + (f"?{query}" if query else "")
    # The address as it was given to the carrier: behind a proxy, ours may look otherwise.
    base = settings.PUBLIC_URL.rstrip("/")
    proofs = [
        verifier().proves(Called(url=url, headers=headers, form=form, body=body, at=at))
        for url in (addresses.of(city, path), f"{base}{path}")
    ]
    return any(proofs)
