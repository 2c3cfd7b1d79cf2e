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
from townline.contacts.actions.letters import (
    AlreadySorted,
    Came,
    clear_letter,
    keep_copy,
    offer_nothing,
    sort_letter,
    sweep_letters,
    take_letter,
    unsort_letter,
)
from townline.contacts.actions.owing import owe, owe_each, withdraw, withdraw_kept_back
from townline.contacts.actions.passkeys import (
    KnownAlready,
    NewPasskey,
    TooManyPasskeys,
    add_passkey,
    open_by_passkey,
    remove_passkey,
    remove_passkeys,
)
from townline.contacts.actions.reaching import forget, listen_again, silence, tell_by
from townline.contacts.actions.signing_in import (
    MOST_TRIES,
    ask_for_code,
    open_by_code,
    open_by_link,
    open_proved,
    sign_out,
    sweep_sign_ins,
)
from townline.contacts.actions.staffing import owe_staff

__all__ = [
    "MOST_TRIES",
    "TRIES",
    "AlreadySorted",
    "Came",
    "KnownAlready",
    "NewPasskey",
    "Owed",
    "TooManyPasskeys",
    "add_passkey",
    "ask_for_code",
    "claim",
    "clear_letter",
    "delivered",
    "failed",
    "forget",
    "hear",
    "hear_many",
    "keep_copy",
    "listen_again",
    "offer_nothing",
    "open_by_code",
    "open_by_link",
    "open_by_passkey",
    "open_proved",
    "owe",
    "owe_each",
    "owe_staff",
    "remove_passkey",
    "remove_passkeys",
    "returned",
    "sent",
    "sign_out",
    "silence",
    "sort_letter",
    "sweep_letters",
    "sweep_sign_ins",
    "take_letter",
    "tell_by",
    "unsort_letter",
    "withdraw",
    "withdraw_kept_back",
]
