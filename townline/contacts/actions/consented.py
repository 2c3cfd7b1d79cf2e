"""One line of what a resident said to what they were asked; for the other actions of this room."""

from datetime import datetime

from townline.cities.rules.city import City
from townline.contacts import verbs
from townline.contacts.models import Consent
from townline.contacts.rules.consent import Asked, ConsentTo
from townline.record.verbs import Actor, require


def enter_consent(
    *, city: City, contact: int, to: ConsentTo, given: bool, asked: Asked | None, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """
    Enter what somebody said to what they were asked, within the change that follows from it.

    :param asked: None: nobody asked, as where contacts are made up; then nothing is entered
    """
    require(by, verbs.CONSENTED)
    if asked is not None:
        Consent.objects.create(
            city_id=city.id, edition_id=city.edition_id, contact_id=contact, to=str(to),
            given=given, words=asked.words, language=asked.language, by=by.label, at=at,
        )  # fmt: skip
