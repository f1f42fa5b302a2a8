"""What pages may load, and what logs may not hold."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Pictures come from this host, previews as data: and blob: made by our own modules.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",  # the board's socket too: 'self' takes in ws and wss of this host
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


class ContentSecurityPolicyMiddleware:
    """Sends the policy with every answer that does not bring its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


class MaskTokens(logging.Filter):
    """Takes share, invitation and sign-in tokens out of log lines."""

    TOKEN = re.compile(r"(/(?:s|welcome|join)/)[\w-]{8,}")

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self.TOKEN.sub(r"\1***", record.getMessage())
        record.args = None
        return True
