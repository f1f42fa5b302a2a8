"""Projects, the boards in them, and roles of their own."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User

from canvas.access import access_for_user
from canvas.actions.projects import create_project, set_project_role
from canvas.models import Board, Membership, Project, ProjectRole, Role
from tests.factories import make_board, make_member, make_workspace
from tests.integration.canvas.shared_world import (
    EDITORS,
    PEOPLE,
    World,
    client_of,
    make_world,
)

pytestmark = pytest.mark.django_db

MANAGERS = ("owner", "lead")
MEMBERS = ("owner", "lead", "designer", "reviewer", "viewer")


def make_project(world: World, name: str = "Aurora") -> Project:
    return create_project(actor=owner_of(world), name=name)


def owner_of(world: World) -> Membership:
    return Membership.objects.get(user=world.owner)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(
    ("address", "form", "may"),
    [
        ("/workspaces/{workspace}/projects/", {"name": "New"}, EDITORS),
        ("/projects/{project}/", {"name": "Renamed", "colour": "3"}, EDITORS),
        ("/projects/{project}/archive/", {"archived": "1"}, EDITORS),
        ("/projects/{project}/order/", {"step": "down"}, EDITORS),
        ("/projects/{project}/people/", {"user": "{ben}", "role": "viewer"}, MANAGERS),
    ],
)
def test_who_may(who: str, address: str, form: dict[str, str], may: tuple[str, ...]) -> None:
    world = make_world()
    client = client_of(who, world)
    project, last = make_project(world), make_project(world, "Last")
    ben = make_member(world.board.workspace, Role.DESIGNER, "Ben")
    form = {key: value.format(ben=ben.pk) for key, value in form.items()}

    def state() -> object:
        rows = Project.objects.values_list("name", "colour", "position", "archived_at")
        return list(rows), list(ProjectRole.objects.values_list("user_id", "role"))

    before = state()
    answer = client.post(
        address.format(workspace=world.board.workspace_id, project=project.id), form
    )

    assert last.position > project.position
    if who in may:
        assert answer.status_code in (200, 204)
        assert state() != before
        return
    expected = 403 if who in MEMBERS else 404 if who == "outsider" else 302
    assert answer.status_code == expected
    assert state() == before


def test_a_project_lists_its_boards_and_their_number() -> None:
    world = make_world()
    client = client_of("viewer", world)
    project = make_project(world)
    make_board(world.board.workspace, "Elsewhere")
    Board.objects.filter(id=world.board.id).update(project=project)

    page = client.get("/", {"project": str(project.id)}).content.decode()

    assert "Spring hero" in page
    assert "Elsewhere" not in page
    assert "Aurora" in page


@pytest.mark.parametrize("asked", ["nonsense", str(uuid.UUID(int=1))])
def test_a_project_that_is_none_is_not_found(asked: str) -> None:
    world = make_world()

    assert client_of("owner", world).get("/", {"project": asked}).status_code == 404


def test_a_project_of_another_workspace_is_not_found() -> None:
    world = make_world()
    foreign = Project.objects.create(workspace=make_workspace("B"), name="Foreign", position=0)
    client = client_of("owner", world)

    assert client.get("/", {"project": str(foreign.id)}).status_code == 404
    answer = client.post(f"/boards/{world.board.id}/project/", {"project": str(foreign.id)})
    assert answer.status_code == 404


def test_a_board_moves_into_a_project_and_out(django_capture_on_commit_callbacks: Any) -> None:
    world = make_world()
    client = client_of("designer", world)
    project = make_project(world)
    address = f"/boards/{world.board.id}/project/"

    answer = client.post(address, {"project": str(project.id)})

    assert answer["HX-Trigger"] == "home-changed"
    world.board.refresh_from_db()
    assert world.board.project_id == project.id
    client.post(address, {"project": ""})
    world.board.refresh_from_db()
    assert world.board.project_id is None


def test_a_new_board_of_a_project_is_made_in_it() -> None:
    world = make_world()
    project = make_project(world)
    form = {"workspace": str(world.board.workspace_id), "project": str(project.id)}

    answer = client_of("designer", world).post("/boards/", form)

    assert Board.objects.get(id=answer["Location"].split("/")[2]).project == project


def test_archived_projects_leave_the_lists_with_their_boards() -> None:
    world = make_world()
    client = client_of("lead", world)
    project = make_project(world)
    Board.objects.filter(id=world.board.id).update(project=project)

    client.post(f"/projects/{project.id}/archive/", {"archived": "1"})

    assert "Spring hero" not in client.get("/").content.decode()
    assert "Aurora" in client.get("/", {"show": "archived"}).content.decode()
    assert client.get(f"/boards/{world.board.id}/").status_code == 200
    client.post(f"/projects/{project.id}/archive/", {"archived": "0"})
    assert "Spring hero" in client.get("/").content.decode()


def test_projects_are_put_in_order() -> None:
    world = make_world()
    first, second = make_project(world, "First"), make_project(world, "Second")
    client = client_of("lead", world)

    def order() -> list[str]:
        return [project.name for project in Project.objects.all()]

    client.post(f"/projects/{second.id}/order/", {"step": "up"})
    assert order() == ["Second", "First"]
    client.post(f"/projects/{second.id}/order/", {"step": "up"})
    assert order() == ["Second", "First"]
    client.post(f"/projects/{first.id}/order/", {"step": "sideways"})
    assert order() == ["Second", "First"]


@pytest.mark.parametrize("form", [{"name": ""}, {"name": "x" * 81}, {"name": "A", "colour": "7"}])
def test_a_project_that_cannot_be_is_refused_in_place(form: dict[str, str]) -> None:
    world = make_world()
    client = client_of("owner", world)

    answer = client.post(f"/workspaces/{world.board.workspace_id}/projects/", form)

    assert answer.status_code == 200
    assert "<dialog" in answer.content.decode()
    assert not Project.objects.exists()


# Roles of a project


@pytest.mark.parametrize(
    ("in_workspace", "in_project", "may_edit"),
    [("viewer", "designer", True), ("designer", "viewer", False), ("designer", None, True)],
)
def test_a_role_in_a_project_counts_on_its_boards(
    in_workspace: str, in_project: str | None, may_edit: bool
) -> None:
    world = make_world()
    project = make_project(world)
    other = make_board(world.board.workspace, "Another")
    Board.objects.filter(id=world.board.id).update(project=project)
    ben = make_member(world.board.workspace, Role(in_workspace), "Ben")
    role = Role(in_project) if in_project else None
    set_project_role(actor=owner_of(world), project=project, user_id=ben.pk, role=role)

    there = access_for_user(ben, world.board.id)
    elsewhere = access_for_user(ben, other.id)

    assert there is not None and elsewhere is not None
    assert there.may_edit is may_edit
    assert there.role == (in_project or in_workspace)
    assert elsewhere.role == in_workspace


def test_moving_boards_is_no_way_round_the_roles_of_projects() -> None:
    world = make_world()
    client = client_of("designer", world)
    designer = User.objects.get(first_name="designer")
    locked = make_project(world)
    set_project_role(actor=owner_of(world), project=locked, user_id=designer.pk, role=Role.VIEWER)
    inside = make_board(world.board.workspace, "Inside")
    Board.objects.filter(id=inside.id).update(project=locked)

    out = client.post(f"/boards/{inside.id}/project/", {"project": ""})
    into = client.post(f"/boards/{world.board.id}/project/", {"project": str(locked.id)})

    assert (out.status_code, into.status_code) == (403, 403)
    inside.refresh_from_db()
    assert inside.project == locked


def test_nobody_narrows_an_owner_or_makes_one_of_a_project() -> None:
    world = make_world()
    project = make_project(world)
    client = client_of("owner", world)
    ben = make_member(world.board.workspace, Role.DESIGNER, "Ben")
    address = f"/projects/{project.id}/people/"

    client.post(address, {"user": str(world.owner.pk), "role": "viewer"})
    client.post(address, {"user": str(ben.pk), "role": "owner"})
    client.post(address, {"user": "9" * 30, "role": "viewer"})

    assert not ProjectRole.objects.exists()
