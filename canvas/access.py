"""Who may see and do what. The one place that answers "may this person ...?"

A person gets to a board as a member of its workspace, or as a guest: by a share link opened in this
session (`session["links"]` maps link id to the epoch it was opened at, the last one opened last).
Nothing is cached: a link that was revoked or a membership that ended counts from the next question
on.
"""

import secrets
from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from assets.models import Asset, Workspace
from assets.permission import FOR_GOOD, Permission
from canvas.concealment import is_concealed
from canvas.errors import AccessDenied, NotFound
from canvas.models import Board, Membership, Node, Project, ProjectRole, Role, ShareLink
from canvas.roles import COMMENTING_ROLES, EDITING_ROLES, MANAGING_ROLES, effective_role

LINKS_KEY = "links"
GUEST_KEY = "guest"
GUEST_NAME = "Guest"
# The oldest go: nobody has more of them open.
MOST_LINKS = 50


class Session(Protocol):
    """What is asked of a session: Django's and Channels' both have it."""

    def get(self, key: str, default: Any, /) -> Any: ...


@dataclass(frozen=True)
class BoardAccess:
    """What one person may do on one board, as known at the moment of asking.

    role: owner, lead, designer, reviewer or viewer; a project's counts before the workspace's.
    Members have a `user_id`, guests a `link_id`.
    key: `u<user id>`, or `g<random>`, a new one for each answer: guests are told apart by socket.
    guest: of a guest's browser, the same on each visit. may_decide, sees_people, may_download: of
    guests; members' follow from their role. place: as in ShareLink.
    """

    board_id: UUID
    workspace_id: UUID
    role: str
    user_id: int | None
    link_id: UUID | None
    name: str
    key: str
    may_edit: bool
    may_comment: bool = False
    may_decide: bool = False
    sees_people: bool = False
    may_download: bool = False
    guest: str = ""
    place: dict[str, float] | None = None

    @property
    def is_guest(self) -> bool:
        return self.link_id is not None

    @property
    def may_mark(self) -> bool:
        """Pick and reject pictures: members who may comment."""
        return self.may_comment and not self.is_guest

    @property
    def may_do(self) -> str:
        """Differs where more or less may be done: pages are loaded anew then."""
        return "guest who comments" if self.is_guest and self.may_comment else self.role


def display_name(user: User) -> str:
    """The name a person chose, else what stands before the @ of the e-mail address."""
    return name_of(user.first_name, user.email)


def name_of(first_name: str, email: str) -> str:
    return first_name or email.partition("@")[0] or "Member"


def open_links(path: str = "") -> Q:
    """Links that are neither revoked nor expired; `path` leads from the row to the link."""
    prefix = f"{path}__" if path else ""
    never, later = {f"{prefix}expires_at": None}, {f"{prefix}expires_at__gt": timezone.now()}
    return Q(**{f"{prefix}revoked_at": None}) & (Q(**never) | Q(**later))


def access_for_user(user: User | AnonymousUser, board_id: UUID) -> BoardAccess | None:
    """As a member of the board's workspace."""
    if not user.is_authenticated:
        return None
    membership = (
        Membership.objects.filter(
            user_id=user.pk,
            user__is_active=True,
            workspace__boards__id=board_id,
            workspace__boards__deleted_at=None,
        )
        .select_related("user")
        .annotate(
            project_role=Subquery(
                ProjectRole.objects.filter(
                    user_id=OuterRef("user_id"), project__boards__id=board_id
                ).values("role")[:1]
            )
        )
        .first()
    )
    if membership is None:
        return None
    role = effective_role(membership.role, membership.project_role)
    return BoardAccess(
        board_id=board_id,
        workspace_id=membership.workspace_id,
        role=role,
        user_id=membership.user_id,
        link_id=None,
        name=display_name(membership.user),
        key=f"u{membership.user_id}",
        may_edit=role in EDITING_ROLES,
        may_comment=role in COMMENTING_ROLES,
    )


def access_for_session(session: Session, board_id: UUID) -> BoardAccess | None:
    """To the whole board as a guest, by the last share link to it that this session opened and that
    is still open. Links to pictures alone open no board: see `link_of_session`."""
    links = _open_in(session).filter(
        board_id=board_id, board__deleted_at=None, scope=ShareLink.Scope.CANVAS
    )
    found = {link.id: link for link in links.select_related("board")}
    last = next((one for one in reversed(session_links(session)) if one in found), None)
    return None if last is None else guest_access(found[last], session)


def guest_access(link: ShareLink, session: Session) -> BoardAccess:
    """What a link that was opened lets its guests do."""
    guest = session.get(GUEST_KEY, None) or {}
    return BoardAccess(
        board_id=link.board_id,
        workspace_id=link.board.workspace_id,
        role=Role.VIEWER,
        user_id=None,
        link_id=link.id,
        name=guest.get("name") or GUEST_NAME,
        key=f"g{secrets.token_hex(6)}",
        may_edit=False,
        may_comment=link.may_comment,
        may_decide=link.may_decide,
        sees_people=link.shows_people,
        may_download=link.may_download,
        guest=guest.get("key", ""),
        place=link.place,
    )


def link_of_session(session: Session, link_id: UUID) -> ShareLink | None:
    """A link that this session opened, and that is open still, with its board."""
    links = _open_in(session).filter(id=link_id, board__deleted_at=None)
    return links.select_related("board__workspace").first()


def _open_in(session: Session) -> QuerySet[ShareLink]:
    opened = Q(pk__in=[])
    for link_id, epoch in session_links(session).items():
        opened |= Q(id=link_id, epoch=epoch)
    return ShareLink.objects.filter(open_links(), opened)


def session_links(session: Session) -> dict[UUID, int]:
    """Link id -> epoch of the share links opened in this session."""
    links: Mapping[str, int] = session.get(LINKS_KEY, None) or {}
    # Sessions of before this had another shape: their guests open the link once more.
    return {UUID(link): epoch for link, epoch in links.items() if isinstance(epoch, int)}


def remember_link(session: MutableMapping[str, Any], link: ShareLink, *, name: str = "") -> None:
    """This session has opened it. name: what the guest calls themselves, if they were asked."""
    links = session.get(LINKS_KEY) or {}
    links.pop(str(link.id), None)
    session[LINKS_KEY] = dict([*links.items(), (str(link.id), link.epoch)][-MOST_LINKS:])
    guest = session.get(GUEST_KEY) or {"key": secrets.token_hex(8), "name": ""}
    session[GUEST_KEY] = guest | ({"name": name} if name else {})


def resolve_access(
    *, user: User | AnonymousUser, session: Session, board_id: UUID
) -> BoardAccess | None:
    """Membership first, then a share link; None: for this person there is no such board."""
    return access_for_user(user, board_id) or access_for_session(session, board_id)


def require_board(
    request: HttpRequest, board_id: UUID, *, edit: bool = False, comment: bool = False
) -> tuple[Board, BoardAccess]:
    """Raises NotFound when there is no such board for this person, AccessDenied when `edit` or
    `comment` is asked of someone who may only look."""
    access = resolve_access(user=request.user, session=request.session, board_id=board_id)
    board = Board.objects.select_related("workspace").filter(id=board_id).first()
    if access is None or board is None:
        raise NotFound("There is no such board, or you have no access to it.")
    if edit and not access.may_edit:
        raise AccessDenied(
            "You can look at this board, but not change it. Ask its owner for another role."
        )
    if comment and not access.may_comment:
        raise AccessDenied(
            "You can look at this board, but not comment on it. Ask its owner for another role."
        )
    return board, access


def restorable_boards(user: User) -> QuerySet[Board]:
    """In the trash, of those that this person may edit once they are back: `effective_role` as a
    query."""
    in_workspace = Membership.objects.filter(
        user_id=user.pk, user__is_active=True, workspace_id=OuterRef("workspace_id")
    )
    in_project = ProjectRole.objects.filter(user_id=user.pk, project_id=OuterRef("project_id"))
    return (
        Board.objects.exclude(deleted_at=None)
        .annotate(
            workspace_role=Subquery(in_workspace.values("role")[:1]),
            project_role=Subquery(in_project.values("role")[:1]),
        )
        .exclude(workspace_role=None)
        .filter(
            Q(workspace_role=Role.OWNER)
            | Q(project_role__in=EDITING_ROLES)
            | Q(project_role=None, workspace_role__in=EDITING_ROLES)
        )
    )


def readable_assets(user: User | AnonymousUser, ids: Collection[UUID]) -> QuerySet[Asset]:
    """Those of these assets that belong to a workspace of this person: what they may copy."""
    if not user.is_authenticated or not user.is_active:
        return Asset.objects.none()
    workspaces = Membership.objects.filter(user_id=user.pk).values("workspace_id")
    return Asset.objects.filter(id__in=ids, workspace_id__in=workspaces)


def require_workspace(
    request: HttpRequest, workspace_id: UUID, *, edit: bool = False, manage: bool = False
) -> Membership:
    """The membership of whoever asks. Raises NotFound, or AccessDenied when more is asked than
    their role in the workspace may do."""
    membership = None
    if request.user.is_authenticated:
        membership = (
            Membership.objects.filter(
                user_id=request.user.pk, user__is_active=True, workspace_id=workspace_id
            )
            .select_related("workspace")
            .first()
        )
    if membership is None:
        raise NotFound("There is no such workspace, or you are not a member of it.")
    if edit and membership.role not in EDITING_ROLES:
        raise AccessDenied("You can look at this workspace, but change nothing in it. Ask a lead.")
    if manage and membership.role not in MANAGING_ROLES:
        raise AccessDenied("Only owners and leads do this. Ask one of them.")
    return membership


def require_owner(request: HttpRequest, workspace_id: UUID) -> Membership:
    """Of keys and money: owners of the workspace. Raises NotFound or AccessDenied."""
    membership = require_workspace(request, workspace_id, manage=True)
    if membership.role != Role.OWNER:
        raise AccessDenied("Only owners set engines up. Ask one of them.")
    return membership


def owns_installation(user: User | AnonymousUser) -> bool:
    """Owners of the workspace that the installation began with: whoever runs it is among them."""
    first = Workspace.objects.order_by("created_at", "id").values("id")[:1]
    return (
        user.is_authenticated
        and Membership.objects.filter(
            user_id=user.pk, user__is_active=True, role=Role.OWNER, workspace_id=Subquery(first)
        ).exists()
    )


def require_project(
    request: HttpRequest, project_id: UUID, *, manage: bool = False
) -> tuple[Project, Membership]:
    """To change the project itself: editing roles of its workspace, for `manage` owners and leads.
    Raises NotFound or AccessDenied."""
    project = Project.objects.filter(id=project_id).first()
    if project is None:
        raise NotFound("There is no such project, or you have no access to it.")
    membership = require_workspace(request, project.workspace_id, edit=True, manage=manage)
    return project, membership


def may_see_asset(request: HttpRequest, asset: Asset) -> Permission | None:
    """Members see what belongs to their workspace, guests what lies on a board opened to them and
    is not hidden there, for as long as their link is open."""
    if request.user.is_authenticated and (
        Membership.objects.filter(
            user_id=request.user.pk, user__is_active=True, workspace_id=asset.workspace_id
        ).exists()
    ):
        return FOR_GOOD
    links = _open_in(request.session).filter(scope=ShareLink.Scope.CANVAS, board__deleted_at=None)
    if not session_links(request.session):
        return None
    boards = dict(links.order_by("may_download").values_list("board_id", "may_download"))
    shown = Node.objects.filter(asset_id=asset.id, deleted_at=None, board_id__in=boards)
    found = [boards[node.board_id] for node in shown if not is_concealed(node)]
    return Permission(is_lasting=False, may_download=any(found)) if found else None
