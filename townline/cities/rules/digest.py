"""Fingerprints of a folder, so that an unchanged one is known as such."""

import hashlib
from collections.abc import Mapping


def of_content(content: bytes) -> str:
    """Return the SHA-256 of one file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def of_folder(digests: Mapping[str, str]) -> str:
    """Return one SHA-256 over the paths and the digests of all files, whatever their order."""
    lines = (f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
