"""Export MiniLM to ONNX, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Export the sentence model to ONNX, unless that is done. Several at once are safe."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        from games.embedding import model_export

        digest = model_export.prepare(settings.MODEL_DIR)
        self.stdout.write(f"model ready in {settings.MODEL_DIR} (sha256 {digest[:12]}…)")
