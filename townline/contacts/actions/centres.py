"""What an edition of a city's folder brings of centres and queues."""

from datetime import datetime

import msgspec
from django.db import transaction

from townline.contacts.models import CentreRow
from townline.contacts.queries.centres import forget_centres
from townline.contacts.rules.centres import ContactCentre
from townline.record.verbs import Actor


@transaction.atomic
def put_centres(*, edition_id: int, said: ContactCentre, by: Actor, at: datetime) -> None:
    """
    Give an edition the centres at which contacts are answered.

    :raises IntegrityError: if it has them already
    """
    CentreRow.objects.create(edition_id=edition_id, data=msgspec.to_builtins(said))
    forget_centres()
