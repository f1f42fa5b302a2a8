"""Brands: what pictures made for one have to keep to."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.asset import Asset
from assets.models.workspace import Workspace


class BrandKit(models.Model):
    """colour: of its tint in the interface, "#rrggbb". palette: [{"name": str, "hex": "#rrggbb"}].

    light, camera: words that people put into prompts, one line each. formats: keys of
    `assets.formats`. default_use: of the workspace's table of uses, or "". engines: {risk class:
    [engine keys]}; a class that is missing takes any engine. archived_at: taken off the lists; the
    row stays, because pictures name it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="brands")
    name = models.CharField(max_length=60)
    colour = models.CharField(max_length=7)
    palette = models.JSONField(default=list)
    tone = models.TextField(blank=True)
    dos = models.TextField(blank=True)
    donts = models.TextField(blank=True)
    light = models.TextField(blank=True)
    camera = models.TextField(blank=True)
    formats = models.JSONField(default=list)
    default_use = models.CharField(max_length=60, blank=True)
    engines = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(archived_at=None),
                name="brand_once_per_name",
            )
        ]

    def __str__(self) -> str:
        return self.name


class BrandLogo(models.Model):
    """A picture of a brand's logo, as it is to be placed."""

    brand = models.ForeignKey(BrandKit, on_delete=models.CASCADE, related_name="logos")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "asset"], name="logo_once_per_brand")
        ]

    def __str__(self) -> str:
        return f"{self.name or 'logo'} of {self.brand_id}"


class BrandFont(models.Model):
    """A file of type that a brand is set in. sha256: of its bytes. use: headings, body, ..."""

    brand = models.ForeignKey(BrandKit, on_delete=models.CASCADE, related_name="fonts")
    name = models.CharField(max_length=120)
    use = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=5)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "sha256"], name="font_once_per_brand")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.brand_id}"
