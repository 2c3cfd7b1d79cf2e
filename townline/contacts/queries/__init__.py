"""Questions about contacts, for those who may ask."""

from townline.contacts.queries.letters import (
    LetterShown,
    letter,
    unsorted,
    unsorted_count,
    waiting_text,
)
from townline.contacts.queries.notices import (
    STATES,
    Copied,
    Owing,
    Told,
    copies,
    copy_of,
    notices,
    notices_of,
    owing,
)
from townline.contacts.queries.reach import (
    Reach,
    count_of,
    digest_of,
    reach_of,
    same_address,
    silences_of,
)
from townline.contacts.queries.signing_in import (
    CODE_LASTS,
    SIGN_IN_LASTS,
    SignedIn,
    digest_of_code,
    sign_in_of,
    sign_in_token,
    signed_in,
    signing_in,
)

__all__ = [
    "CODE_LASTS",
    "SIGN_IN_LASTS",
    "STATES",
    "Copied",
    "LetterShown",
    "Owing",
    "Reach",
    "SignedIn",
    "Told",
    "copies",
    "copy_of",
    "count_of",
    "digest_of",
    "digest_of_code",
    "letter",
    "notices",
    "notices_of",
    "owing",
    "reach_of",
    "same_address",
    "sign_in_of",
    "sign_in_token",
    "signed_in",
    "signing_in",
    "silences_of",
    "unsorted",
    "unsorted_count",
    "waiting_text",
]
