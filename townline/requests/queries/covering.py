"""What everyone would read and see of a request, for staff who are about to show it."""

from collections.abc import Mapping
from typing import Any

from townline.catalogue import queries as catalogue
from townline.cities.rules.city import City
from townline.record.verbs import Reader
from townline.requests.models import Photo, ServiceRequest, Words
from townline.requests.queries.lines import SPEAKS
from townline.requests.queries.shape import FREE_TEXT
from townline.requests.rules.covering import Blot, blots_of

PUBLIC_WORDS = [verb.code for verb in SPEAKS if verb.reader is Reader.EVERYONE]


def blots_on(request_id: int) -> dict[str, tuple[Blot, ...]]:
    """Return what is blacked out on each photo of a request, by its name."""
    found = Photo.objects.filter(request=request_id).values_list("name", "blots")
    return {name: blots_of(blots) for name, blots in found}


def texts_to_show(city: City, number: str, *, anew: bool = False) -> dict[str, str]:
    """
    Return what everyone would read after a release, by where it stands.

    :param anew: as it was written, whatever was blacked out since
    """
    request = ServiceRequest.objects.get(city_id=city.id, number=number)
    return texts_of(request, anew=anew)


def texts_of(request: ServiceRequest, *, anew: bool = False) -> dict[str, str]:
    """
    Return everything that everyone may come to read, as they would read it now, by where it stands.

    :param anew: as it was written, whatever was blacked out since
    """
    words = Words.objects.filter(request=request).first()
    found = {"description": words.description if words else "", "landmark": request.landmark}
    offer = catalogue.offers(request.edition_id).get(request.service_code)
    for code, raw in (words.answers if words else {}).items():
        question = offer.question(code) if offer else None
        if question and question.kind in FREE_TEXT and not question.private:
            found[f"answers/{code}"] = str(raw)
    said = request.entries.filter(verb__in=PUBLIC_WORDS).exclude(note="")
    found |= {f"notes/{seq}": note for seq, note in said.values_list("seq", "note")}
    black = {} if anew else flat(words.blacked if words else None)
    return {place: black.get(place, text) for place, text in found.items() if text}


def flat(blacked: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what stands in place of words by where it stands, as ``texts_of`` names it."""
    found: dict[str, str] = {}
    for part, text in (blacked or {}).items():
        if isinstance(text, str):
            found[part] = text
        else:
            found |= {f"{part}/{code}": each for code, each in text.items()}
    return found
