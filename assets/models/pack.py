"""Anchor packs: named sets of pictures to be guided by, kept in versions."""

import uuid

from django.conf import settings
from django.db import models

from assets.models.asset import Asset
from assets.models.brand import BrandKit
from assets.models.workspace import Workspace


class AnchorPack(models.Model):
    """is_locked: leads alone publish the next version. brand: whose it is, or None.
    One that was deleted has `deleted_at`: its versions stay, since pictures name the one that
    guided them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="packs")
    brand = models.ForeignKey(BrandKit, on_delete=models.SET_NULL, null=True, related_name="packs")
    name = models.CharField(max_length=80)
    is_locked = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class PackVersion(models.Model):
    """Never altered. number: from 1. note: what its maker says of it, in one line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack = models.ForeignKey(AnchorPack, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="pack_version_once_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.pack} v{self.number}"


class PackAnchor(models.Model):
    """One picture of a version. role: AnchorRole; strength: 0 to 1; place: from 0."""

    version = models.ForeignKey(PackVersion, on_delete=models.CASCADE, related_name="anchors")
    place = models.PositiveSmallIntegerField()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    strength = models.FloatField()
    name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["version", "asset"], name="pack_anchor_once_per_asset")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.asset_id} of {self.version}"
