"""One request to an engine, and its life."""

import uuid

from django.conf import settings
from django.db import models

from assets.engines.request import Operation
from assets.models.asset import Asset
from assets.models.brand import BrandKit
from assets.models.prompts import TemplateVersion
from assets.models.workspace import Workspace

CROP = "crop"
"""The one thing that pictures are made by without an engine: see assets/actions/formats.py."""
OPERATIONS = [(one, one.replace("_", " ").title()) for one in (*map(str, Operation), CROP)]


class GenerationState(models.TextChoices):
    """queued -> running -> succeeded | failed | blocked | cancelled; failed -> queued by retry."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"


class Lane(models.TextChoices):
    """What waits in bulk gives way to what somebody sits and waits for."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class Generation(models.Model):
    """`id` is made by whoever asks, so that asking again is harmless.

    width, height: px of the finished picture. seed: 0 to 2^32 - 1.
    anchors: [{"asset": id, "role": str, "strength": 0..1, "pack"?: {"version"?: id, "name": str,
    "number": int}}, ...]; pack: the anchor pack that it came with, as it was called then
    (without a version where the picture came in a bundle).
    edit: inpaint {"strength": 0..1, "intent"?: Intent, "context"?: Preset or [x, y, width, height]
    px, "parts"?: [{"mask": asset id, "prompt": str, "strength": 0..1}, ...] where masks have words
    of their own, lowest first}, of a blend also {"transition": px, "erased"?: asset id of a mask};
    outpaint {"left", "top", "right", "bottom": px >= 0, "keep_exactly": bool, "scaled"?: [width,
    height] px of the source before it grows}; crop {"scaled": [width, height], "part": [x, y,
    width, height] px of it}; upscale {"scale": 2 or 4}; animate {"seconds": float, "motion":
    Motion, "loops": bool, "amount": 0..1, "side": px, "last"?: asset id}; else {}.
    attempt: grows by one whenever a run takes it up; a result is kept only from the newest one.
    failed_tries: of the runs since a person last asked, those that failed and were tried again.
    not_before: while queued, when it may be tried again. is_held: while queued, nobody takes it up,
    because the run that it belongs to is paused. worker, lease_until: while running, who
    runs it and until when that one is believed to be alive.
    brand: whose rules it was made by. template_version: what its prompt was written from, word for
    word, or None. filled: {"text": str, "values": {slot: str}, "choice": int} that gave the prompt,
    where it was more than plain words; else {}.
    answered_at: when its engine had given all it was asked for: what is left is ours to do, and the
    engine is free for another.
    patch: what the engine made of an inpaint's context: with it `blend_of` blends the edge anew,
    without the engine; of parts with words of their own, each part's facts name its "patch".
    facts: what the engine and the compositing said, as plain JSON (proof, layout, style, ...).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="generations")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    operation = models.CharField(max_length=16, choices=OPERATIONS)
    tier = models.CharField(max_length=16)
    engine = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=64, blank=True)
    prompt = models.TextField(blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    anchors = models.JSONField(default=list)
    source = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="+")
    mask = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="+")
    edit = models.JSONField(default=dict)
    brand = models.ForeignKey(
        BrandKit, on_delete=models.SET_NULL, null=True, related_name="generations"
    )
    template_version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, null=True, related_name="generations"
    )
    filled = models.JSONField(default=dict)

    state = models.CharField(
        max_length=10, choices=GenerationState.choices, default=GenerationState.QUEUED
    )
    lane = models.CharField(max_length=12, choices=Lane.choices, default=Lane.INTERACTIVE)
    attempt = models.PositiveSmallIntegerField(default=0)
    failed_tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    is_held = models.BooleanField(default=False)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=40, blank=True)
    error_message = models.TextField(blank=True)
    result = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="made_by")
    patch = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="+")
    blend_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="blends")
    facts = models.JSONField(default=dict)
    cost_usd = models.DecimalField(max_digits=10, decimal_places=4, default=0)

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "created_at"], name="generation_by_state"),
            models.Index(fields=["started_at"], name="generation_by_start"),
            models.Index(fields=["engine", "started_at"], name="generation_by_engine"),
            models.Index(fields=["workspace", "created_at"], name="generation_by_workspace"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.id} ({self.state})"

    @property
    def duration_s(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class EngineGate(models.Model):
    """When an engine may be called next: what keeps the rate that it bears, over all processes.

    Whoever takes up a run holds this row meanwhile, so that two never take the same last place.
    """

    engine = models.CharField(max_length=64, primary_key=True)
    opens_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.engine
