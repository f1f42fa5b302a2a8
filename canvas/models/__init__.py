"""Rows of this package, by noun."""

from canvas.models.audit import AuditEntry, AuditHead
from canvas.models.board import Board, Edge, Node, Op
from canvas.models.comments import Comment, Notification, Reaction, ReadMark, Thread
from canvas.models.exports import Export, ExportItem, ExportPreset
from canvas.models.home import BoardVisit, Thumbnail
from canvas.models.people import Invitation, Membership, Role, SignInLink
from canvas.models.projects import Project, ProjectRole
from canvas.models.review import ApprovalRequest, Decision
from canvas.models.risk import IntendedUse, PictureRisk
from canvas.models.runs import Run, RunRow
from canvas.models.sharing import FrozenPicture, LinkVisit, ShareLink
from canvas.models.versions import BoardVersion

__all__ = [
    "ApprovalRequest",
    "AuditEntry",
    "AuditHead",
    "Board",
    "BoardVersion",
    "BoardVisit",
    "Comment",
    "Decision",
    "Edge",
    "Export",
    "ExportItem",
    "ExportPreset",
    "FrozenPicture",
    "IntendedUse",
    "Invitation",
    "LinkVisit",
    "Membership",
    "Node",
    "Notification",
    "Op",
    "PictureRisk",
    "Project",
    "ProjectRole",
    "Reaction",
    "ReadMark",
    "Role",
    "Run",
    "RunRow",
    "ShareLink",
    "SignInLink",
    "Thread",
    "Thumbnail",
]
