"""Any server that speaks like OpenAI's images: stable-diffusion.cpp, LocalAI, relays.

They differ in what says "edit" in a mask, in the path of edits and in what they send back; all that
is set by options. Written from providers.md, section 2.7 (2026-11-22).
"""

from assets.compositing.adapters import Adapter
from assets.engines.base import Capabilities
from assets.engines.hosted import option_of, whole_option
from assets.engines.openai import Dialect, OpenAIEngine, partials_of
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
        references = whole_option(self._config, "references", least=0, most=15) if edits else 0
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
                has_mask=option_of(self._config, "mask_style") != "none",
                edit_kind=Adapter.KEY_COLOUR,
                has_strength=False,
                has_seed=False,
                streams_previews=bool(self.dialect().partials),
            )
        )

    def dialect(self) -> Dialect:
        is_alpha = option_of(self._config, "mask_style") == "alpha"
        return Dialect(
            mask_style="alpha" if is_alpha else "white",
            edits_path=option_of(self._config, "edits_path"),
            single_file="image",
            body={
                "response_format": "b64_json",
                **read_object(option_of(self._config, "extra"), "Further fields"),
            },
            partials=partials_of(self._config),
        )
