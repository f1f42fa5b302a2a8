"""Who decides on the pictures of a board, and who of them is asked."""

from collections.abc import Collection

from canvas.access import name_of
from canvas.approval import DECIDING
from canvas.models import Board, Membership
from canvas.roles import MANAGING_ROLES


def deciding_members(board: Board) -> list[tuple[int, str]]:
    """Id and name of each member of the workspace who may decide, by name."""
    rows = Membership.objects.filter(
        workspace_id=board.workspace_id, role__in=DECIDING, user__is_active=True
    ).values_list("user_id", "user__first_name", "user__email")
    people = [(user_id, name_of(first_name, email)) for user_id, first_name, email in rows]
    return sorted(people, key=lambda one: (one[1].casefold(), one[0]))


def asked_people(board: Board, deciders: Collection[int]) -> set[int]:
    """Those who are named; nobody named: leads and reviewers."""
    if deciders:
        return set(deciders)
    rows = Membership.objects.filter(
        workspace_id=board.workspace_id, role__in=(*MANAGING_ROLES, "reviewer")
    )
    return set(rows.values_list("user_id", flat=True))
