"""What only a whole installation can show: large bodies and broken requests over a real socket."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.ground.installation import Installation
from tests.open311.pictures import jpeg

POTHOLE = {
    "service_code": "pothole",
    "lat": "34.0537",
    "long": "-118.2428",
    "attribute[where]": "lane",
    "attribute[size]": "plate",
}


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_a_photo_of_ten_megabytes_is_refused(
    server: Installation, server_key: str, suffix: str
) -> None:
    answer = httpx.post(
        f"{server.address}open311/v2/requests.{suffix}",
        data={"api_key": server_key} | POTHOLE,
        files={"media": ("photo.jpg", jpeg() + bytes(10 * 1024 * 1024), "image/jpeg")},
        timeout=30,
    )
    assert answer.status_code == 400
    assert "media may have 8 MB at most" in answer.text


def test_a_photo_is_taken_and_its_number_answers_again_for_the_same_key(
    server: Installation, server_key: str
) -> None:
    def send() -> httpx.Response:
        return httpx.post(
            f"{server.address}open311/v2/requests.json",
            data={"api_key": server_key} | POTHOLE,
            files={"media": ("photo.jpg", jpeg(), "image/jpeg")},
            headers={"Idempotency-Key": "photo-1"},
        )

    first, second = send(), send()
    assert first.status_code == second.status_code == 200, first.text
    assert first.json() == second.json()


def test_a_body_larger_than_any_report_is_refused(server: Installation, server_key: str) -> None:
    answer = httpx.post(
        f"{server.address}open311/v2/requests.json",
        data={"api_key": server_key, "description": "x" * (13 * 1024 * 1024)},
        timeout=30,
    )
    assert answer.status_code == 400
    assert answer.json() == [{"code": 413, "description": "The body may have 12 MB at most."}]


@pytest.mark.parametrize(
    "raw",
    [
        b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n%ff%x",
        b"GET /open311/v2/requests.json?q=%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /open311/v2/requests.json?q=\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /open311/v2/requests/%ff.json HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /open311/v2/requests.json HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
        b"Content-Type: multipart/form-data; boundary=\xff\r\n\r\n",
    ],
)
def test_broken_bytes_are_refused(server: Installation, raw: bytes) -> None:
    parts = urlsplit(server.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        line.sendall(raw.replace(b"\r\nHost: x", b"\r\nHost: x\r\nConnection: close", 1))
        said = b""
        while piece := line.recv(65536):
            said += piece
    status = int(said.split(b" ", 2)[1])
    assert status in (400, 403, 404), said
