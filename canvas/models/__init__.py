"""Rows of this package, by noun."""

from canvas.models.audit import AuditEntry, AuditHead
from canvas.models.board import Board, Edge, Node, Op
from canvas.models.home import BoardVisit, Thumbnail
from canvas.models.people import Invitation, Membership, Role, SignInLink
from canvas.models.projects import Project, ProjectRole
from canvas.models.sharing import ShareLink
from canvas.models.versions import BoardVersion

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Board",
    "BoardVersion",
    "BoardVisit",
    "Edge",
    "Invitation",
    "Membership",
    "Node",
    "Op",
    "Project",
    "ProjectRole",
    "Role",
    "ShareLink",
    "SignInLink",
    "Thumbnail",
]
