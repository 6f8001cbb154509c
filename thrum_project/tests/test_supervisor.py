"""What `manage.py run` starts lives and dies with it. Real processes, made of one line each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from thrum_project.supervisor import MARK, end_leftovers

# A supervisor of one child that has a child of its own, as a queue cluster has its workers.
_RUN = """
import subprocess, sys
from thrum_project.supervisor import Child, Supervisor
family = "import signal, subprocess, sys; subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL);"
family += "print('up', flush=True); signal.pause()"
supervisor = Supervisor([Child("family", [sys.executable, "-c", family])], owner=sys.argv[1], say=lambda line: print(line, flush=True))
supervisor.start()
supervisor.watch()
supervisor.stop()
"""


@pytest.fixture
def owner(tmp_path: Path):
    yield str(tmp_path)
    end_leftovers(str(tmp_path))


def _supervise(owner: str) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", _RUN, owner], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "up\n"
    return process


def _family(supervisor: subprocess.Popen[str]) -> list[psutil.Process]:
    found = psutil.Process(supervisor.pid).children(recursive=True)
    assert len(found) == 2
    return found


def test_when_asked_to_stop_it_takes_all_of_them_along(owner):
    supervisor = _supervise(owner)
    family = _family(supervisor)
    supervisor.send_signal(signal.SIGINT)
    supervisor.communicate(timeout=60)
    assert psutil.wait_procs(family, timeout=60)[1] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_child_ends_when_its_supervisor_is_killed(owner):
    supervisor = _supervise(owner)
    child = psutil.Process(supervisor.pid).children()[0]
    supervisor.kill()
    supervisor.communicate()
    assert psutil.wait_procs([child], timeout=60)[1] == []


def test_what_a_killed_run_left_behind_is_ended_by_the_next_one(owner):
    supervisor = _supervise(owner)
    child, grandchild = _family(supervisor)
    child.kill()
    supervisor.kill()
    supervisor.communicate()
    assert grandchild.is_running()
    assert end_leftovers(owner) == 1
    assert psutil.wait_procs([grandchild], timeout=60)[1] == []


def test_those_of_a_living_run_and_of_other_clones_are_left_alone(owner):
    supervisor = _supervise(owner)
    family = _family(supervisor)
    stranger = subprocess.Popen(["sleep", "60"], env={**os.environ, MARK: f"1 {owner}-other"})
    try:
        assert end_leftovers(owner) == 0
        assert stranger.poll() is None
        assert all(process.is_running() for process in family)
    finally:
        stranger.kill()
        stranger.wait()
        supervisor.terminate()
        supervisor.communicate(timeout=60)


def test_a_child_that_dies_is_told_of_and_started_again(owner):
    supervisor = _supervise(owner)
    child, grandchild = _family(supervisor)
    child.kill()
    assert supervisor.stdout
    assert supervisor.stdout.readline() == "family ended (code -9); starting it again in 1 s\n"
    assert supervisor.stdout.readline() == "up\n"
    assert psutil.wait_procs([grandchild], timeout=60)[1] == []
    assert len(_family(supervisor)) == 2
    supervisor.terminate()
    supervisor.communicate(timeout=60)
