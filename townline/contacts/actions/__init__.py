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
from townline.contacts.actions.signing_in import (
    MOST_TRIES,
    ask_for_code,
    open_by_code,
    open_by_link,
    sign_out,
    sweep_sign_ins,
)

__all__ = [
    "MOST_TRIES",
    "TRIES",
    "Owed",
    "ask_for_code",
    "claim",
    "delivered",
    "failed",
    "forget",
    "hear",
    "hear_many",
    "listen_again",
    "open_by_code",
    "open_by_link",
    "owe",
    "returned",
    "sent",
    "sign_out",
    "silence",
    "sweep_sign_ins",
    "tell_by",
    "withdraw",
]
