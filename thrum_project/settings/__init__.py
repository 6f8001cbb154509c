"""Every setting of Thrum, a module a theme. The environment is read here and nowhere else.

``.env.example`` lists each name with its meaning; ``docs/configuration.md`` explains them.
A secret may also come from a file: ``NAME_FILE=/run/secrets/name``.
"""

from __future__ import annotations

from .admin import *
from .api import *
from .data import *
from .logs import *
from .places import *
from .recommending import *
from .signing_in import *
from .talking import *
from .web import *
from .writing_first import *
