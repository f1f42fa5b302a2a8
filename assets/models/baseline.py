"""What a team says that a picture took by hand: what its figures are held against."""

from django.conf import settings
from django.db import models

from assets.models.workspace import Workspace


class Baseline(models.Model):
    """minutes: of a person's work for one usable picture, before. Stated, never measured."""

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, primary_key=True, related_name="baseline"
    )
    minutes = models.DecimalField(max_digits=7, decimal_places=1)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    stated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.minutes} min by hand"
