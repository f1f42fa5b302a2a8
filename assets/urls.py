"""Addresses of this package; the root includes them as they stand."""

from django.urls import path

from assets import clip_views, views

urlpatterns = [
    path("assets/<uuid:asset_id>/clip.webm", clip_views.serve_clip, name="clip"),
    path("assets/<uuid:asset_id>/<slug:level>", views.serve_asset, name="asset"),
]
