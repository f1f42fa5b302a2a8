"""Engines of hosts with thousands of models: the model is a setting, and so is what it is sent.

An administrator writes the input of a model once, as JSON with places (see `templates`): one for
words alone, one with references, one for masked edits and extensions. What has none is not offered.
"""

import asyncio
import re
from typing import Any

import numpy as np

from assets.compositing.adapters import Adapter
from assets.compositing.geometry import Size, ratio
from assets.engines.attachments import attachments_of
from assets.engines.base import Capabilities
from assets.engines.config import EngineConfig
from assets.engines.following import POLL_S
from assets.engines.frames import Frame, SizeLimits
from assets.engines.hosted import HostedEngine, option_of, second_usd, whole_option
from assets.engines.hosted_clips import last_of, whole_seconds
from assets.engines.pictures import alpha_mask_png, data_uri, grey_mask_png, picture_png
from assets.engines.reading import Json
from assets.engines.request import GenerationRequest, Mask, Operation
from assets.engines.spoken import spoken
from assets.engines.templates import check_places, filled, places_in, read_object

MOST_UPLOAD_BYTES = 12 * 1024 * 1024
MOST_SEED = 2**31 - 1
STEP = 16
MOST_PIXELS = 2048 * 2048
INPUTS = {
    "text_input": "The input for words alone",
    "reference_input": "The input with references",
    "edit_input": "The input of masked edits",
    "clip_input": "The input of clips",
}
MODEL = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)+(:[\w.-]+)?", re.ASCII)
PLACES = frozenset(
    {
        "prompt",
        "width",
        "height",
        "ratio",
        "seed",
        "source",
        "mask",
        "mask_alpha",
        "reference",
        "references",
        "strength",
        "seconds",
        "last",
    }
)
COMMON_RATIOS = (
    (1, 1),
    (2, 3),
    (3, 2),
    (3, 4),
    (4, 3),
    (4, 5),
    (5, 4),
    (9, 16),
    (16, 9),
    (9, 21),
    (21, 9),
)
SAME_RATIO = 0.02


class TemplateEngine(HostedEngine):
    """options: "text_input", "reference_input", "edit_input", "clip_input", "second_usd" and
    "references" (how many it takes).

    model: as the host's pages name it, "owner/name" and perhaps more; it becomes part of a path.
    """

    def __init__(self, config: EngineConfig, *, poll_s: float = POLL_S, **known: Any) -> None:
        super().__init__(config, **known)
        self._poll_s = poll_s

    def capabilities(self) -> Capabilities:
        if not MODEL.fullmatch(self._config.model):
            raise ValueError("A model is written as owner/name.")
        templates = templates_of(self._config)
        operations = {operation for operation, name in _INPUT_OF.items() if templates[name]}
        edit_places = set(places_in(templates["edit_input"]))
        places = edit_places | set(places_in(templates["reference_input"]))
        one = 1 if "reference" in places else 0
        several = whole_option(self._config, "references", least=0, most=16)
        return self._config.capabilities(
            Capabilities(
                operations=frozenset(operations),
                max_pixels=MOST_PIXELS,
                multiple_of=STEP,
                max_anchors=several if "references" in places else one,
                has_mask=bool(edit_places & {"mask", "mask_alpha"}),
                edit_kind=Adapter.KEY_COLOUR,
                has_strength="strength" in places,
                second_usd=second_usd(self._config),
                has_seed="seed" in set(places_in(templates["text_input"])),
            )
        )

    def frame_of(self, request: GenerationRequest) -> Frame:
        limits = SizeLimits.of(self.capabilities())
        return Frame.of(request.width, request.height, limits)

    async def input_of(self, request: GenerationRequest, frame: Frame) -> dict[str, Json]:
        template = templates_of(self._config)[_INPUT_OF[request.operation]]
        is_clip = request.operation is Operation.ANIMATE
        size = Size(request.width, request.height) if is_clip else frame.size
        sent = request if is_clip else frame.framed(request)
        values = await asyncio.to_thread(values_of, sent, size)
        made: dict[str, Json] = filled(template, values)
        return made


_INPUT_OF = {
    Operation.TEXT_TO_IMAGE: "text_input",
    Operation.IMAGE_TO_IMAGE: "reference_input",
    Operation.INPAINT: "edit_input",
    Operation.OUTPAINT: "edit_input",
    Operation.ANIMATE: "clip_input",
}


def templates_of(config: EngineConfig) -> dict[str, dict[str, Json]]:
    """By option. Raises ValueError, in words, for what is no JSON object or has unknown places."""
    templates = {name: read_object(option_of(config, name), what) for name, what in INPUTS.items()}
    for name, what in INPUTS.items():
        check_places(templates[name], PLACES, what)
    if not any(templates.values()):
        raise ValueError("Write the input of this model for at least one operation.")
    return templates


def values_of(request: GenerationRequest, size: Size) -> dict[str, Any]:
    """What the places stand for in this request; pictures as data URIs, None: there is none."""
    sent = [picture.uri for picture in attachments_of(request, most_bytes=MOST_UPLOAD_BYTES)]
    first = sum(image is not None for image in (request.source, request.overlay))
    references = sent[first:]
    strengths = [anchor.strength for anchor in request.anchors]
    is_edit = request.source is not None
    return {
        "prompt": spoken(request),
        "width": size.width,
        "height": size.height,
        "ratio": named_ratio(size),
        "seed": request.seed & MOST_SEED,
        "source": sent[0] if is_edit else None,
        "mask": _mask(request.mask, is_alpha=False),
        "mask_alpha": _mask(request.mask, is_alpha=True),
        "reference": references[0] if references else None,
        "references": references or None,
        # Anchors say how close to stay, models how far to go.
        "seconds": whole_seconds(request),
        "last": _last(request),
        "strength": request.strength if is_edit or not strengths else 1 - strengths[0],
    }


def _last(request: GenerationRequest) -> str | None:
    """What a clip ends on: of a loop what it began with."""
    last = last_of(request)
    return None if last is None else data_uri(picture_png(last))


def named_ratio(size: Size) -> str:
    """The common name of a ratio that is nearly one, such as 16:9 for 1376 x 768."""
    for across, down in COMMON_RATIOS:
        if abs(size.width * down / (size.height * across) - 1) < SAME_RATIO:
            return f"{across}:{down}"
    across, down = ratio(size)
    return f"{across}:{down}"


def _mask(mask: Mask | None, *, is_alpha: bool) -> str | None:
    """White, or transparent, is what is made anew."""
    if mask is None:
        return None
    if is_alpha:
        return data_uri(alpha_mask_png(np.zeros((*mask.shape, 3), np.uint8), mask))
    return data_uri(grey_mask_png(mask))
