"""Gemini's `generateContent`, as the public client library and reports of real answers show it.

Strict where the real one is: unknown fields, ratios and sizes are refused with its 400.
"""

from collections.abc import Iterator

from tests.providers.pictures import decoded, drawn, repainted
from tests.providers.provider import FakeProvider, Play
from tests.providers.wire import Answer, Call, Json, events_answer, json_answer

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    402: "FAILED_PRECONDITION",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
MODELS = ("gemini-nano-banana-2.1", "gemini-3-pro-image", "gemini-3.1-flash-lite-image")
# Pixels at 1K, as measured in public on the real one.
RATIOS = {
    "1:1": (1024, 1024),
    "1:4": (512, 2064),
    "1:8": (352, 2928),
    "2:3": (848, 1264),
    "3:2": (1264, 848),
    "3:4": (896, 1200),
    "4:1": (2064, 512),
    "4:3": (1200, 896),
    "4:5": (928, 1152),
    "5:4": (1152, 928),
    "8:1": (2928, 352),
    "9:16": (768, 1376),
    "16:9": (1376, 768),
    "21:9": (1584, 672),
}
SCALES = {"1K": 1, "2K": 2, "4K": 4}
MOST_BYTES = 20 * 2**20
ERROR_INFO = "type.googleapis.com/google.rpc.ErrorInfo"
CONFIG_KEYS = {
    "responseModalities",
    "imageConfig",
    "seed",
    "temperature",
    "candidateCount",
    "thinkingConfig",
}

# What a candidate without a picture has for content: all four were seen.
CONTENTS: dict[str, Json] = {
    "image safety": {"content": {}},
    "image prohibited": {"content": {"role": "model"}},
    "image recitation": {"content": {"parts": None}},
    "safety": {},
    "no image": {"content": {"role": "model"}},
    "image other": {},
    "unknown reason": {},
    "restricted account": {},
}
REASONS = {
    "image safety": "IMAGE_SAFETY",
    "image prohibited": "IMAGE_PROHIBITED_CONTENT",
    "image recitation": "IMAGE_RECITATION",
    "safety": "SAFETY",
    "no image": "NO_IMAGE",
    "image other": "IMAGE_OTHER",
    "unknown reason": "IMAGE_OF_A_KIND_NOBODY_KNOWS",
    "restricted account": "PUP_LIMITED_DISABLED",
}
PROMPT_REASONS = {
    "prompt blocked": "PROHIBITED_CONTENT",
    "prompt blocked for an unknown reason": "SOMETHING_NEW",
}


class Gemini(FakeProvider):
    routes = (
        ("POST", r"/v1(?:beta)?/models/([^/:]+):generateContent", "generate"),
        ("POST", r"/v1(?:beta)?/models/([^/:]+):streamGenerateContent", "stream"),
        ("GET", r"/v1(?:beta)?/models", "models"),
    )
    own_modes = frozenset(
        [
            *REASONS,
            *PROMPT_REASONS,
            "text only",
            "thought only",
            "thoughts first",
            "no candidates",
            "retry info",
            "daily quota",
            "error in a list",
            "error in the stream",
            "bad key as 400",
            "odd size",
        ]
    )

    def is_allowed(self, call: Call, play: Play) -> bool:
        return call.headers.get("x-goog-api-key") == play.key

    def no(self, status: int, words: str, details: Json = None) -> Answer:
        code = 400 if status == 402 else status
        error = {"code": code, "message": words, "status": STATUS[status]}
        return json_answer({"error": error | ({"details": details} if details else {})}, code)

    def models(self, call: Call, play: Play) -> Answer:
        listed = [
            {"name": f"models/{model}", "supportedGenerationMethods": ["generateContent"]}
            for model in (*MODELS, "gemini-text-only")
        ]
        return json_answer({"models": listed})

    def generate(self, call: Call, play: Play, model: str) -> Answer:
        refused = self._refused(call, play, model)
        if refused is not None:
            return refused
        return json_answer(self._content(call, play, model))

    def stream(self, call: Call, play: Play, model: str) -> Answer:
        refused = self._refused(call, play, model)
        if refused is not None:
            return refused
        if play.mode == "error in the stream":
            error = {"code": 503, "message": "overloaded", "status": "UNAVAILABLE"}
            return events_answer([(None, _chunk({"text": "I begin"})), (None, {"error": error})])
        return events_answer(
            [(None, _chunk({"text": "I begin"})), (None, self._content(call, play, model))]
        )

    def _refused(self, call: Call, play: Play, model: str) -> Answer | None:
        match play.mode:
            case "retry info":
                return self.no(429, "Please retry in 22.4s.", _retry_details("22s"))
            case "daily quota":
                return self.no(429, "Quota exceeded.", _quota_details())
            case "error in a list":
                error = {"code": 503, "message": "Overloaded.", "status": "UNAVAILABLE"}
                return json_answer([{"error": error}], 503)
            case "bad key as 400":
                details = [{"@type": ERROR_INFO, "reason": "API_KEY_INVALID"}]
                words = f"API key not valid: {play.key}. Please pass a valid API key."
                return self.no(400, words, details)
        if model not in MODELS:
            return self.no(404, f"models/{model} is not found for API version v1beta")
        if len(call.body) > MOST_BYTES:
            return self.no(400, "Request payload size exceeds the limit: 20971520 bytes.")
        try:
            wrong = next(_faults(call.json), None)
        except (ValueError, KeyError, TypeError) as error:
            wrong = repr(error)
        return self.no(400, wrong) if wrong else None

    def _content(self, call: Call, play: Play, model: str) -> Json:
        if play.mode in PROMPT_REASONS:
            return {"promptFeedback": {"blockReason": PROMPT_REASONS[play.mode]}}
        if play.mode == "no candidates":
            return {"usageMetadata": {"promptTokenCount": 7}}
        if play.mode in REASONS:
            candidate = CONTENTS[play.mode] | {"finishReason": REASONS[play.mode], "index": 0}
            if play.mode != "safety":
                words = "Unable to show the generated image. <b>Try another prompt.</b>"
                candidate |= {"finishMessage": words}
            return {"candidates": [candidate], "modelVersion": model}
        return {
            "candidates": [
                {
                    "content": {"role": "model", "parts": self._parts(call, play)},
                    "finishReason": "STOP",
                    "index": 0,
                }
            ],
            "usageMetadata": {
                "promptTokenCount": 1300,
                "candidatesTokenCount": 1120,
                "totalTokenCount": 2420,
                "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
            },
            "modelVersion": model,
            "responseId": "r-1",
        }

    def _parts(self, call: Call, play: Play) -> list[Json]:
        if play.mode == "text only":
            return [{"text": "I can't do that."}]
        made = _made(call.json, play)
        picture = {"inlineData": {"mimeType": "image/png", "data": made}}
        blank = {"inlineData": {"mimeType": "image/png", "data": play.base64_of(drawn(64, 64))}}
        match play.mode:
            case "thought only":
                return [{"text": "Thinking."}, picture | {"thought": True}]
            case "thoughts first":
                return [blank | {"thought": True}, {"text": "Here."}, picture, {"executable": {}}]
        return [{"text": "Here is the edit."}, picture]


def _made(body: Json, play: Play) -> str:
    size = _size_out(body)
    if play.mode == "odd size":
        size = (size[0] // 3, size[1])
    pictures = list(_pictures(body))
    if not pictures:
        return play.base64_of(drawn(*size))
    return play.base64_of(repainted(decoded(pictures[0]), play.mode, size))


def _size_out(body: Json) -> tuple[int, int]:
    config = body.get("generationConfig", {}).get("imageConfig", {})
    width, height = RATIOS[config.get("aspectRatio", "1:1")]
    scale = SCALES[config.get("imageSize", "1K")]
    return width * scale, height * scale


def _pictures(body: Json) -> Iterator[str]:
    for content in body["contents"]:
        for part in content["parts"]:
            if "inlineData" in part:
                yield part["inlineData"]["data"]


def _faults(body: Json) -> Iterator[str]:
    """What the real one refuses with INVALID_ARGUMENT."""
    for name in body.keys() - {"contents", "generationConfig", "safetySettings"}:
        yield f'Invalid JSON payload received. Unknown name "{name}"'
    config = body.get("generationConfig", {})
    for name in config.keys() - CONFIG_KEYS:
        yield f'Invalid JSON payload received. Unknown name "{name}" at generation_config'
    image = config.get("imageConfig", {})
    for name in image.keys() - {"aspectRatio", "imageSize"}:
        yield f'Invalid JSON payload received. Unknown name "{name}" at image_config'
    if image.get("aspectRatio", "1:1") not in RATIOS:
        yield "aspect_ratio is not one of the values allowed"
    if image.get("imageSize", "1K") not in SCALES:
        yield "image_size is not one of the values allowed"
    if not 0 <= config.get("seed", 0) < 2**31:
        yield "Invalid value at 'generation_config.seed' (TYPE_INT32)"
    for content in body["contents"]:
        for part in content["parts"]:
            inline = part.get("inlineData")
            if inline is not None:
                # The SDK writes the one spelling, the reference the other.
                if not inline.keys() <= {"data", "mimeType", "mime_type"} or len(inline) != 2:
                    yield "Invalid inline_data"
                decoded(inline["data"])
            elif not isinstance(part.get("text"), str):
                yield "contents.parts must not be empty"


def _chunk(part: Json) -> Json:
    return {"candidates": [{"content": {"role": "model", "parts": [part]}, "index": 0}]}


def _retry_details(delay: str) -> Json:
    return [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}]


def _quota_details() -> Json:
    violation = {"quotaId": "GenerateRequestsPerDayPerProjectPerModel"}
    return [
        {"@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": [violation]},
        *_retry_details("39s"),
    ]
