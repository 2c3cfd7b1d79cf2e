"""By which medium somebody can be told, what an address is, and why one is written to no more."""

import re

MEDIA = ("email", "sms")
"""What a notice may go by."""
PURPOSES = ("request", "follow_up", "inquiry", "staff")
"""Why somebody gets in touch: to ask for something, about a request, with something else."""
SILENCES = ("bounce", "unsubscribe", "stop", "complaint")
"""Why an address is written to no more: it does not exist, its owner left by a link, its owner sent
STOP, its owner called our letters spam."""
SORTED = ("assigned", "made", "answered", "discarded")
"""What becomes of a letter: put to a request, made into one, answered, or left alone."""
ONLY_FROM_OWNER = frozenset({"unsubscribe", "complaint"})
"""What does not keep back a message that the owner of the address has just asked for."""
EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
COUNTRY = "1"
"""The code of a number that is written without one: the North American plan."""


def phone_number(written: str) -> str:
    """
    Return a telephone number in international form, ``+12135550101``; empty where it is none.

    >>> phone_number("(213) 555-0101")
    '+12135550101'
    """
    digits = re.sub(r"[\s().\-/]", "", written.strip())
    international = digits.startswith("+")
    digits = digits.removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()):
        return ""
    if international:
        return f"+{digits}" if 8 <= len(digits) <= 15 else ""
    if len(digits) == 10:
        return f"+{COUNTRY}{digits}"
    return f"+{digits}" if len(digits) == 11 and digits.startswith(COUNTRY) else ""


def address(medium: str, written: str) -> str:
    """Return an address in the form by which two are compared; empty where it is none."""
    if medium == "sms":
        return phone_number(written)
    tidy = written.strip()
    return tidy.lower() if EMAIL.fullmatch(tidy) else ""


def told_by(wanted: str, *, email: str, phone: str) -> str:
    """
    Return the medium that somebody is told by: what they want, if they left an address for it.

    Without a wish it is e-mail, if there is an address. Nobody gets text messages unasked.
    """
    medium = wanted or ("email" if email else "none")
    left = {"email": email, "sms": phone}.get(medium, "")
    return medium if left else "none"


def masked(medium: str, written: str) -> str:
    """
    Return an address as it may stand where others look on: enough for its owner to know it.

    >>> masked("email", "demo@example.org"), masked("sms", "555-0101")
    ('d…@example.org', '…01')
    """
    if medium == "sms":
        return f"…{written[-2:]}" if len(written) > 4 else "…"
    local, at, domain = written.rpartition("@")
    return f"{local[:1]}…{at}{domain}"
