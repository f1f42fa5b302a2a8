"""Landscapes, towns and skies."""
