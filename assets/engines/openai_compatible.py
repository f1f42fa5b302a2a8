"""Any server that speaks like OpenAI's images: stable-diffusion.cpp, LocalAI, relays.

They differ in what says "edit" in a mask, in the path of edits and in what they send back; all that
is set by options. Written from providers.md, section 2.7 (2026-11-22).
"""

from typing import cast

from assets.compositing.adapters import Adapter
from assets.engines.base import Capabilities
from assets.engines.frames import SizeLimits
from assets.engines.openai import Dialect, MaskStyle, OpenAIEngine
from assets.engines.request import Operation
from assets.engines.templates import read_object

STEP = 8
"""px. What diffusion models want at least."""
MOST_PIXELS = 2048 * 2048


class OpenAICompatibleEngine(OpenAIEngine):
    """options: "mask_style" (white, alpha, none), "edits_path" ("" where there is none),
    "references" (pictures beside the one that is edited), "partial_images" (off, 0 to 3), "extra"
    (a JSON object that goes into every call), "usd_per_million_tokens"."""

    wire = "openai-compatible-1"

    def capabilities(self) -> Capabilities:
        edits = self.dialect().edits_path
        references = self._references() if edits else 0
        operations = {Operation.TEXT_TO_IMAGE}
        if edits:
            operations |= {Operation.INPAINT, Operation.OUTPAINT}
        if references:
            operations.add(Operation.IMAGE_TO_IMAGE)
        return self._config.capabilities(
            Capabilities(
                operations=frozenset(operations),
                max_pixels=MOST_PIXELS,
                multiple_of=STEP,
                max_anchors=references,
                has_mask=self._config.option("mask_style", "white") != "none",
                edit_kind=Adapter.KEY_COLOUR,
                has_strength=False,
                has_seed=False,
                streams_previews=bool(self.dialect().partials),
            )
        )

    def dialect(self) -> Dialect:
        style = self._config.option("mask_style", "white")
        partials = self._config.option("partial_images", "off")
        return Dialect(
            mask_style=cast(MaskStyle, style if style in ("alpha", "white") else "white"),
            edits_path=str(self._config.option("edits_path", "/images/edits")),
            single_file="image",
            body={
                "response_format": "b64_json",
                **read_object(self._config.option("extra"), "Further fields"),
            },
            partials=int(partials) if str(partials) in ("0", "1", "2", "3") else None,
            limits=SizeLimits(most_pixels=MOST_PIXELS, step=STEP),
        )

    def _references(self) -> int:
        told = str(self._config.option("references", "0"))
        return min(int(told), 15) if told.isdecimal() and len(told) < 4 else 0
