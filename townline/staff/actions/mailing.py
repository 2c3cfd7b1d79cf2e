"""Where members are written to by the desk, and of what: each says so for themselves."""

from datetime import datetime

from django.db import transaction

from townline.record.verbs import Actor, NotAllowed, require
from townline.staff.models import Mailing, Member
from townline.staff.rules.departments import EMAIL
from townline.staff.verbs import MAILING_SET

LONGEST = 254


class WrongMailing(ValueError):
    """Nobody can be written to like that; the text says why."""


@transaction.atomic
def put_mailing(
    *, email: str, escalations: bool, digests: tuple[str, ...], by: Actor, at: datetime
) -> None:
    """
    Say where the actor wants to be written to, and of what.

    :param email: empty for nowhere
    :param digests: codes of departments whose daily digest they want
    :raises NotAllowed: if the actor is no member, or does not work for one of the departments
    :raises WrongMailing: if the address is none, or letters are wanted without any
    """
    require(by, MAILING_SET)
    if by.member_id is None or not all(by.works_for(code) for code in digests):
        raise NotAllowed(f"{by.label} cannot be sent the digest of another department")
    email = email.strip()
    if email and (len(email) > LONGEST or not EMAIL.fullmatch(email)):
        raise WrongMailing("This is no e-mail address.")
    if digests and not email:
        raise WrongMailing("A digest needs an address to be sent to.")
    member = Member.objects.select_for_update().get(pk=by.member_id)
    Mailing.objects.update_or_create(
        member=member,
        defaults={
            "email": email,
            "escalations": escalations,
            "digests": sorted(set(digests)),
            "changed_at": at,
        },
    )
