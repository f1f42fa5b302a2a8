"""Workflows of a ComfyUI: the dialog on the Engines page, for the owners of a workspace."""

from typing import cast
from uuid import UUID

import orjson
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from assets.actions.workflows import put_workflow, remove_workflow
from assets.engines.comfyui.workflows import MOST_BYTES, built_in
from assets.engines.request import Operation
from assets.errors import InvalidRequest
from assets.models import EngineSetting
from canvas.access import require_owner
from canvas.errors import NotFound
from canvas.views.engines import engine_in, kind_of
from canvas.workflow_list import LABELS, marks, workflows_of

MOST_BODY_BYTES = MOST_BYTES + 64 * 1024
"""A file of `MOST_BYTES` and the form around it."""


@never_cache
@login_required
@require_GET
def workflows(request: HttpRequest, workspace_id: UUID, engine_id: UUID) -> HttpResponse:
    engine = _engine(request, workspace_id, engine_id)
    return render(request, "canvas/home/_workflows_dialog.html", _context(engine))


@never_cache
@login_required
@require_GET
def workflow_file(
    request: HttpRequest, workspace_id: UUID, engine_id: UUID, operation: str
) -> HttpResponse:
    """The one that counts, own or built in, to be opened in ComfyUI and changed."""
    engine, wanted = _engine(request, workspace_id, engine_id), _operation(operation)
    own = engine.workflows.filter(operation=wanted).first()
    graph = own.graph if own else built_in(wanted).graph
    response = HttpResponse(
        orjson.dumps(graph, option=orjson.OPT_INDENT_2), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="anchorboard-{wanted.value}.json"'
    return response


# As in views/uploads.py: size and sign-in are looked at before the form is read for its token.
@csrf_exempt
@login_required
@require_POST
def add_workflow(
    request: HttpRequest, workspace_id: UUID, engine_id: UUID, operation: str
) -> HttpResponse:
    engine, wanted = _engine(request, workspace_id, engine_id), _operation(operation)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
        size = f"{MOST_BYTES / 1e6:g} MB"
        return _again(request, engine, f"A workflow has at most {size}. Choose a smaller file.")
    return _add(request, engine, wanted)


@csrf_protect
def _add(request: HttpRequest, engine: EngineSetting, operation: Operation) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _again(request, engine, "No file arrived. Choose the file that ComfyUI exported.")
    try:
        put_workflow(
            engine=engine,
            user=cast(User, request.user),
            operation=operation,
            name=file.name or "",
            data=file.read(),
        )
    except InvalidRequest as refused:
        return _again(request, engine, refused.message, refused=operation)
    return _again(request, engine)


@login_required
@require_POST
def drop_workflow(
    request: HttpRequest, workspace_id: UUID, engine_id: UUID, operation: str
) -> HttpResponse:
    engine = _engine(request, workspace_id, engine_id)
    remove_workflow(engine=engine, operation=_operation(operation))
    return _again(request, engine)


def _engine(request: HttpRequest, workspace_id: UUID, engine_id: UUID) -> EngineSetting:
    engine = engine_in(require_owner(request, workspace_id), engine_id)
    if not kind_of(engine).takes_workflows:
        raise NotFound("This engine takes no workflows. Reload the page.")
    return engine


def _operation(name: str) -> Operation:
    if name not in LABELS:
        raise NotFound("There is no such operation. Reload the page.")
    return Operation(name)


def _again(
    request: HttpRequest,
    engine: EngineSetting,
    error: str = "",
    refused: Operation | None = None,
) -> HttpResponse:
    context = _context(engine) | {"error": error, "refused": refused and LABELS[refused]}
    return render(request, "canvas/home/_workflows.html", context)


def _context(engine: EngineSetting) -> dict[str, object]:
    return {"engine": engine, "workflows": workflows_of(engine), "marks": marks()}
