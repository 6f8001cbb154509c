"""Long reckoning beside requests gives way to them for as long as it takes, and no longer."""

from __future__ import annotations

import sys

import pytest

from games.giving_way import giving_way


def test_others_get_the_interpreter_often_until_the_last_has_left():
    usual = sys.getswitchinterval()
    with giving_way():
        with giving_way():
            assert sys.getswitchinterval() < usual / 5
        assert sys.getswitchinterval() < usual / 5
    assert sys.getswitchinterval() == usual


def test_so_it_is_after_a_failure():
    usual = sys.getswitchinterval()
    with pytest.raises(ValueError, match="broken"), giving_way():
        raise ValueError("broken")
    assert sys.getswitchinterval() == usual
