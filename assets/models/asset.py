"""Immutable pictures, one row for distinct bytes in a workspace, and their made sizes."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.workspace import Workspace


class Asset(models.Model):
    """`sha256` is of the stored bytes (what `files.py` keeps), which `format` names.

    Pictures are RGB or RGBA, masks (`role`) 8-bit grey: 255 = regenerate, 0 = keep. A patch is what
    an engine gave for the context of an edit; it is shown nowhere and has no renditions. A clip is
    Matroska, its renditions are of its first frame; its `Clip` says the rest.
    told: what the file that came in said of how it was made (`assets.told`), else {}.
    signed_sha256: of that file as it came, where it carried Content Credentials: kept beside, as it
    alone proves them; else "".
    """

    class Role(models.TextChoices):
        PICTURE = "picture"
        MASK = "mask"
        PATCH = "patch"
        CLIP = "clip"

    class Origin(models.TextChoices):
        UPLOAD = "upload"
        GENERATION = "generation"

    class Format(models.TextChoices):
        PNG = "png"
        JPEG = "jpeg"
        WEBP = "webp"
        MKV = "mkv"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="assets")
    sha256 = models.CharField(max_length=64)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.PICTURE)
    origin = models.CharField(max_length=12, choices=Origin.choices)
    format = models.CharField(max_length=4, choices=Format.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)
    signed_sha256 = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "sha256", "role"], name="asset_once_per_workspace"
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.id)


class Rendition(models.Model):
    """A WebP of the asset with `level` px on its long side (never enlarged)."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    level = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    byte_size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asset", "level"], name="rendition_once_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} at {self.level}"
