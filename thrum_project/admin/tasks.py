"""Lists of the task queue."""

from __future__ import annotations

import django_q.admin  # noqa: F401  (registers its pages, which must have happened by now)
from django.contrib import admin
from django_q.models import Success

admin.site.unregister(Success)  # what went well is not kept (save_limit), so the list would be empty for ever
