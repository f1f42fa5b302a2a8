"""The pages behind the status codes that Django itself answers with."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from canvas.errors import wants_page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request, 404, "not_found", "Nothing is here", "There is no page at this address."
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request,
        400,
        "bad_request",
        "This request could not be read",
        "Go back, reload the page and try again.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(
        request, 403, "access_denied", "Not allowed", "Your account has no access to this."
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        "csrf_failed",
        "This page is out of date",
        "It was opened before you signed in or out, or by another site. Nothing was changed. "
        "Go back, reload the page and try again.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    title = "The server made a mistake"
    message = (
        "Nothing of this request was kept. The details are in the server's log: reload the page, "
        "and tell whoever runs the server if it happens again."
    )
    if not wants_page(request):
        return _json(500, "server_error", title, message)
    # Without the request: who asks would be looked up in a database that may be what failed.
    page = render_to_string("canvas/error.html", {"title": title, "message": message})
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, status: int, code: str, title: str, message: str) -> HttpResponse:
    if not wants_page(request):
        return _json(status, code, title, message)
    context = {"title": title, "message": message}
    return render(request, "canvas/error.html", context, status=status)


def _json(status: int, code: str, title: str, message: str) -> HttpResponse:
    return JsonResponse({"code": code, "message": f"{title}. {message}"}, status=status)
