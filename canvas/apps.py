"""Registers the package with Django and connects what assets announces to what boards do."""

from django.apps import AppConfig


class CanvasConfig(AppConfig):
    name = "canvas"

    def ready(self) -> None:
        from canvas import folding, handlers  # models are importable only from here on

        handlers.connect()
        folding.connect()
