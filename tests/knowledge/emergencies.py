"""Emergencies as tests put them into an edition."""

from django.utils import timezone

from townline.cities.rules.city import City
from townline.knowledge.actions import put_emergencies
from townline.knowledge.models import EmergenciesRow
from townline.knowledge.rules.emergencies import Emergencies, Emergency
from townline.record.verbs import SYSTEM

FIRE = Emergency(
    code="fire",
    name={"en": "Fire", "es": "Incendio"},
    call="911",
    says={"en": "Is there a fire? Get out now, and call 911.", "es": "¿Un incendio? Llame al 911."},
    answers=("lost-dog", "gone"),
    phrases={"en": ("=fire", "house|dog on fire"), "es": ("incendio", "casa se quema")},
)
CRISIS = Emergency(
    code="crisis",
    name={"en": "Crisis"},
    call="988",
    says={"en": "You are not alone. Call 988 now."},
    phrases={"en": ("kill myself",)},
)
SAID = Emergencies(kinds=(FIRE, CRISIS), harmless={"en": ("fire hydrant*|station*",)})


def put(city: City) -> None:
    """Let the city's edition know what is an emergency."""
    EmergenciesRow.objects.filter(edition_id=city.edition_id).delete()
    put_emergencies(edition_id=city.edition_id, said=SAID, by=SYSTEM, at=timezone.now())
