"""Many pictures asked for together: by a table, a matrix or a funnel."""

import uuid

from django.conf import settings
from django.db import models

from assets.models import BrandKit, Generation, TemplateVersion
from assets.models.money import UsdField
from canvas.models.board import Board


class Run(models.Model):
    """What its rows have in common. How far it is follows from its rows' generations.

    prompt: as `assets.prompts.template` reads it; template_version: where it stands word for word,
    or None. slots: its rules, as JSON. columns: of the table, by name; mapping: {slot: column, from
    0}. seed: of every picture; None: each has its own. anchors: [{"asset": id, "role": str,
    "strength": 0..1}]. notes: how the table was read. cap_usd: what the whole run may cost.
    layout: a wall, or frames by column `group_by`. x, y: of its top left corner on the board, once
    something lies there; frames: {label: {"node": id, "columns": int, "room": pictures}}.
    terms: of a matrix and of a funnel alone, as `assets.runs.matrix` and `.funnel` read them.
    stopped: why rows wait that nobody holds (the cap, a budget), in words, or "".
    """

    class Kind(models.TextChoices):
        TABLE = "table"
        MATRIX = "matrix"
        FUNNEL = "funnel"

    class State(models.TextChoices):
        DRAFT = "draft"
        STARTED = "started"
        PAUSED = "paused"
        CANCELLED = "cancelled"

    class Layout(models.TextChoices):
        WALL = "wall"
        FRAMES = "frames"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="runs")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    prompt = models.TextField(blank=True)
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, null=True, related_name="+"
    )
    slots = models.JSONField(default=list)
    tier = models.CharField(max_length=16)
    width = models.PositiveIntegerField(default=1024)
    height = models.PositiveIntegerField(default=1024)
    seed = models.PositiveBigIntegerField(null=True)
    anchors = models.JSONField(default=list)
    brand = models.ForeignKey(BrandKit, on_delete=models.SET_NULL, null=True, related_name="+")
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    cap_usd = UsdField(null=True)
    layout = models.CharField(max_length=8, choices=Layout.choices, default=Layout.WALL)
    group_by = models.PositiveSmallIntegerField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    frames = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)
    stopped = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class RunRow(models.Model):
    """One picture of a run. number: from 1; of a table the line of its row.

    cells: of a table, one for each column. prompt: words of its own in place of the run's, or "".
    told: what it has of its own: a matrix cell its "tier", "seed", "strength", "anchor", "brand",
    "row" and "column"; once it lies on the board the "frame" by label, and "at", its place in it.
    problem: why it cannot be asked for, or ""; problem_column: where, from 0. copy_of: the number
    of an equal row before it.
    generation, node: of its newest picture. earlier: ids of the generations before, oldest first.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    prompt = models.TextField(blank=True)
    told = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    problem_column = models.PositiveSmallIntegerField(null=True)
    copy_of = models.PositiveIntegerField(null=True)
    is_skipped = models.BooleanField(default=False)
    generation = models.ForeignKey(
        Generation, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    node = models.UUIDField(null=True)
    earlier = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="row_once_per_run"),
        ]

    def __str__(self) -> str:
        return f"row {self.number} of {self.run_id}"
