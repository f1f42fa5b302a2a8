"""The prompt library: templates in versions, who approved them for which brand, lists of words."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.brand import BrandKit
from assets.models.workspace import Workspace


class Template(models.Model):
    """One that was deleted has `deleted_at`: its versions stay, since pictures name them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(deleted_at=None),
                name="template_once_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """Never altered. number: from 1. text: as `assets.prompts.template` reads it. slots: rules, as
    `assets.prompts.slots` reads them. owner: who wrote it. A draft until a brand approves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    slots = models.JSONField(default=list)
    note = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "number"], name="template_version_once_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class TemplateApproval(models.Model):
    """A lead lets a version be used for a brand."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.CASCADE, related_name="approvals")
    brand = models.ForeignKey(BrandKit, on_delete=models.CASCADE, related_name="approvals")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "brand"], name="approval_once_per_brand")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} for {self.brand_id}"


class WordList(models.Model):
    """What `__name__` stands for in templates. name: in small letters. lines: each once."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="word_lists")
    name = models.CharField(max_length=40)
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="list_once_per_workspace")
        ]

    def __str__(self) -> str:
        return self.name
