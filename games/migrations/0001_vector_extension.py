"""pgvector first: the columns of the next migration are of its types."""

from typing import ClassVar

from django.db import migrations
from pgvector.django import VectorExtension


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [VectorExtension()]
