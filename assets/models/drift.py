"""What is watched for drift: references, prompts drawn again and again, what came of it."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.asset import Asset
from assets.models.brand import BrandKit
from assets.models.generation import Generation
from assets.models.prompts import Template
from assets.models.workspace import Workspace


class DriftWatch(models.Model):
    """Of pictures of one tier, perhaps of a brand and a template. prompts: canaries, each drawn
    with a seed of its own that never changes. every_days: 0 for on demand alone.

    paused_at: since when it makes nothing; paused_why: in words. overridden_by: the lead who let it
    go on in spite of that, until the engine's version is another one than `overridden_version`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="watches")
    brand = models.ForeignKey(BrandKit, on_delete=models.CASCADE, null=True, related_name="+")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, null=True, related_name="+")
    tier = models.CharField(max_length=16)
    prompts = models.JSONField(default=list)
    every_days = models.PositiveSmallIntegerField(default=7)
    paused_at = models.DateTimeField(null=True)
    paused_why = models.TextField(blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    overridden_version = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"watch on {self.tier}"

    @property
    def stops(self) -> bool:
        return self.paused_at is not None and self.overridden_by_id is None


class WatchReference(models.Model):
    """A picture that the others are held against."""

    watch = models.ForeignKey(DriftWatch, on_delete=models.CASCADE, related_name="references")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watch", "asset"], name="reference_once_per_watch")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} for {self.watch_id}"


class CanaryRun(models.Model):
    """All prompts of a watch, drawn once. engine_version: as the engine said when it was begun.
    setting: model and options of an engine of the Engines page, to go back to; else {}.
    score: the median distance from the references, once all ended; is_good: within the limit.
    """

    watch = models.ForeignKey(DriftWatch, on_delete=models.CASCADE, related_name="runs")
    engine = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=64, blank=True)
    setting = models.JSONField(default=dict)
    why = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)
    limit = models.FloatField(null=True)
    is_good = models.BooleanField(null=True)

    class Meta:
        ordering = ["begun_at", "id"]

    def __str__(self) -> str:
        return f"{self.engine} {self.engine_version} for {self.watch_id}"


class Canary(models.Model):
    run = models.ForeignKey(CanaryRun, on_delete=models.CASCADE, related_name="canaries")
    place = models.PositiveSmallIntegerField()
    generation = models.OneToOneField(Generation, on_delete=models.CASCADE, related_name="canary")

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"canary {self.place} of {self.run_id}"
