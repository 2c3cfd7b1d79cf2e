"""What an edition says of emergencies is kept."""

from datetime import datetime

import msgspec
from django.db import transaction

from townline.knowledge.models import EmergenciesRow
from townline.knowledge.rules.emergencies import Emergencies
from townline.record.verbs import Actor


@transaction.atomic
def put_emergencies(*, edition_id: int, said: Emergencies, by: Actor, at: datetime) -> None:
    """
    Give an edition what it says of emergencies.

    :raises IntegrityError: if it has it already
    """
    EmergenciesRow.objects.create(edition_id=edition_id, data=msgspec.to_builtins(said))
