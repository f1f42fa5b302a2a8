"""The shared surface: boards, what lies on them, and the ops that changed them."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models

from assets.models import Asset, BrandKit, Generation, Workspace
from canvas.models.projects import Project


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Boards of the workspaces that `user` is a member of, but for what is in the trash."""
        if not user.is_authenticated:
            return self.none()
        return self.live().filter(workspace__memberships__user=user)

    def live(self) -> Self:
        return self.filter(deleted_at=None)


class Board(models.Model):
    """`revision` grows by one with every committed op. brand: whose rules its pictures are
    made by. One in the trash has `deleted_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="boards")
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, related_name="boards"
    )
    brand = models.ForeignKey(BrandKit, on_delete=models.SET_NULL, null=True, related_name="boards")
    title = models.CharField(max_length=120)
    revision = models.PositiveBigIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = BoardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Node(models.Model):
    """A thing on a board; what each column and prop means stands in `canvas.document.kinds`.

    The client makes `id`; a node of another board with the same id is another row, so that no
    board can reach into another. `deleted_at` is set and cleared by ops: undo brings a node back.
    Rows are written by `canvas.actions.ops.commit_ops` alone.
    """

    pk = models.CompositePrimaryKey("board_id", "id")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="nodes")
    id = models.UUIDField()
    kind = models.CharField(max_length=12)
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    rotation = models.FloatField(default=0)
    order = models.CharField(max_length=64)
    parent = models.UUIDField(null=True)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="+")
    generation = models.ForeignKey(
        Generation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    props = models.JSONField(default=dict)
    revision = models.PositiveBigIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board", "revision"], name="node_by_revision")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Edge(models.Model):
    """Lineage, from what was used to what came of it. `strength` is an anchor's, else null.

    last: the picture that a clip ends on; the one that it begins with is its source.
    """

    class Role(models.TextChoices):
        ANCHOR = "anchor"
        MASK = "mask"
        SOURCE = "source"
        VARIATION = "variation"
        REFINE = "refine"
        LAST = "last"

    pk = models.CompositePrimaryKey("board_id", "id")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="edges")
    id = models.UUIDField()
    source = models.UUIDField()
    target = models.UUIDField()
    role = models.CharField(max_length=10, choices=Role.choices)
    strength = models.FloatField(null=True)
    revision = models.PositiveBigIntegerField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["board", "revision"], name="edge_by_revision")]

    def __str__(self) -> str:
        return f"{self.role} {self.source} -> {self.target}"


class Op(models.Model):
    """A committed unit of change; `changes` is its JSON as sent. No actor: the server did it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="ops")
    revision = models.PositiveBigIntegerField()
    op_id = models.UUIDField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changes = models.TextField()
    committed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "revision"], name="op_once_per_revision"),
            models.UniqueConstraint(fields=["board", "op_id"], name="op_once_per_board"),
        ]
        # Figures count the minutes in which people worked, without reading what they changed.
        indexes = [models.Index(fields=["board", "committed_at", "actor"], name="op_by_time")]

    def __str__(self) -> str:
        return f"op {self.revision} of {self.board_id}"
