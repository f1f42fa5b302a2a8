"""What was decided in a workspace, by whom and when: for owners and leads."""

from pathlib import Path
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from canvas import audit_chain
from canvas.access import require_workspace
from canvas.actions.audit import verify
from canvas.audit import Audit, Filter, csv_rows
from canvas.home import Home
from canvas.models import AuditEntry


@never_cache
@login_required
@require_GET
def audit(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    here = require_workspace(request, workspace_id, manage=True)
    home = Home(cast(User, request.user), here)
    shown = Audit(home, Filter.of(request.GET), request.GET.get("page", "1"))
    context = {"audit": shown, "home": home, "shows_audit": True}
    is_part = request.headers.get("HX-Target") == "entries"
    return render(request, f"canvas/home/{'_entries' if is_part else 'audit'}.html", context)


@never_cache
@login_required
@require_GET
def verify_audit(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """Whether the chain holds, in a line."""
    here = require_workspace(request, workspace_id, manage=True)
    broken = verify(here.workspace)
    shown = Audit(Home(cast(User, request.user), here), Filter())
    context = {"audit": shown, "broken": broken, "was_verified": True}
    return render(request, "canvas/home/_chain.html", context)


@never_cache
@login_required
@require_GET
def audit_file(request: HttpRequest, workspace_id: UUID) -> StreamingHttpResponse:
    """All of it: of a part nobody could verify the chain."""
    here = require_workspace(request, workspace_id, manage=True)
    entries = AuditEntry.objects.filter(workspace_id=here.workspace_id).order_by("number")
    return StreamingHttpResponse(
        csv_rows(entries.iterator(chunk_size=1_000)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


@login_required
@require_GET
def audit_verifier(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """The program that checks the file by itself."""
    require_workspace(request, workspace_id, manage=True)
    return HttpResponse(
        Path(audit_chain.__file__).read_bytes(),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit_chain.py"'},
    )
