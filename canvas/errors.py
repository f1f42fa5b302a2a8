"""What can go wrong on boards, and the one place where errors become HTTP answers.

CanvasError
    AccessDenied, NotFound, OpRejected, ProtocolError, ShareLinkClosed, SignInLinkClosed
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from assets.errors import AssetsError

logger = logging.getLogger(__name__)


class CanvasError(Exception):
    code = "canvas_error"
    http_status = 400

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class AccessDenied(CanvasError):
    """This person may see it, but not do that."""

    code = "access_denied"
    http_status = 403


class NotFound(CanvasError):
    """It is not there, or not for this person: the answer is the same."""

    code = "not_found"
    http_status = 404


class OpRejected(CanvasError):
    """One op is refused; nothing of it was applied."""

    code = "op_rejected"
    http_status = 422


class BundleRefused(CanvasError):
    """A file that is no exported board, or one that cannot be taken."""

    code = "bad_bundle"
    http_status = 422


class ProtocolError(CanvasError):
    """A frame that is not of the protocol."""

    code = "bad_frame"


class ShareLinkClosed(CanvasError):
    """Revoked or expired."""

    code = "link_closed"
    http_status = 410


class SignInLinkClosed(CanvasError):
    """Used before, or too old."""

    code = "sign_in_link_closed"
    http_status = 410


def wants_page(request: HttpRequest) -> bool:
    """People's browsers say so; our own modules, htmx and programs get JSON."""
    return "text/html" in request.headers.get("Accept", "") and "HX-Request" not in request.headers


class ErrorMiddleware:
    """Turns our own errors into an answer: JSON for programs, a page for people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, CanvasError | AssetsError):
            return None
        if wants_page(request):
            context = {"code": error.code, "message": error.message}
            return render(request, "canvas/error.html", context, status=error.http_status)
        return JsonResponse(
            {"code": error.code, "message": error.message}, status=error.http_status
        )
