"""What pages may load."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Pictures come from this host, previews as data: and blob: made by our own modules.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self'",  # clips
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
