"""The web process, as Granian loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thrum_project.settings")

application = get_wsgi_application()

# Only now are the settings there that they need.
from thrum_project import read_ahead, webhook_timing  # noqa: E402

webhook_timing.start()
read_ahead.beside_requests()
