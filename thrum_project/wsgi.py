"""The web process, as Granian loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thrum_project.settings")

application = get_wsgi_application()

# Only now are the settings there that it needs.
from games.columns import at_hand  # noqa: E402
from thrum_project import webhook_timing  # noqa: E402

webhook_timing.start()
at_hand.current()  # begins to read beside us, or the first hundred feeds would be searched for without
