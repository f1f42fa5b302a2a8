"""What a person is told: the bell's list, for boards and for the home page."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from canvas.actions.notify import mark_read, notifications_for

MOST_SHOWN = 50


@never_cache
@require_GET
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    return _bell(request)


@require_POST
@login_required
def read_notifications(request: HttpRequest) -> HttpResponse:
    """All that the person has."""
    mark_read(user=cast(User, request.user), now=timezone.now())
    return _bell(request)


def _bell(request: HttpRequest) -> HttpResponse:
    told = notifications_for(cast(User, request.user))
    newest = told.select_related("board").order_by("-created_at", "-id")[:MOST_SHOWN]
    context = {"notifications": newest, "unread": told.filter(read_at=None).count()}
    return render(request, "canvas/board/_notifications.html", context)
