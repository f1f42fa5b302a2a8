"""Who owns what people brought in, and what allows its use."""

from django.conf import settings
from django.db import models

from assets.models.asset import Asset


class Rights(models.Model):
    """Of one picture that was brought in; without a row they are unknown.

    expires_on: the last day of a licence, None: it does not end. document: the licence as a file;
    its SHA-256 is what the audit speaks of.
    """

    class Kind(models.TextChoices):
        OWNED = "owned"
        LICENSED = "licensed"
        UNKNOWN = "unknown"

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="rights")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.UNKNOWN)
    expires_on = models.DateField(null=True)
    document = models.BinaryField(default=bytes)
    document_name = models.CharField(max_length=200, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.asset_id}"
