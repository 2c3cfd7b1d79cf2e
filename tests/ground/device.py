"""A device with passkeys, as a browser lets it answer: real keys and signatures, nothing shown."""

import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40


class Device:
    """One device at one site: it makes a passkey, and signs in with it."""

    def __init__(self, origin: str = "http://localhost", site: str = "localhost") -> None:
        self.origin, self.site = origin, site
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.owner = b""
        self.count = 0
        self.verified = VERIFIED

    def make(self, options: dict[str, Any]) -> str:
        """Return what the browser hands over once the passkey is made."""
        asked = options["publicKey"]
        self.owner = websafe_decode(asked["user"]["id"])
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        made = {"fmt": "none", "attStmt": {}, "authData": self._data(NEW) + held}
        return self._said(
            "webauthn.create", asked["challenge"], attestationObject=cbor.encode(made)
        )

    def answer(self, options: dict[str, Any]) -> str:
        """Return what the browser hands over to sign in."""
        self.count += 1
        data = self._data(0)
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said(
            "webauthn.get", options["publicKey"]["challenge"],
            authenticatorData=data, signature=signed, userHandle=self.owner,
        )  # fmt: skip

    def _data(self, more: int) -> bytes:
        flags = PRESENT | self.verified | more
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _client(self, what: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": what, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        ).encode()

    def _said(self, what: str, challenge: str, **parts: bytes) -> str:
        response = {"clientDataJSON": self._client(what, challenge), **parts}
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {name: websafe_encode(value) for name, value in response.items()},
                "clientExtensionResults": {},
            }
        )
