"""What a resident hands over, whichever door it came through."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from townline.contacts.rules.consent import Asked
from townline.geography.rules.place import Point

CHANNELS = (
    "web", "app", "call", "email", "sms", "chat", "letter", "walk_in", "social", "api", "crew",
    "partner", "other",
)  # fmt: skip
TOLD_BY = ("", "email", "sms", "none")
"""What a reporter may choose to be told by; the first is no choice."""
MOST_TEXT = 4000
"""Characters of a description, as Open311 limits it."""
LONGEST = {
    "description": MOST_TEXT, "address": 500, "landmark": 500, "zipcode": 20, "media_url": 2000,
    "key": 200,
}  # fmt: skip
"""Characters of each text of a submission."""
LONGEST_DETAIL = 254
"""Characters of each thing that a reporter tells of themselves."""
EMERGENCY = "emergency"
"""The flag of a request whose words tell of an emergency."""


class Unfit(ValueError):
    """A submission that cannot be taken; ``code`` names the fault, ``field`` where it is."""

    def __init__(self, code: str, field: str, says: str) -> None:
        self.code, self.field, self.says = code, field, says
        super().__init__(says)


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """Who submits: kept apart from the public record, and only in ``contacts``."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    account_id: str = ""
    device_id: str = ""
    told_by: str = ""
    """``email``, ``sms`` or ``none``; empty where they did not choose: then by e-mail, if there is
    an address. Nobody gets text messages unasked."""

    @property
    def given(self) -> dict[str, str]:
        """Return what they told of themselves, by the name of each field."""
        return {name: text for name, text in vars(self).items() if text}


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A report or an order, before anything was checked."""

    service_code: str
    channel: str
    point: Point | None = None
    address: str = ""
    """As the resident wrote it, or as the geocoder named it."""
    zipcode: str = ""
    landmark: str = ""
    """What stands there: an asset's tag or a description of the spot."""
    description: str = ""
    answers: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    photos: tuple[bytes, ...] = ()
    """Uploads as they came; re-encoded before anything is kept."""
    media_url: str = ""
    reporter: Reporter = field(default_factory=Reporter)
    language: str = "en"
    key: str = ""
    """The idempotency key, unique within ``scope``."""
    scope: str = ""
    """Whose keys these are: an API client's name, or ``web``."""
    join: str = ""
    """The number of a known request that this is one more report of."""
    order_date: date | None = None
    items: Mapping[str, int] = field(default_factory=dict)
    asked: Asked | None = None
    """In which words the reporter was asked for an address to be written to, and left one; None
    where we showed them none: another program did, or nobody."""
    strict: bool = False
    """Whether answers come from a machine, which must be exact: see ``answers.check``."""
    suspicion: tuple[str, ...] = ()
    """What a door saw that makes it suspect: it is then held for a person to look at."""

    def digest(self) -> bytes:
        """Return what tells this submission from another one sent with the same key."""
        plain = asdict(self) | {"photos": [hashlib.sha256(p).hexdigest() for p in self.photos]}
        for passing in ("key", "scope", "suspicion", "language", "strict", "asked"):
            plain.pop(passing)
        if not self.reporter.told_by:  # so that older keys keep their digest
            plain["reporter"].pop("told_by")
        text = json.dumps(plain, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).digest()


def check_text(submission: Submission) -> None:
    """
    Refuse text that cannot be stored or is too long.

    :raises Unfit: naming the field
    """
    texts = {name: getattr(submission, name) for name in LONGEST}
    for name, text in (texts | submission.reporter.given).items():
        most = LONGEST.get(name, LONGEST_DETAIL)
        if "\x00" in text:
            raise Unfit("bad_text", name, f"{name} holds a null character")
        if len(text) > most:
            raise Unfit("too_long", name, f"{name} has {len(text)} characters; {most} are allowed")
    if submission.reporter.told_by not in TOLD_BY:
        raise Unfit("bad_medium", "told_by", f"unknown medium {submission.reporter.told_by!r}")
    if submission.channel not in CHANNELS:
        raise Unfit("bad_channel", "channel", f"unknown channel {submission.channel!r}")
