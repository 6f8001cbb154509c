"""Lists whose rows lead to a page of ours instead of the form. On a phone a list without links calls its first column
“select record”, so it has to have some.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from unfold.views import ChangeList


def leading_to(address_of: Callable[[Any], str]) -> type[ChangeList]:
    class Leading(ChangeList):
        def url_for_result(self, result: Any) -> str:
            return address_of(result)

    return Leading
