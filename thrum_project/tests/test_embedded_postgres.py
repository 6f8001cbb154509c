"""The embedded server is shared, outlives no one, and survives being killed. Real servers, real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from thrum_project.embedded_postgres import DATABASE, SUPERUSER, EmbeddedPostgres, EmbeddedPostgresError

BASE = Path(__file__).resolve().parents[2]
_USER = """
import sys
from pathlib import Path
from thrum_project.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
server = EmbeddedPostgres(state_dir=Path(sys.argv[1]))
try:
    server.ensure_running()
except EmbeddedPostgresError as error:
    sys.exit(str(error))
print("up", flush=True)
sys.stdin.readline()
"""


class User:
    """A process that uses the server of a clone until it is told to leave, or killed."""

    def __init__(self, state_dir: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _USER, str(state_dir)],
            cwd=BASE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout
        self.is_up = self._process.stdout.readline() == "up\n"

    def leave(self) -> str:
        """Returns what it said on its way out."""
        return self._process.communicate("\n", timeout=60)[1]

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


Clone = Callable[[str], Path]


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Clone]:
    """Makes state directories; whatever was started in them is gone afterwards."""
    made: list[Path] = []

    def make(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        made.append(folder)
        return folder

    yield make
    for folder in made:
        if pid := _postmaster(folder):
            psutil.Process(pid).kill()
        shutil.rmtree(EmbeddedPostgres(state_dir=folder).place.home, ignore_errors=True)


def _postmaster(state_dir: Path) -> int | None:
    """The running server of this clone."""
    pid_file = EmbeddedPostgres(state_dir=state_dir).place.data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().splitlines()[0])
        is_alive = psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except (FileNotFoundError, psutil.NoSuchProcess):
        return None
    return pid if is_alive else None


def _ask(state_dir: Path, query: str) -> object:
    socket_dir = EmbeddedPostgres(state_dir=state_dir).place.socket_dir
    with psycopg.connect(host=str(socket_dir), user=SUPERUSER, dbname=DATABASE) as connection:
        cursor = connection.execute(query.encode())
        row = cursor.fetchone() if cursor.description else None
    return row and row[0]


def test_the_first_starts_it_all_share_it_and_the_last_stops_it(clone):
    state_dir = clone("thrum")
    web = User(state_dir)
    server = _postmaster(state_dir)
    worker = User(state_dir)
    assert (web.is_up, worker.is_up) == (True, True)
    assert _postmaster(state_dir) == server
    assert str(_ask(state_dir, "SHOW server_version")).startswith("18.")
    assert _ask(state_dir, "SELECT default_version FROM pg_available_extensions WHERE name = 'vector'") == "0.8.5"

    web.leave()
    assert _postmaster(state_dir) == server

    worker.leave()
    assert _postmaster(state_dir) is None


def test_after_kill_9_of_everybody_the_next_one_works_and_nothing_committed_is_lost(clone):
    state_dir = clone("thrum")
    users = [User(state_dir), User(state_dir)]
    _ask(state_dir, "CREATE TABLE kept (number) AS SELECT 7")
    server = _postmaster(state_dir)
    assert server
    for user in users:
        user.kill()
    os.kill(server, signal.SIGKILL)

    again = User(state_dir)
    assert again.is_up
    assert _ask(state_dir, "SELECT number FROM kept") == 7
    again.leave()
    assert _postmaster(state_dir) is None


def test_the_killed_are_no_longer_counted(clone):
    state_dir = clone("thrum")
    killed, other = User(state_dir), User(state_dir)
    killed.kill()
    other.leave()
    assert _postmaster(state_dir) is None


def test_a_pid_file_that_names_a_stranger_is_nobodys_reason_to_stop(clone):
    state_dir = clone("thrum")
    User(state_dir).leave()
    stranger = subprocess.Popen(["sleep", "60"])
    pid_file = EmbeddedPostgres(state_dir=state_dir).place.data / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n")

    user = User(state_dir)
    assert user.is_up
    assert stranger.poll() is None
    user.leave()
    stranger.kill()
    stranger.wait()


def test_a_server_that_mends_itself_is_waited_for_not_killed(clone):
    state_dir = clone("thrum")
    user = User(state_dir)
    server = _postmaster(state_dir)
    assert server
    psutil.Process(server).children()[0].kill()  # the postmaster then throws everybody out and recovers

    other = User(state_dir)
    assert other.is_up
    assert _postmaster(state_dir) == server
    user.leave()
    other.leave()
    assert _postmaster(state_dir) is None


def test_two_clones_run_side_by_side(clone):
    ours, theirs = clone("ours"), clone("theirs")
    users = [User(ours), User(theirs)]
    _ask(ours, "CREATE TABLE mine (number) AS SELECT 1")
    assert _ask(theirs, "SELECT to_regclass('mine')") is None
    users[0].leave()
    assert _postmaster(ours) is None
    assert _postmaster(theirs)
    users[1].leave()


def test_ten_that_start_at_once_get_one_server(clone):
    state_dir = clone("thrum")
    starters = [subprocess.Popen(
        [sys.executable, "-c", _USER, str(state_dir)], cwd=BASE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) for _ in range(10)]  # fmt: skip
    assert [starter.stdout.readline() for starter in starters if starter.stdout] == ["up\n"] * 10
    homes = [
        process.info["pid"]
        for process in psutil.process_iter(["pid", "cmdline"])
        if str(EmbeddedPostgres(state_dir=state_dir).place.data) in (process.info["cmdline"] or [])
    ]
    assert len(homes) == 1
    for starter in starters:
        starter.communicate("\n", timeout=60)
    assert _postmaster(state_dir) is None


def test_data_of_another_version_is_left_alone_with_a_clear_line(clone):
    state_dir = clone("thrum")
    place = EmbeddedPostgres(state_dir=state_dir).place
    place.data.mkdir(parents=True)
    (place.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(EmbeddedPostgresError, match="made by PostgreSQL 14 and this is 18"):
        EmbeddedPostgres(state_dir=state_dir).ensure_running()
    assert (place.data / "PG_VERSION").exists()


def test_a_folder_may_be_named_as_people_name_folders(clone):
    user = User(clone("O'Neil's games, new"))
    assert user.is_up
    assert user.leave() == ""


def test_a_server_that_was_stopped_under_us_is_started_again(clone):
    state_dir = clone("thrum")
    server = EmbeddedPostgres(state_dir=state_dir)
    server.ensure_running()
    pid = _postmaster(state_dir)
    assert pid
    psutil.Process(pid).terminate()
    deadline = time.monotonic() + 20
    while _postmaster(state_dir) and time.monotonic() < deadline:
        time.sleep(0.05)
    server.ensure_running()
    assert _postmaster(state_dir) not in (None, pid)
    server.leave()
