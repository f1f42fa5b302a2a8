"""Making projects, ordering them, and which boards and roles belong to them."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assets.models import Workspace
from canvas.access import display_name
from canvas.actions.audit import record
from canvas.errors import AccessDenied, NotFound
from canvas.models import Board, Membership, Project, ProjectRole, Role
from canvas.roles import EDITING_ROLES, effective_role, roles_given_by
from canvas.signals import ask_again_on_commit
from canvas.words import PERSON_COLOURS


def create_project(*, actor: Membership, name: str, colour: int | None = None) -> Project:
    """At the end of the list; colour None: the next one in turn."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=actor.workspace_id)
        projects = Project.objects.filter(workspace_id=actor.workspace_id)
        last = projects.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        return Project.objects.create(
            workspace_id=actor.workspace_id,
            name=name,
            colour=colour or position % PERSON_COLOURS + 1,
            position=position,
            created_by_id=actor.user_id,
        )


def change_project(*, project: Project, name: str, colour: int) -> None:
    project.name, project.colour = name, colour
    project.save(update_fields=["name", "colour"])


def archive_project(*, project: Project, is_archived: bool) -> None:
    """Its boards leave the lists with it; nothing is deleted, and links to them still open."""
    project.archived_at = timezone.now() if is_archived else None
    project.save(update_fields=["archived_at"])


def move_project(*, project: Project, by: int) -> None:
    """by: -1 one up, +1 one down, among those that are not archived."""
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=project.workspace_id)
        listed = list(Project.objects.filter(workspace_id=project.workspace_id, archived_at=None))
        at = listed.index(project) if project in listed else -1
        if at < 0 or not 0 <= at + by < len(listed):
            return
        listed.insert(at + by, listed.pop(at))
        for position, one in enumerate(listed):
            one.position = position
        Project.objects.bulk_update(listed, ["position"])


def move_board(*, board: Board, project_id: UUID | None, actor: Membership) -> None:
    """To a project of its workspace, or out of any. That may change what people may do on it, so
    open boards are asked again.

    Raises NotFound for a project of elsewhere or an archived one, AccessDenied where `actor` may
    not edit in the project: else a way round the roles of projects.
    """
    with transaction.atomic():
        if project_id is not None:
            project = Project.objects.filter(
                id=project_id, workspace_id=board.workspace_id, archived_at=None
            ).first()
            if project is None:
                raise NotFound("This project is not there any more. Reload the page.")
        if _role_in(project_id, actor) not in EDITING_ROLES:
            raise AccessDenied("You cannot edit boards there. Ask a lead for another role.")
        if board.project_id != project_id:
            Board.objects.filter(id=board.id).update(project_id=project_id)
            ask_again_on_commit(move_board, board_id=board.id)
    board.project_id = project_id


def _role_in(project_id: UUID | None, actor: Membership) -> str:
    if project_id is None:
        return actor.role
    own = ProjectRole.objects.filter(project_id=project_id, user_id=actor.user_id).first()
    return effective_role(actor.role, own.role if own else None)


def set_project_role(
    *, actor: Membership, project: Project, user_id: int, role: Role | None
) -> None:
    """role None: as in the workspace. Raises NotFound or AccessDenied."""
    member = Membership.objects.filter(workspace_id=project.workspace_id, user_id=user_id).first()
    if member is None:
        raise NotFound("This person is not a member any more. Reload the page.")
    given = roles_given_by(actor.role)
    if member.role not in given or (role is not None and role not in given):
        raise AccessDenied("You cannot give this role to this person. Ask an owner.")
    if role == Role.OWNER or member.role == Role.OWNER:
        raise AccessDenied("Owners are owners of the whole workspace.")
    with transaction.atomic():
        if role is None:
            ProjectRole.objects.filter(project=project, user_id=user_id).delete()
        else:
            ProjectRole.objects.update_or_create(
                project=project, user_id=user_id, defaults={"role": role}
            )
        ask_again_on_commit(set_project_role, user_id=user_id)
        facts = {"to": role or f"{member.role}, as in the workspace", "project": project.name}
        subject = display_name(member.user)
        record(project.workspace, actor.user, "role_changed", subject, facts)
