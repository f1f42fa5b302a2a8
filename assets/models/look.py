"""What is kept of a picture's looks, to compare it with others without its file."""

from django.db import models

from assets.drift.features import VERSION, Features
from assets.models.asset import Asset


class Look(models.Model):
    """vector: `Features.pack` of the measures' `version`. alike: the perceptual hash of
    `drift.alike`, 16 hex digits."""

    asset = models.OneToOneField(
        Asset, on_delete=models.CASCADE, primary_key=True, related_name="look"
    )
    version = models.PositiveSmallIntegerField(default=VERSION)
    vector = models.BinaryField()
    alike = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"look of {self.asset_id}"

    @property
    def features(self) -> Features:
        return Features.unpack(bytes(self.vector))
