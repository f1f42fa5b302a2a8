"""Registers the package with Django."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "assets"
