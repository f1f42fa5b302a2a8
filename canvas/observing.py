"""Every request has an id, which its log lines and its answer carry, and is counted."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from canvas.logs import request_id
from canvas.metrics import REQUESTS

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# A proxy's id is taken over where it is one.
_ID = re.compile(r"[\w.-]{8,64}", re.ASCII)


class ObservingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if _ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(name)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            took_s = time.perf_counter() - started
            view = request.resolver_match.view_name if request.resolver_match else ""
            status, method = str(response.status_code), _known(request.method)
            REQUESTS.labels(view or "none", method, status).observe(took_s)
            logger.info("%s %s %s in %.0f ms", method, request.path, status, took_s * 1e3)
            response.headers[HEADER] = name
            return response
        finally:
            request_id.reset(token)


def _known(method: str | None) -> str:
    """Anybody may invent methods; each new word would be another row of figures for good."""
    return method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
