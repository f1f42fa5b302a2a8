"""Rows of this package, by noun."""

from assets.models.asset import Asset, Rendition
from assets.models.generation import EngineGate, Generation, GenerationState, Lane
from assets.models.workspace import Workspace

__all__ = [
    "Asset",
    "EngineGate",
    "Generation",
    "GenerationState",
    "Lane",
    "Rendition",
    "Workspace",
]
