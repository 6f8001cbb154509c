"""What `make run` starts beside each other, and how the pages find the sockets."""

from __future__ import annotations

import pytest

from thrum_project.management.commands import run
from thrum_project.socket_server import listen_on


def test_the_pages_are_told_where_the_sockets_are():
    children = {child.name: child for child in run._children(8000, 9000, "http://localhost:8000")}
    assert list(children) == ["web", "sockets", "talk workers", "work workers"]
    assert children["web"].env["REALTIME_URL"] == ":9000"
    assert children["sockets"].command[-3:] == ["realtime", "--port", "9000"]


@pytest.mark.parametrize(("sockets", "told"), [(0, ""), (9000, "/")])
def test_without_a_port_or_where_somebody_else_runs_them_none_are_started(settings, sockets, told):
    settings.REALTIME_URL = told
    children = {child.name: child for child in run._children(8000, sockets, "http://localhost:8000")}
    assert "sockets" not in children
    assert "REALTIME_URL" not in children["web"].env


def test_the_sockets_take_the_next_port_where_a_neighbour_has_theirs():
    with listen_on("127.0.0.1", 0) as neighbour:
        taken = neighbour.getsockname()[1]
        assert run._port_of_sockets(taken - run._ABOVE) > taken
    assert run._port_of_sockets(65_000) == 0
