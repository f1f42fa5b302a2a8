"""Engines that people set up for a workspace, and what its tiers mean."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.workspace import Workspace

MOST_KNOWN_MODELS = 300


class EngineSetting(models.Model):
    """One engine of a workspace, as `assets.engines.config.EngineConfig` describes it.

    sealed_key: its API key, sealed (`assets.sealing`); "" for none. may_be_private: set up by an
    owner of the installation, so that its address may lie in our own network.
    known_models: ids that it listed at its last test. tested_at, test_ms: of that test;
    test_problem: what went wrong then, or "". removed_at: taken away; the row stays, without its
    key, because pictures name it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="engines")
    adapter = models.CharField(max_length=30)
    label = models.CharField(max_length=60)
    base_url = models.CharField(max_length=300, blank=True)
    sealed_key = models.TextField(blank=True)
    model = models.CharField(max_length=200, blank=True)
    enabled = models.BooleanField(default=True)
    may_be_private = models.BooleanField(default=False)
    price_usd = models.DecimalField(max_digits=10, decimal_places=4, default=0)
    concurrency = models.PositiveSmallIntegerField(default=2)
    typical_seconds = models.FloatField(default=20)
    options = models.JSONField(default=dict)

    known_models = models.JSONField(default=list)
    tested_at = models.DateTimeField(null=True)
    test_ms = models.PositiveIntegerField(default=0)
    test_problem = models.TextField(blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "removed_at"], name="engine_by_workspace")]

    def __str__(self) -> str:
        return self.label

    @property
    def key(self) -> str:
        """What generations call it: "gemini:" and the id without dashes."""
        return f"{self.adapter}:{self.id.hex}"

    @property
    def has_key(self) -> bool:
        return bool(self.sealed_key)


class EngineWorkflow(models.Model):
    """A workflow that a ComfyUI runs for one operation, in place of the built-in one.

    operation: a value of `Operation`. name: of the file that it came from. graph: as
    `comfyui.workflows` checked it, with the titles that mark its inputs.
    """

    engine = models.ForeignKey(EngineSetting, on_delete=models.CASCADE, related_name="workflows")
    operation = models.CharField(max_length=16)
    name = models.CharField(max_length=100)
    graph = models.JSONField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engine", "operation"], name="workflow_once_per_operation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.operation})"


class TierSetting(models.Model):
    """Which engine a tier means in one workspace: a key of the registry."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="tiers")
    tier = models.CharField(max_length=16)
    engine = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "tier"], name="tier_once_per_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.tier}: {self.engine}"
