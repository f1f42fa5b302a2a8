"""What each role may do, and who may give it to whom. Pure rules; `canvas.access` asks them."""

from canvas.models.people import Role

EDITING_ROLES = frozenset({Role.OWNER, Role.LEAD, Role.DESIGNER})
COMMENTING_ROLES = EDITING_ROLES | {Role.REVIEWER}
MANAGING_ROLES = frozenset({Role.OWNER, Role.LEAD})

_BELOW_LEADS = (Role.DESIGNER, Role.REVIEWER, Role.VIEWER)
_GIVES: dict[str, tuple[Role, ...]] = {
    Role.OWNER: (Role.OWNER, Role.LEAD, *_BELOW_LEADS),
    Role.LEAD: _BELOW_LEADS,
}

MAY: dict[str, str] = {
    Role.OWNER: "Everything, owners too",
    Role.LEAD: "Edit, invite, manage designers",
    Role.DESIGNER: "Make and edit boards",
    Role.REVIEWER: "Look at boards, comment, approve",
    Role.VIEWER: "Look at boards",
}
"""In a few words, for whoever chooses one."""


def roles_given_by(role: str) -> tuple[Role, ...]:
    """Roles that a member with `role` may give to others and take from them; often none."""
    return _GIVES.get(role, ())


def effective_role(in_workspace: str, in_project: str | None) -> str:
    """A role in a project narrows or widens the one in its workspace; owners stay owners."""
    return in_workspace if in_workspace == Role.OWNER else in_project or in_workspace
