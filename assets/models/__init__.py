"""Rows of this package, by noun."""

from assets.models.asset import Asset, Rendition
from assets.models.baseline import Baseline
from assets.models.benchmark import Benchmark, BenchmarkPicture, BenchmarkRun, Judgement
from assets.models.brand import BrandFont, BrandKit, BrandLogo
from assets.models.clip import Clip
from assets.models.credentials import SigningCertificate
from assets.models.drift import Canary, CanaryRun, DriftWatch, WatchReference
from assets.models.engine import EngineSetting, EngineWorkflow, TierSetting
from assets.models.generation import EngineGate, Generation, GenerationState, Lane
from assets.models.ledger import Attempt, Budget, Totals
from assets.models.look import Look
from assets.models.pack import AnchorPack, PackAnchor, PackVersion
from assets.models.policy import PolicyAppeal, PolicyTerm
from assets.models.prompts import Template, TemplateApproval, TemplateVersion, WordList
from assets.models.rights import Rights
from assets.models.workspace import Workspace

__all__ = [
    "AnchorPack",
    "Asset",
    "Attempt",
    "Baseline",
    "Benchmark",
    "BenchmarkPicture",
    "BenchmarkRun",
    "BrandFont",
    "BrandKit",
    "BrandLogo",
    "Budget",
    "Canary",
    "CanaryRun",
    "DriftWatch",
    "Clip",
    "EngineGate",
    "EngineSetting",
    "EngineWorkflow",
    "Generation",
    "GenerationState",
    "Judgement",
    "Lane",
    "Look",
    "PackAnchor",
    "PackVersion",
    "PolicyAppeal",
    "PolicyTerm",
    "Rendition",
    "Rights",
    "SigningCertificate",
    "Template",
    "TemplateApproval",
    "TemplateVersion",
    "TierSetting",
    "Totals",
    "WatchReference",
    "WordList",
    "Workspace",
]
