"""What an import of the catalogue did, row by row."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from games.models.catalogue import Game
from games.models.jobs import Job


class ImportBatch(models.Model):
    """One file on its way into the catalogue.

    UPLOADED -> CHECKED -> APPLYING -> DONE
        |          |-> REFUSED     (all or nothing, and a row was refused: nothing was written)
        |-> UNREADABLE             (``problem`` says why; nothing of it can be used)

    ``content`` is kept until the work is done, so that a job can resume.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        CHECKED = "checked"
        APPLYING = "applying"
        DONE = "done"
        REFUSED = "refused"
        UNREADABLE = "unreadable"

    class Mode(models.TextChoices):
        ALL_OR_NOTHING = "all_or_nothing", "All rows or none"
        GOOD_ROWS = "good_rows", "Good rows only"

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    preset = models.CharField(max_length=20, blank=True)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.ALL_OR_NOTHING)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    problem = models.CharField(max_length=500, blank=True, help_text="Why the file cannot be used at all.")
    unknown_names = models.JSONField(
        default=list,
        blank=True,
        help_text="Names that wait for a decision: [kind, name, rows].",
    )
    content = models.BinaryField(null=True, blank=True)
    job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_batch")
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, help_text="Rows whose locked fields were left alone.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name_plural = "import batches"
        constraints = [
            models.CheckConstraint(
                name="import_batch_unreadable_says_why", condition=~Q(state="unreadable") | ~Q(problem="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.created_at:%Y-%m-%d %H:%M})"


class ImportRow(models.Model):
    """A row that changed something, was refused or met a lock; rows without effect leave no trace.

    In a batch that is only CHECKED they tell what would happen.
    """

    class Effect(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        KEPT = "kept"
        REFUSED = "refused"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    effect = models.CharField(max_length=10, choices=Effect)
    game = models.ForeignKey(Game, on_delete=models.SET_NULL, null=True, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    kept = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Locked fields that were left alone."
    )
    column = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    source = models.JSONField(default=dict, help_text="The cells of a refused row, for the bad-rows file.")

    class Meta:
        ordering = ("batch", "line")
        constraints = [
            models.CheckConstraint(
                name="import_row_refusal_has_a_reason", condition=~Q(effect="refused") | ~Q(reason="")
            )
        ]
        indexes = [models.Index(fields=("batch", "line"), name="import_row_by_line")]

    def __str__(self) -> str:
        return f"line {self.line}: {self.effect}"
