"""What an import of the catalogue did, row by row."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from games.models.catalogue import Game
from games.models.jobs import Job


class ImportBatch(models.Model):
    """One file on its way into the catalogue.

    COLUMNS -> UPLOADED -> CHECKED -> APPLYING -> DONE -> UNDOING -> UNDONE
                   |          |-> REFUSED     (all or nothing, and a row was refused: nothing was written)
                   |-> UNREADABLE             (``problem`` says why; nothing of it can be used)

    COLUMNS waits until somebody says what the columns nobody knows mean (``unknown_columns``).
    ``content`` is kept until the work is done, so that a job can resume.
    """

    class State(models.TextChoices):
        COLUMNS = "columns", "columns to explain"
        UPLOADED = "uploaded"
        CHECKED = "checked"
        APPLYING = "applying"
        DONE = "done"
        REFUSED = "refused"
        UNREADABLE = "unreadable"
        UNDOING = "undoing", "being taken back"
        UNDONE = "undone", "taken back"

    class Mode(models.TextChoices):
        ALL_OR_NOTHING = "all_or_nothing", "All rows or none"
        GOOD_ROWS = "good_rows", "Good rows only"
        NO_DOUBLES = "no_doubles", "Good rows, without likely duplicates"

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
    columns = models.JSONField(
        default=dict, blank=True, help_text="What the file's own column names mean: name → column, or empty."
    )
    unknown_columns = models.JSONField(default=list, blank=True, help_text="Column names that wait for a decision.")
    doubles = models.JSONField(
        default=dict, blank=True, help_text="Lines that are likely a game already there: line → its slug."
    )
    compared = models.PositiveIntegerField(default=0, help_text="New rows compared with the games already there.")
    impact = models.JSONField(default=dict, blank=True, help_text="Whom it would touch, as estimated before it.")
    content = models.BinaryField(null=True, blank=True)
    job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_batch")
    compare_job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undo_job = models.OneToOneField(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undo_forced = models.BooleanField(default=False, help_text="What was changed since was taken back too.")
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


class HeaderMapping(models.Model):
    """What the columns of one maker's files mean; said once in a preview, used for every file with that first line."""

    preset = models.CharField(max_length=20, blank=True)
    signature = models.CharField(max_length=64, help_text="Of the column names, in whatever order.")
    columns = models.JSONField(default=dict, help_text="Their name → our column; empty for one that is left out.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-said_at",)
        constraints = [models.UniqueConstraint(fields=("preset", "signature"), name="header_mapping_once")]

    def __str__(self) -> str:
        return ", ".join(f"{name} → {column or 'left out'}" for name, column in self.columns.items())


class ImportRow(models.Model):
    """A row that changed something, was refused or met a lock; rows without effect leave no trace.

    In a batch that is only CHECKED they tell what would happen.
    """

    class Effect(models.TextChoices):
        CREATED = "created"
        CHANGED = "changed"
        KEPT = "kept"
        REFUSED = "refused"

    class Undo(models.TextChoices):
        UNDONE = "undone", "taken back"
        HIDDEN = "hidden", "not offered any more"
        KEPT = "kept", "left as it is"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    effect = models.CharField(max_length=10, choices=Effect)
    game = models.ForeignKey(Game, on_delete=models.SET_NULL, null=True, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    kept = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Locked fields that were left alone."
    )
    nearest = models.JSONField(
        default=dict, blank=True, help_text="The game already there that is most like a new one."
    )
    undo = models.CharField(max_length=10, choices=Undo, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)
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
