"""Benchmarks: the same briefs for several tiers, made anew in every run, and judged blind."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.generation import Generation
from assets.models.workspace import Workspace


class Benchmark(models.Model):
    """tiers: which are compared. copies: pictures of each brief by each. briefs: [{"operation",
    "prompt", "width", "height", "anchors", "source", "mask", "edit"}], as a generation keeps them,
    assets by id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="benchmarks")
    name = models.CharField(max_length=80)
    tiers = models.JSONField(default=list)
    copies = models.PositiveSmallIntegerField(default=2)
    briefs = models.JSONField(default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class BenchmarkRun(models.Model):
    """engines: {tier: {"key", "version", "label"}} as they were then. cannot: [[brief, tier, why]]
    of cells that were not asked for."""

    benchmark = models.ForeignKey(Benchmark, on_delete=models.CASCADE, related_name="runs")
    begun_at = models.DateTimeField()
    engines = models.JSONField(default=dict)
    cannot = models.JSONField(default=list)

    class Meta:
        ordering = ["begun_at", "id"]

    def __str__(self) -> str:
        return f"{self.benchmark_id} at {self.begun_at}"


class BenchmarkPicture(models.Model):
    run = models.ForeignKey(BenchmarkRun, on_delete=models.CASCADE, related_name="pictures")
    brief = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=16)
    copy = models.PositiveSmallIntegerField()
    generation = models.OneToOneField(
        Generation, on_delete=models.CASCADE, related_name="benchmarked"
    )

    class Meta:
        ordering = ["brief", "tier", "copy"]

    def __str__(self) -> str:
        return f"{self.tier}, brief {self.brief}, {self.copy}"


class Judgement(models.Model):
    """Made without knowing the engine. is_repeat: the same picture once more, to see how far a
    person agrees with themselves. seconds: from shown to judged."""

    class Verdict(models.TextChoices):
        USABLE = "usable"
        FIXABLE = "fixable"
        NO = "no"

    picture = models.ForeignKey(
        BenchmarkPicture, on_delete=models.CASCADE, related_name="judgements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    is_repeat = models.BooleanField(default=False)
    seconds = models.FloatField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "person", "is_repeat"], name="judged_once_and_once_more"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.picture_id}"
