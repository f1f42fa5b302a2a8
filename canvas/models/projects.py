"""Projects: the shelves of a workspace that boards stand on."""

import uuid

from django.conf import settings
from django.db import models

from assets.models import Workspace
from canvas.models.people import Role


class Project(models.Model):
    """colour: 1 to 6, of the design tokens --p1 to --p6. position: order in lists, least first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(max_length=80)
    colour = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "created_at"]

    def __str__(self) -> str:
        return self.name


class ProjectRole(models.Model):
    """Another role on the boards of one project than a member has in the workspace."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="project_roles"
    )
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="role_once_per_project")
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} in {self.project}"
