"""Rows of this package, by noun."""

from assets.models.asset import Asset, Rendition
from assets.models.generation import Generation, GenerationState
from assets.models.workspace import Workspace

__all__ = ["Asset", "Generation", "GenerationState", "Rendition", "Workspace"]
