"""Rows of this package, by noun."""

from canvas.models.board import Board, Edge, Node, Op
from canvas.models.people import Membership, Role, SignInLink
from canvas.models.sharing import ShareLink

__all__ = ["Board", "Edge", "Membership", "Node", "Op", "Role", "ShareLink", "SignInLink"]
