"""For load balancers, monitors and people who wait for a start: alive, ready, figures."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from canvas.metrics import REGISTRY
from canvas.readiness import OK, readiness

LOOPBACK = ("127.0.0.1", "::1")
# A request that came through a proxy on this machine has its address too.
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while this process answers: one that does not is to be restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 while requests can be served here, else 503: send them elsewhere, and wait."""
    parts = readiness()
    is_ready = all(state == OK for state in parts.values())
    return JsonResponse(parts | {"ready": is_ready}, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format: with the token of the settings, or from this machine itself."""
    if not _may_see_metrics(request):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _may_see_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    is_forwarded = any(header in request.headers for header in FORWARDED)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded
