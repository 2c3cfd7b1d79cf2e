"""What an edition of a city's folder brings of other organisations."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from townline.record.verbs import Actor
from townline.staff.models import PartnerRow
from townline.staff.queries.partners import forget_partners
from townline.staff.rules.partners import Partner


@transaction.atomic
def put_partners(*, edition_id: int, partners: Sequence[Partner], by: Actor, at: datetime) -> None:
    """
    Give an edition the organisations to which its requests may be handed over.

    :raises IntegrityError: if a code is given twice
    """
    PartnerRow.objects.bulk_create(
        PartnerRow(
            edition_id=edition_id,
            position=position,
            code=each.code,
            data=msgspec.to_builtins(each),
        )
        for position, each in enumerate(partners)
    )
    forget_partners()
