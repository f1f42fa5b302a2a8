"""OpenAI's images, and what servers that imitate them do otherwise.

Strict where the real one is: unknown parameters, sizes off the grid and masks without alpha or of
another size are refused with its 400.
"""

import re
from collections.abc import Iterator

import numpy as np

from tests.providers.pictures import Image, decoded, drawn, edited, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, events_answer, json_answer, picture_answer

CODES = {
    400: ("invalid_request_error", "invalid_value"),
    401: ("invalid_request_error", "invalid_api_key"),
    402: ("insufficient_quota", "insufficient_quota"),
    404: ("invalid_request_error", "model_not_found"),
    429: ("requests", "rate_limit_exceeded"),
    500: ("server_error", None),
    503: ("server_error", None),
}
MODELS = ("gpt-image-2.5-flare", "gpt-image-2.5-sunburst", "gpt-image-1-mini")
LEAST_PIXELS, MOST_PIXELS, MOST_SIDE, GRID = 655_360, 8_294_400, 3840, 16
MOST_MASK_BYTES = 4 * 2**20
COMMON = {
    "model",
    "prompt",
    "n",
    "size",
    "quality",
    "background",
    "output_format",
    "moderation",
    "output_compression",
    "stream",
    "partial_images",
    "user",
    "safety_identifier",
}
PAUSE_S = 0.01
USAGE = {
    "input_tokens": 50,
    "output_tokens": 1568,
    "total_tokens": 1618,
    "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
}


class OpenAI(FakeProvider):
    """`edits` takes the mask's transparent part as the place to edit; `inpainting` and the mode
    "white mask" take its white part, as stable-diffusion.cpp and LocalAI do."""

    routes = (
        ("POST", r"/v1/images/generations", "generations"),
        ("POST", r"/v1/images/edits", "edits"),
        ("POST", r"/v1/images/inpainting", "inpainting"),
        ("GET", r"/v1/models", "models"),
        ("GET", r"/generated-images/1\.png", "download"),
    )
    own_modes = frozenset(
        {
            "moderated input",
            "moderated output",
            "moderated, no details",
            "moderated, unknown stage",
            "user error",
            "spend limit",
            "retry after ms",
            "long wait",
            "error in the stream",
            "moderated in the stream",
            "rate limited in the stream",
            "rate limited after a partial",
            "final first",
            "no final",
            "bad partial",
            "unknown events",
            "no stream",
            "no data",
            "picture by url",
            "picture elsewhere",
            "string error",
            "white mask",
        }
    )

    def is_allowed(self, call: Call, play: Play) -> bool:
        is_open = call.route == "download" or not play.key
        return is_open or call.headers.get("authorization") == f"Bearer {play.key}"

    def no(self, status: int, words: str) -> Answer:
        kind, code = CODES[status]
        return _error(429 if status == 402 else status, words, type=kind, code=code)

    def models(self, call: Call, play: Play) -> Answer:
        return json_answer({"object": "list", "data": [{"id": one} for one in MODELS]})

    def download(self, call: Call, play: Play) -> Answer:
        return picture_answer(play.bytes_of(play.jobs["picture"]))

    def generations(self, call: Call, play: Play) -> Answer:
        try:
            asked = call.json
            wrong = next(_faults(asked, COMMON | {"response_format", "style"}), None)
        except (ValueError, TypeError, AttributeError) as error:
            asked, wrong = {}, repr(error)
        refused = self._refused(play, wrong)
        return refused or self._answer(drawn(*_size(asked)), asked, play, "image_generation")

    def edits(self, call: Call, play: Play) -> Answer:
        return self._edited(call, play, is_white=play.mode == "white mask")

    def inpainting(self, call: Call, play: Play) -> Answer:
        return self._edited(call, play, is_white=True)

    def _edited(self, call: Call, play: Play, *, is_white: bool) -> Answer:
        try:
            asked: Json = {name: _typed(value) for name, value in call.fields.items()}
            files = call.files("image", "image[]")
            wrong = next(_faults(asked, COMMON | {"input_fidelity", "response_format"}), None)
            wrong = wrong or next(_file_faults(files, call.files("mask"), is_white), None)
        except (ValueError, TypeError) as error:
            asked, files, wrong = {}, [], repr(error)
        refused = self._refused(play, wrong)
        if refused is not None:
            return refused
        source = decoded(files[0])
        masks = call.files("mask")
        if masks:
            made = edited(source, _hole(decoded(masks[0]), is_white=is_white), play.mode)
        else:
            made = repainted(source, play.mode)
        return self._answer(repainted(made, "ok", _size(asked)), asked, play, "image_edit")

    def _refused(self, play: Play, wrong: str | None) -> Answer | None:
        user_error = {"type": "image_generation_user_error"}
        match play.mode:
            case "moderated input" | "moderated output" | "moderated, unknown stage":
                stage = play.mode.split()[-1].replace("stage", "a new stage")
                return json_answer(_moderated(stage), 400, x_request_id="req_1")
            case "moderated, no details":
                return json_answer(_moderated(None), 400)
            case "user error":
                return _error(400, "Your picture shows nothing.", **user_error, code=None)
            case "spend limit":
                return _error(429, "You exceeded your quota.", code="insufficient_quota")
            case "retry after ms":
                return _error(429, "Slow down.", headers={"retry-after-ms": "50"})
            case "long wait":
                return _error(429, "Slow down.", headers={"retry-after": "3600"})
            case "string error":
                return json_answer({"error": "prompt required"}, 400)
        return self.no(400, wrong) if wrong else None

    def _answer(self, made: Image, asked: Json, play: Play, kind: str) -> Answer:
        play.jobs["picture"] = made
        if asked.get("stream") is True and play.mode != "no stream":
            return self._streamed(made, asked, play, kind)
        head = {"created": 1713833628, "output_format": "png", "usage": USAGE}
        match play.mode:
            case "no data":
                return json_answer(head | {"data": []})
            case "picture by url":
                return json_answer({"data": [{"url": f"{play.url}/generated-images/1.png"}]})
            case "picture elsewhere":
                return json_answer({"data": [{"url": "http://127.0.0.1:1/generated/1.png"}]})
        return json_answer(head | {"data": [{"b64_json": play.base64_of(made)}]})

    def _streamed(self, made: Image, asked: Json, play: Play, kind: str) -> Answer:
        partials = [
            (
                f"{kind}.partial_image",
                {
                    "type": f"{kind}.partial_image",
                    "partial_image_index": number,
                    "b64_json": "?" if play.mode == "bad partial" else play.base64_of(made),
                    "output_format": "png",
                    "created_at": 1713833628,
                },
            )
            for number in range(int(asked.get("partial_images", 0)))
        ]
        final = (
            f"{kind}.completed",
            {"type": f"{kind}.completed", "b64_json": play.base64_of(made), "usage": USAGE},
        )
        frames: list[tuple[str | None, Json]] = [*partials, final]
        match play.mode:
            case "error in the stream":
                error = {"message": "The server had an error", "type": "server_error"}
                frames = [*partials, ("error", {"type": "error", "error": error})]
            case "moderated in the stream":
                frames = [*partials, ("error", {"type": "error"} | _moderated("output"))]
            case "rate limited in the stream" | "rate limited after a partial":
                error = {"message": "Slow down", "type": "requests", "code": CODES[429][1]}
                begun = partials if play.mode == "rate limited after a partial" else []
                frames = [*begun, ("error", {"type": "error", "error": error})]
            case "final first":
                frames = [final, *partials]
            case "no final":
                frames = [*partials]
            case "unknown events":
                odd = (f"{kind}.thinking", {"type": f"{kind}.thinking", "words": "hm"})
                frames = [odd, (None, "no json at all"), *partials, final, (None, "[DONE]")]
        return events_answer(frames, pause_s=PAUSE_S)


def _error(
    status: int, words: str, *, headers: dict[str, str] | None = None, **more: Json
) -> Answer:
    error = {"message": words, "type": None, "param": None, "code": None} | more
    named = {name.replace("-", "_"): value for name, value in (headers or {}).items()}
    return json_answer({"error": error}, status, x_request_id="req_1", **named)


def _moderated(stage: str | None) -> Json:
    error = {
        "type": "image_generation_user_error",
        "code": "moderation_blocked",
        "param": None,
        "message": "Your request was rejected by the safety system. safety_violations=[sexual].",
    }
    if stage is not None:
        error["moderation_details"] = {"moderation_stage": stage, "categories": ["sexual"]}
    return {"error": error}


def _typed(value: str) -> Json:
    """A form's text as JSON would have it."""
    if value in ("true", "false"):
        return value == "true"
    return int(value) if re.fullmatch(r"\d+", value) else value


def _size(asked: Json) -> tuple[int, int]:
    size = asked.get("size", "auto")
    if size == "auto":
        return 1024, 1024
    width, height = size.split("x")
    return int(width), int(height)


def _faults(asked: Json, known: set[str]) -> Iterator[str]:
    for name in asked.keys() - known:
        yield f"Unknown parameter: '{name}'."
    if not asked.get("prompt"):
        yield "Missing required parameter: 'prompt'."
    if str(asked.get("model", "")).startswith("gpt-image"):
        yield from _size_faults(*_size(asked))
    if not 0 <= asked.get("partial_images", 0) <= 3:
        yield "partial_images must be between 0 and 3."
    if asked.get("quality", "auto") not in ("auto", "low", "medium", "high", "xhigh", "max"):
        yield "Invalid value for quality."


def _size_faults(width: int, height: int) -> Iterator[str]:
    if width % GRID or height % GRID or max(width, height) > MOST_SIDE:
        yield f"Invalid size '{width}x{height}'."
    if not LEAST_PIXELS <= width * height <= MOST_PIXELS:
        yield f"Invalid size '{width}x{height}': too few or too many pixels."
    if max(width, height) > 3 * min(width, height):
        yield f"Invalid size '{width}x{height}': the ratio is over 3:1."


def _file_faults(files: list[bytes], masks: list[bytes], is_white: bool) -> Iterator[str]:
    if not 1 <= len(files) <= 16:
        yield "Between 1 and 16 images are needed."
    for file in files:
        decoded(file)
    for data in masks:
        mask = decoded(data)
        if len(data) > MOST_MASK_BYTES:
            yield "Mask is over 4 MB."
        if mask.shape[:2] != decoded(files[0]).shape[:2]:
            yield "Mask and image have different sizes."
        if not is_white and (mask.ndim != 3 or mask.shape[2] != 4):
            yield "Invalid mask image format - mask has no alpha channel."


def _hole(mask: Image, *, is_white: bool) -> Image:
    """255 where to edit. White: the grey of it, alpha ignored; else where alpha is 0."""
    if is_white:
        return mask if mask.ndim == 2 else mask[..., :3].max(axis=2)
    return np.where(mask[..., 3] == 0, 255, 0).astype(np.uint8)
