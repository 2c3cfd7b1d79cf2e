"""Who is signed in, and which requests there are, on the installation that browser tests walk."""

import subprocess
import sys

import httpx

from tests.ground.databases import ROOT
from tests.ground.installation import Installation

PASSWORD = "a-long-enough-password-311"
ROLES = {"agent": ("agent",), "manager": ("supervisor", "admin"), "clerk": ("clerk",)}
SIGN_IN = "/desk/sign-in/"
_FILED: dict[str, str] = {}
POTHOLE = {
    "service_code": "pothole",
    "lat": "34.0537",
    "long": "-118.2428",
    "attribute[where]": "lane",
    "attribute[size]": "plate",
}


def employ(server: Installation) -> None:
    """Give the logins of ``ROLES`` to the city; who has one already keeps it."""
    for name, roles in ROLES.items():
        asked = [
            "people", "add", f"walk-{name}", "--label", f"Demo {name}", "--department", "*",
            *(word for role in roles for word in ("--role", role)),
        ]  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "townline.config.command", *asked],
            env=server.environment,
            cwd=ROOT,
            input=f"{PASSWORD}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0 or "is taken" in done.stderr, done.stderr


def session_of(server: Installation, name: str) -> str:
    """Sign in over HTTP and return the session's key."""
    with httpx.Client(base_url=server.address, follow_redirects=False) as client:
        page = client.get(SIGN_IN)
        token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        given = {"csrfmiddlewaretoken": token, "username": f"walk-{name}", "password": PASSWORD}
        answer = client.post(SIGN_IN, data=given, headers={"Referer": server.address})
        assert answer.status_code == 302, answer.text[:500]
        return client.cookies["sessionid"]


def filed(server: Installation) -> str:
    """Return the number of a report of a pothole, filed once an installation."""
    if server.address not in _FILED:
        _FILED[server.address] = _file(server)
    return _FILED[server.address]


def _file(server: Installation) -> str:
    key = server.townline("key", "add", "Walk", "--per-minute", "1000").stdout.strip()
    answer = httpx.post(
        f"{server.address}open311/v2/requests.json", data={"api_key": key} | POTHOLE
    )
    assert answer.status_code == 201 or answer.status_code == 200, answer.text
    return str(answer.json()[0]["service_request_id"])
