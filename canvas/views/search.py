"""What the search field of a workspace finds."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from canvas.access import require_workspace
from canvas.search import search

MOST_PAGES = 50


@never_cache
@login_required
@require_GET
def find(request: HttpRequest, workspace_id: UUID) -> HttpResponse:
    """The list of what was found; from `page` 1 on, only the rows that follow."""
    here = require_workspace(request, workspace_id)
    page = request.GET.get("page", "")
    number = min(int(page), MOST_PAGES) if page.isdecimal() and len(page) < 9 else 0
    results = search(
        user=cast(User, request.user),
        workspace_id=here.workspace_id,
        query=request.GET.get("q", ""),
        page=number,
    )
    template = "canvas/home/_found_rows.html" if number else "canvas/home/_found.html"
    context = {"results": results, "here": here, "next_page": number + 1}
    return render(request, template, context)
