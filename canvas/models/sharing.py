"""Links that open a board, or a part of it, without an account; and who came by them."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models

from assets.models import Asset
from canvas.models.board import Board


class ShareLink(models.Model):
    """A credential of 192 random bits, of which only the SHA-256 is kept.

    nodes: ids as text, of the frame or of what was selected. epoch grows when what opened the link
    before shall open it no more: another address, another password. revoked_at: switched off; the
    same address works again once it is None. frozen_at: what is shown is `FrozenPicture`s, as of
    then. place: {"x", "y", "zoom"}, the middle of the view in world units; None: all of it is seen.
    """

    class Role(models.TextChoices):
        VIEW = "view", "View"
        COMMENT = "comment", "Comment"
        DECIDE = "decide", "Review"

    class Scope(models.TextChoices):
        """CANVAS: the board as it is. All others are pages of pictures."""

        CANVAS = "canvas", "Whole board"
        BOARD = "board", "All pictures"
        FRAME = "frame", "Frame"
        SELECTION = "selection", "Selection"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="share_links")
    name = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    epoch = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEW)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.CANVAS)
    nodes = models.JSONField(default=list)
    scope_name = models.CharField(max_length=200, blank=True)
    only_approved = models.BooleanField(default=False)
    password = models.CharField(max_length=128, blank=True)
    may_download = models.BooleanField(default=False)
    shows_prompts = models.BooleanField(default=False)
    shows_people = models.BooleanField(default=False)
    has_watermark = models.BooleanField(default=False)
    place = models.JSONField(null=True)
    frozen_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)
    visits = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name or f"link {self.id}"

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and not self.is_expired(now)

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now

    @property
    def is_canvas(self) -> bool:
        return self.scope == self.Scope.CANVAS

    @property
    def may_comment(self) -> bool:
        return self.role in (self.Role.COMMENT, self.Role.DECIDE)

    @property
    def may_decide(self) -> bool:
        return self.role == self.Role.DECIDE

    @property
    def sees(self) -> str:
        """What it shows, in words."""
        shown = self.Scope(self.scope).label
        if self.scope == self.Scope.FRAME:
            shown = f"Frame {self.scope_name}".strip()
        elif self.scope == self.Scope.SELECTION:
            shown = self.scope_name
        return f"{shown}, approved only" if self.only_approved else shown

    @property
    def facts(self) -> dict[str, Any]:
        """For the audit: what it grants."""
        return {
            "link": self.id,
            "role": self.role,
            "sees": self.sees,
            "expires": self.expires_at,
            "password": bool(self.password),
            "download": self.may_download,
            "prompts": self.shows_prompts,
            "people": self.shows_people,
            "watermark": self.has_watermark,
            "as_of": self.frozen_at,
        }


class FrozenPicture(models.Model):
    """One picture of a snapshot link, as it was when the link was made."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="frozen_pictures")
    position = models.PositiveIntegerField()
    node = models.UUIDField()
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    alt = models.TextField(blank=True)
    prompt = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "node"], name="frozen_once_a_link")]

    def __str__(self) -> str:
        return f"{self.name} of {self.link_id}"


class LinkVisit(models.Model):
    """Somebody opened a link. guest: of a browser, the same on each visit. name: what they called
    themselves, "" where nobody asked. device: "phone", "tablet" or "computer"."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="visit_rows")
    guest = models.CharField(max_length=32)
    name = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["link", "-at"], name="visit_by_link")]

    def __str__(self) -> str:
        return f"visit of {self.link_id}"
