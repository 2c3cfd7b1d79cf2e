"""Everything that can be done with contacts and with what we owe people, a file an idea."""

from townline.contacts.actions.couriers import (
    TRIES,
    Owed,
    claim,
    delivered,
    failed,
    returned,
    sent,
)
from townline.contacts.actions.hearing import hear, hear_many
from townline.contacts.actions.owing import owe, withdraw
from townline.contacts.actions.reaching import forget, listen_again, silence, tell_by

__all__ = [
    "TRIES",
    "Owed",
    "claim",
    "delivered",
    "failed",
    "forget",
    "hear",
    "hear_many",
    "listen_again",
    "owe",
    "returned",
    "sent",
    "silence",
    "tell_by",
    "withdraw",
]
