"""Sound on disk: each piece encrypted for itself, and of use in its own place alone."""

import os
import secrets
import shutil
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class Damaged(OSError):
    """A piece is missing, or not the one that was kept."""


def put(number: str, position: int, body: bytes) -> None:
    """Keep a piece of a recording, so that it is on disk, whole, or not there."""
    folder = _folder(number)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _cipher(number).encrypt(nonce, body, _place(number, position))
    fresh = folder / f"{position}.{os.getpid()}"
    with fresh.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(folder / f"{position:06}")


def get(number: str, pieces: int) -> bytes:
    """
    Return the sound of a recording.

    :raises Damaged: if a piece is missing or was changed
    """
    cipher, folder, found = _cipher(number), _folder(number), []
    for position in range(pieces):
        try:
            sealed = (folder / f"{position:06}").read_bytes()
            found.append(cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _place(number, position)))
        except (OSError, InvalidTag, ValueError) as fault:  # the last: it is cut off too short
            raise Damaged(f"Piece {position} of {number} is missing or damaged.") from fault
    return b"".join(found)


def remove(number: str) -> None:
    """Remove the sound of a recording; what is gone already is no fault."""
    shutil.rmtree(_folder(number), ignore_errors=True)


def _folder(number: str) -> Path:
    return Path(settings.RECORDINGS_ROOT) / number


def _place(number: str, position: int) -> bytes:
    return f"{number}/{position}".encode()


def _cipher(number: str) -> AESGCM:
    """Return the cipher of one recording: its key is made of the home's secret and its number."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=number.encode())
    return AESGCM(made.derive(settings.RECORDINGS_KEY.encode()))
