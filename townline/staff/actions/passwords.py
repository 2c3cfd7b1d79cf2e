"""How members come to a password: set by an admin, or chosen by themselves through a link."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from townline.record.verbs import Actor, require
from townline.staff.actions.members import happen, member_of
from townline.staff.models import Member
from townline.staff.queries.people import hash_of_link, linked
from townline.staff.verbs import LINK_MADE, PASSWORD_CHOSEN, PASSWORD_SET

LINK_LASTS = timedelta(days=3)


class IsDisabled(ValueError):
    """Somebody who is shut out needs no password; the text names them."""


@transaction.atomic
def set_password(*, city_id: int, username: str, password: str, by: Actor, at: datetime) -> None:
    """
    Give someone another password; whoever is signed in as them is out at once.

    :raises NotAllowed: if the actor may not
    :raises NoSuchMember: if nobody of that name works for the city
    :raises ValidationError: if the password is too weak
    """
    require(by, PASSWORD_SET)
    member = member_of(city_id, username)
    _put(member, password)
    happen(member, PASSWORD_SET, by, at, "link_digest", "link_expires_at")


@transaction.atomic
def make_link(*, city_id: int, username: str, by: Actor, at: datetime) -> str:
    """
    Return the secret of a link by which someone may choose a password, once, within three days.

    It ends the link before it. The password that they have holds until another is chosen.

    :raises NotAllowed: if the actor may not
    :raises NoSuchMember: if nobody of that name works for the city
    :raises IsDisabled: if they are shut out
    """
    require(by, LINK_MADE)
    member = member_of(city_id, username)
    if member.disabled_at is not None:
        raise IsDisabled(f"{username!r} is disabled. Enable them first.")
    secret = secrets.token_urlsafe(24)
    member.link_digest, member.link_expires_at = hash_of_link(secret), at + LINK_LASTS
    happen(member, LINK_MADE, by, at, "link_digest", "link_expires_at")
    return secret


@transaction.atomic
def choose_password(*, city_id: int, secret: str, password: str, by: Actor, at: datetime) -> None:
    """
    Give somebody the password that they chose by their link, which is used up by that.

    :param by: whom the link was made for (``queries.people.holder_of``)
    :raises NoSuchLink: if there is none such, or it was used or is over
    :raises ValidationError: if the password is too weak
    """
    require(by, PASSWORD_CHOSEN)
    member = linked(city_id, secret, at, lock=True)
    _put(member, password)
    happen(member, PASSWORD_CHOSEN, by, at, "link_digest", "link_expires_at")


def _put(member: Member, password: str) -> None:
    validate_password(password, member.user)
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    member.link_digest = member.link_expires_at = None
