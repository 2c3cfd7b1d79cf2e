"""Why a submission was not taken, in words that help: where it stands and what to do instead."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from townline.catalogue.rules.answers import BadAnswers, NotOurs
from townline.cities.rules.city import City, words_in
from townline.geography.rules.place import OutsideCity
from townline.portal.places import outside
from townline.portal.questions import PREFIX
from townline.requests.actions import KeyReused, Suspended
from townline.requests.rules.lifecycle import OutOfOrder
from townline.requests.rules.submission import Unfit

KNOWN = (BadAnswers, KeyReused, NotOurs, OutOfOrder, OutsideCity, Suspended, Unfit)
"""What ``explain`` has words for."""

UNFIT: dict[str, str | Promise] = {
    "no_place": gettext_lazy("Say where it is: an address, a corner or a place on the map."),
    "place_unknown": gettext_lazy(
        "We cannot find this place in the city. Check how it is written, or set it on the map."
    ),
    "other_channel": gettext_lazy("This service is not taken here. Call us, please."),
    "day_full": gettext_lazy("This day has just been filled. Choose another one."),
    "day_not_offered": gettext_lazy("Choose one of the days that are offered."),
    "too_late_to_move": gettext_lazy("It is too late to choose another day. Call us, please."),
    "no_items": gettext_lazy("Say how many of at least one item there are."),
    "too_many_items": gettext_lazy("That is more than one order takes."),
    "bad_text": gettext_lazy("The text holds characters that cannot be stored. Write it again."),
    "too_long": gettext_lazy("The text is too long."),
    "too_many_photos": gettext_lazy("These are more photos than the service takes."),
    "not_a_photo": gettext_lazy("One of the files is not a photo that we can read."),
    "closed": gettext_lazy("This request is closed."),
    "no_address": gettext_lazy("Write an address that messages can be sent to."),
    "empty": gettext_lazy("Say what is still wrong, so that somebody can mend it."),
    "too_late": gettext_lazy("It was closed too long ago. Please make a new request."),
    "said": gettext_lazy("You have told us this already."),
    "nothing_known": gettext_lazy("No contact details are kept for this request."),
    "photo_too_large": gettext_lazy("One of the photos is too large."),
}
"""The code of what is unfit to a sentence for residents."""

FIELDS = {"media": "photos", "items": ""}
"""What a submission calls a field to what the form does, where they differ."""


@dataclass(frozen=True)
class Told:
    """A refusal as the form shows it: at which field, empty for the whole form."""

    field: str
    text: str


def explain(refusal: Exception, city: City) -> Told:
    """Return what to say of one of the ``KNOWN`` refusals."""
    language = get_language() or ""
    match refusal:
        case OutsideCity():
            return Told("address", outside(city, str(refusal)))
        case BadAnswers():
            code, fault = next(iter(refusal.errors.items()))
            return Told(PREFIX + code, _(fault.message).format(**fault.params))
        case Unfit():
            said = UNFIT.get(refusal.code, refusal.says)
            return Told(FIELDS.get(refusal.field, refusal.field), str(said))
        case Suspended(notice=words) | NotOurs(words=words):
            return Told("", words_in(words, language) or _("Not offered at present."))
        case KeyReused():
            return Told("", _("This form was sent before with other words. Open it anew, please."))
    return Told("", _("That can no longer be done: something has happened since."))
