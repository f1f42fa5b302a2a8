"""Who may enter a workspace, and how they sign in the first time."""

from django.conf import settings
from django.db import models

from assets.models import Workspace


class Role(models.TextChoices):
    OWNER = "owner"
    LEAD = "lead"
    DESIGNER = "designer"
    VIEWER = "viewer"


class Membership(models.Model):
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.DESIGNER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="member_once_per_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.workspace}"


class SignInLink(models.Model):
    """A one-time way in. Only the SHA-256 of its token is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in link of {self.user}"
