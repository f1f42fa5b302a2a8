"""Words that a workspace does not want in its prompts, and appeals against them."""

from django.conf import settings
from django.db import models

from assets.models.brand import BrandKit
from assets.models.workspace import Workspace


class PolicyTerm(models.Model):
    """action: what happens when it is found. owner: whose rule it is, whom to ask.
    brand: for whose pictures alone it counts; None: for all."""

    class Action(models.TextChoices):
        BLOCK = "block", "Block"
        WARN = "warn", "Warn"
        REPLACE = "replace", "Replace"

    class Group(models.TextChoices):
        TERM = "term", "Term"
        COMPETITOR = "competitor", "Competitor"
        ARTIST = "artist", "Living artist"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="policy_terms")
    brand = models.ForeignKey(BrandKit, on_delete=models.CASCADE, null=True, related_name="terms")
    words = models.CharField(max_length=80)
    group = models.CharField(max_length=10, choices=Group.choices, default=Group.TERM)
    action = models.CharField(max_length=8, choices=Action.choices, default=Action.BLOCK)
    replacement = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "words"],
                condition=models.Q(brand=None),
                name="term_once_per_workspace",
            ),
            models.UniqueConstraint(
                fields=["brand", "words"],
                condition=models.Q(brand__isnull=False),
                name="term_once_per_brand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.words}"


class PolicyAppeal(models.Model):
    """Somebody asks that a prompt be allowed in spite of `terms`. Allowed: to them, as written."""

    class State(models.TextChoices):
        OPEN = "open"
        ALLOWED = "allowed"
        REFUSED = "refused"

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="appeals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    prompt = models.TextField()
    terms = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "state"], name="appeal_by_state")]

    def __str__(self) -> str:
        return f"appeal of {self.user_id}: {self.state}"
