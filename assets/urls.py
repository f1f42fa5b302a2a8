"""Addresses of this package; the root includes them as they stand."""

from django.urls import path

from assets import views

urlpatterns = [path("assets/<uuid:asset_id>/<slug:level>", views.serve_asset, name="asset")]
