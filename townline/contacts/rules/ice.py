"""By which servers two browsers find a way to each other where they cannot reach one another."""

import hashlib
import hmac
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

GOOD_FOR = timedelta(hours=4)
"""How long the credentials of a relay let somebody begin to use it; longer than any call waits."""


@dataclass(frozen=True, kw_only=True)
class Relay:
    """Servers of STUN and TURN, as ``TOWNLINE_STUN_URL`` and ``TOWNLINE_TURN_URL`` name them."""

    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    secret: str = ""
    """What the relay and we share; never sent to a browser."""


def ice_servers(relay: Relay, *, who: str, at: datetime) -> list[dict[str, Any]]:
    """
    Return the servers as a browser takes them.

    The credentials of a relay are good for a time: its user name says until when, and the password
    proves that we said so (an HMAC-SHA-1 of the name, as coturn's ``use-auth-secret`` checks it).

    :param who: stands in the relay's log; never a person's name
    """
    servers: list[dict[str, Any]] = []
    if relay.stun:
        servers.append({"urls": list(relay.stun)})
    if relay.turn:
        name = f"{int((at + GOOD_FOR).timestamp())}:{who}"
        proof = hmac.new(relay.secret.encode(), name.encode(), hashlib.sha1).digest()
        credential = b64encode(proof).decode()
        servers.append({"urls": list(relay.turn), "username": name, "credential": credential})
    return servers
