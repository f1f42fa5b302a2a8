"""With what a workspace signs the pictures that it exports."""

from django.conf import settings
from django.db import models

from assets.models.workspace import Workspace


class SigningCertificate(models.Model):
    """One a workspace. chain: PEM, the signer's own first. sealed_key: PEM, by `assets.sealing`.

    is_own: brought by somebody; else made here for trying out, and trusted by nobody.
    """

    workspace = models.OneToOneField(
        Workspace, on_delete=models.CASCADE, related_name="signing_certificate"
    )
    chain = models.TextField()
    sealed_key = models.TextField()
    algorithm = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    is_own = models.BooleanField(default=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    set_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.subject
