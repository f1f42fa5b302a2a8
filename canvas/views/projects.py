"""Projects of a workspace: made, named, ordered, archived, and who has which role in them."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from canvas.access import require_project, require_workspace
from canvas.actions.projects import (
    archive_project,
    change_project,
    create_project,
    move_project,
    set_project_role,
)
from canvas.errors import AccessDenied, NotFound
from canvas.home import Home
from canvas.models import Membership, Project, ProjectRole
from canvas.roles import roles_given_by
from canvas.words import PERSON_COLOURS
from canvas.workspace_forms import ProjectForm, RoleForm

STEPS = {"up": -1, "down": 1}


@login_required
@require_http_methods(["GET", "POST"])
def new_project(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, edit=True)
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        project = create_project(
            actor=here, name=form.cleaned_data["name"], colour=form.cleaned_data["colour"]
        )
        return _go_to(project)
    return _dialog(request, form, "New project", reverse("new_project", args=[workspace_id]))


@login_required
@require_http_methods(["GET", "POST"])
def project_settings(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Its name and colour."""
    project, _ = require_project(request, project_id)
    initial = {"name": project.name, "colour": project.colour}
    form = ProjectForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        colour = form.cleaned_data["colour"] or project.colour
        change_project(project=project, name=form.cleaned_data["name"], colour=colour)
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return _dialog(request, form, "Project", reverse("project_settings", args=[project_id]))


def _dialog(request: HttpRequest, form: ProjectForm, title: str, action: str) -> HttpResponse:
    colours = range(1, PERSON_COLOURS + 1)
    context = {"form": form, "title": title, "action": action, "colours": colours}
    return render(request, "canvas/home/_project_dialog.html", context)


@login_required
@require_POST
def project_archive(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, _ = require_project(request, project_id)
    archive_project(project=project, is_archived=request.POST.get("archived") == "1")
    return _go_to(project)


@login_required
@require_POST
def project_order(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, _ = require_project(request, project_id)
    move_project(project=project, by=STEPS.get(request.POST.get("step", ""), 0))
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


@login_required
@require_http_methods(["GET", "POST"])
def project_people(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Who has which role in it: the dialog (GET), and its list again after a change."""
    project, here = require_project(request, project_id, manage=True)
    if request.method == "GET":
        return _people(request, "canvas/home/_roles_dialog.html", project, here)
    form = RoleForm(request.POST)
    user_id = request.POST.get("user", "")
    error = "There is no such role or person. Reload the page."
    if form.is_valid() and user_id.isdecimal() and len(user_id) < 19:
        try:
            set_project_role(actor=here, project=project, user_id=int(user_id), role=form.chosen())
            error = ""
        except (AccessDenied, NotFound) as refused:
            error = refused.message
    return _people(request, "canvas/home/_roles.html", project, here, error)


def _people(
    request: HttpRequest, template: str, project: Project, here: Membership, error: str = ""
) -> HttpResponse:
    home = Home(cast(User, request.user), here)
    own = dict(ProjectRole.objects.filter(project=project).values_list("user_id", "role"))
    rows = [(person, own.get(person.user_id, "")) for person in home.people]
    given = roles_given_by(here.role)
    context = {"project": project, "home": home, "rows": rows, "given": given, "error": error}
    return render(request, template, context)


def _go_to(project: Project) -> HttpResponse:
    address = f"{reverse('boards')}?workspace={project.workspace_id}&project={project.id}"
    return HttpResponse(status=204, headers={"HX-Redirect": address})
