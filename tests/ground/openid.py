"""A small provider of accounts that is really there: OpenID Connect over HTTP, keys of its own."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT, SECRET = "townline-client", "s3cret with:odd/signs"


@dataclass
class Provider:
    """What the provider knows and does; a test changes what it is about."""

    address: str = ""
    claims: dict[str, Any] = field(
        default_factory=lambda: {"email": "Demo@Example.org", "email_verified": True}
    )
    more: dict[str, Any] = field(default_factory=dict)
    """What its other page says of the resident, where the proof says no address."""
    about: dict[str, Any] = field(default_factory=dict)
    """What it says of itself otherwise than usual."""
    proof: dict[str, Any] = field(default_factory=dict)
    """What stands in the proof otherwise than usual."""
    down: bool = False
    code: str = "townline"
    name: str = "City account"
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    client_id: str = CLIENT
    secret: str = SECRET

    @property
    def issuer(self) -> str:
        """Return its name in proofs, which is where it is."""
        return self.address

    def sign_in(self, there: str) -> str:
        """Do what a resident does there: sign in; return where the browser is led back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def says(self, path: str) -> dict[str, Any]:
        """Return what stands at one of its addresses."""
        if path.endswith("/.well-known/openid-configuration"):
            usual = {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize?realm=city",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                "userinfo_endpoint": f"{self.address}/userinfo",
                "id_token_signing_alg_values_supported": ["ES256", "HS256"],
            }
            return usual | self.about
        if path.endswith("/keys"):
            return dict(KeySet([self.key]).as_dict(private=False))
        return {"sub": "resident-1", **self.more} if path.endswith("/userinfo") else {}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return what a code is worth; None where client, secret, address or verifier is wrong."""
        asked = self.asked.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        given = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        by_post = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        if not (authorization == f"Basic {given}" or by_post) or asked is None:
            return None
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (challenge, form.get("redirect_uri")) != (
            asked["code_challenge"],
            asked["redirect_uri"],
        ):
            return None
        now = int(time.time())
        claims = {
            "iss": self.address, "aud": CLIENT, "sub": "resident-1", "nonce": asked["nonce"],
            "iat": now, "exp": now + 300, **self.claims, **self.proof,
        }  # fmt: skip
        proof = jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.signing_key())
        return {"access_token": "t", "token_type": "Bearer", "id_token": proof}

    def signing_key(self) -> ECKey:
        """Return the key that it signs with."""
        return self.key


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider on a port of this machine."""
    provider = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(None if provider.down else provider.says(urlsplit(self.path).path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._give(provider.token(form, self.headers.get("Authorization", "")))

        def _give(self, said: dict[str, Any] | None) -> None:
            self.send_response(200 if said is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said or {"error": "invalid_grant"}).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.address = f"http://127.0.0.1:{server.server_port}/realms/city"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
