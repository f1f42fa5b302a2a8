"""Every address of the product."""

from django.urls import URLPattern, URLResolver, path

from canvas.views import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.health, name="health"),
]
